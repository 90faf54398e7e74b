/** An emulated metadata service on addresses of this network namespace, answering from its table. */

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Answer, Paths } from './emulation.ts';

interface RunningService {
  /** A line for each request since the start: status, method, path. */
  readonly log: readonly string[];
  stop(): void;
}

/**
 * Answers on port 80 of each address until it is stopped.
 * @param pathsOf what it answers to the caller with an address
 * @param addresses a link-local one of IPv6 with its zone
 */
export async function serve(pathsOf: (caller: string) => Paths, addresses: readonly string[]): Promise<RunningService> {
  const log: string[] = [];
  const servers: Server[] = [];
  for (const address of addresses) {
    const server = createServer((request, response) => {
      const { status, body, contentType } = answerTo(request, pathsOf(request.socket.remoteAddress ?? ''));
      log.push(`${status} ${request.method} ${request.url}`);
      response.writeHead(status, {
        'content-type': contentType,
        'content-length': Buffer.byteLength(body),
        connection: 'close', // a caller from a fixed port can call again at once
      });
      response.end(body);
    });
    servers.push(server);
    await once(server.listen(80, address), 'listening');
  }
  const stop = () => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { log, stop };
}

interface Response {
  readonly status: number;
  readonly body: string | Buffer;
  readonly contentType: string;
}

function answerTo(request: IncomingMessage, paths: Paths): Response {
  const found = find(request, paths);
  if (found === undefined) return refusal(404);
  const answer: Answer = typeof found === 'string' || Buffer.isBuffer(found) ? { body: found } : found;
  const { body, contentType = 'text/plain', needs, needsPrivilegedPort = false } = answer;
  if (needs && request.headers[needs[0].toLowerCase()] !== needs[1]) return refusal(401);
  if (needsPrivilegedPort && (request.socket.remotePort ?? 0) >= 1024) return refusal(403);
  return { status: 200, body, contentType };
}

function find({ method = 'GET', url = '/' }: IncomingMessage, paths: Paths): Paths[string] | undefined {
  const key = method === 'GET' ? url : `${method} ${url}`;
  return Object.hasOwn(paths, key) ? paths[key] : undefined;
}

function refusal(status: number): Response {
  return { status, body: `${status}\n`, contentType: 'text/plain' };
}
