/** A person outside the machines who has nothing but the operator folder of a build. */

import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { join } from 'node:path';
import { attempt, type Outcome, run } from './command.ts';
import type { Sandbox } from './sandbox.ts';

/** What a caller of the HTTP API shows; each part can be left out. */
export interface Credentials {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Operator {
  /** Everything that env.sh gives. */
  readonly credentials: Required<Credentials>;
  /** `http` or `https`, address and port of the agent that env.sh points at. */
  readonly url: string;
  /** Runs a bash script after `. env.sh`, in a folder of its own, and gives its output. */
  sh(script: string, input?: string): Promise<string>;
  attempt(script: string, input?: string): Promise<Outcome>;
  /** GET of the HTTP API with all credentials, parsed. */
  get<T>(path: string): Promise<T>;
  /** PUT, likewise. */
  put<T>(path: string, body?: object): Promise<T>;
  /** The same person, who talks to the agent at another address. */
  at(url: string): Operator;
  /** The same person with a token that is not in the folder. */
  withToken(token: string): Operator;
}

/** Takes the operator folder at `folder` in hand, with the Nomad binary at `nomad` on the path. */
export async function createOperator(sandbox: Sandbox, folder: string, nomad: string): Promise<Operator> {
  const [bin, cwd] = [join(sandbox.folder, 'bin'), join(sandbox.folder, 'operator')];
  for (const path of [bin, cwd]) mkdirSync(path);
  symlinkSync(nomad, join(bin, 'nomad'));
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: cwd };
  const after = (script: string) => ['bash', '-c', `. "$0" && ${script}`, join(folder, 'env.sh')];
  const set = parseEnvironment(await run(after('env -0'), { env, cwd }));
  const url = set['NOMAD_ADDR'] ?? '';
  const tls = {
    ca: readFileSync(set['NOMAD_CACERT'] ?? '', 'utf8'),
    cert: readFileSync(set['NOMAD_CLIENT_CERT'] ?? '', 'utf8'),
    key: readFileSync(set['NOMAD_CLIENT_KEY'] ?? '', 'utf8'),
  };
  const operator = (url: string, token: string): Operator => {
    const credentials = { ...tls, token };
    const there = (script: string) => after(`export NOMAD_ADDR=${url} NOMAD_TOKEN=${token} && ${script}`);
    const parsed = async (method: Method, path: string, sent?: object) => {
      const { status, body } = await ask(`${url}${path}`, credentials, method, sent);
      if (status !== 200) throw new Error(`${method} ${path}: ${status} ${body}`);
      return JSON.parse(body);
    };
    return {
      credentials,
      url,
      sh: (script, input = '') => run(there(script), { env, cwd, input }),
      attempt: (script, input = '') => attempt(there(script), { env, cwd, input }),
      get: (path) => parsed('GET', path),
      put: (path, body) => parsed('PUT', path, body),
      at: (other) => operator(other, token),
      withToken: (other) => operator(url, other),
    };
  };
  return operator(url, set['NOMAD_TOKEN'] ?? '');
}

type Method = 'GET' | 'PUT';

/** One request with exactly these credentials. Throws where no HTTP answer comes, with the reason as `code`. */
export function ask(
  url: string,
  { token, ...tls }: Credentials,
  method: Method = 'GET',
  sent?: object,
): Promise<Answer> {
  const headers = token === undefined ? {} : { 'X-Nomad-Token': token };
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:')
      ? requestHttps(url, { ...tls, method, headers, agent: false, timeout: 10_000 })
      : requestHttp(url, { method, headers, agent: false, timeout: 10_000 });
    request.on('timeout', () => request.destroy(new Error(`${url} does not answer`)));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
    });
    request.end(sent && JSON.stringify(sent));
  });
}

function parseEnvironment(text: string): Record<string, string | undefined> {
  const pairs = text.split('\0').map((line) => line.split(/=([\s\S]*)/) as [string, string]);
  return Object.fromEntries(pairs);
}
