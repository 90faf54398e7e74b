/** Promises about strangers: whoever lacks a certificate, the right authority or a token gets nothing. */

import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { run } from '../rehearsal/command.ts';
import { ask, type Credentials } from '../rehearsal/operator.ts';
import { hostPort } from './cluster.ts';
import type { Expected, ExpectedAgent } from './description.ts';
import { machineNamed, type Scene } from './scene.ts';

/** Bytes by which a caller of the RPC port says what it speaks. */
const RPC_PLAIN = 0x01;
const RPC_TLS = 0x04;
/** How a TLS server ends a connection whose certificate it does not like. */
const REFUSED_BY_TLS = /^(ERR_SSL_\w*ALERT\w*|ECONNRESET|EPIPE)$/;

/** Asks every agent as every stranger; each time first as a friend, so that a silent agent does not pass. */
export async function strangersAreRefused(scene: Scene): Promise<void> {
  const { expected } = scene;
  const foreign = await forgeCredentials(scene);
  const agents = [
    ...expected.servers.map((agent) => ({
      name: `server ${agent.machine}`,
      url: httpAddress(agent, expected.serverPorts),
    })),
    ...expected.clients.map((agent) => ({
      name: `client ${agent.machine}`,
      url: httpAddress(agent, expected.clientPorts),
    })),
  ];
  for (const { name, url } of agents) await agentRefuses(scene, name, url, foreign);
  for (const server of expected.servers) await rpcRefuses(scene, server, foreign);
}

/** RPC is for agents: the operator's certificate opens HTTPS and not this. */
async function rpcRefuses(scene: Scene, server: ExpectedAgent, foreign: Credentials): Promise<void> {
  const { expected, report, operator } = scene;
  const { ca, cert, key } = operator.credentials;
  const machine = machineNamed(scene, server.machine);
  const strangers = {
    'plain text': undefined,
    'no certificate': {},
    'a foreign one': foreign,
    'the operator': { ca, cert, key },
  };
  await report.check(`server ${machine.name}: RPC refuses ${Object.keys(strangers).join(', ')}`, async () => {
    const own = {
      cert: await machine.run(['cat', '/etc/nomad-server.d/server.pem']),
      key: await machine.run(['cat', '/var/lib/nomad-firstboot/secrets/server-key.pem']),
    };
    assert.ok(
      await rpcStaysOpen(server.address, expected, own),
      'its own certificate is refused too, which proves nothing',
    );
    for (const [name, credentials] of Object.entries(strangers)) {
      assert.equal(await rpcStaysOpen(server.address, expected, credentials), false, `${name} is let in`);
    }
  });
}

async function agentRefuses(
  { operator, report }: Scene,
  name: string,
  url: string,
  foreign: Credentials,
): Promise<void> {
  const { ca, cert, key, token } = operator.credentials;
  const secured = `https://${url}/v1/nodes`;
  const asFriend = async () => assert.equal((await ask(secured, operator.credentials)).status, 200);

  await report.check(`${name}: HTTPS without a certificate is refused`, async () => {
    await asFriend();
    await assertRefusedByTls(secured, { ca, token });
  });
  await report.check(`${name}: HTTPS with a foreign certificate is refused`, async () => {
    await asFriend();
    await assertRefusedByTls(secured, { ...foreign, ca, token });
  });
  await report.check(`${name}: plain HTTP is refused`, async () => {
    await asFriend();
    const { status, body } = await ask(`http://${url}/v1/nodes`, { token });
    assert.equal(status, 400);
    assert.match(body, /HTTP request to an HTTPS server/);
  });
  await report.check(`${name}: an anonymous caller and an unknown token are refused`, async () => {
    await asFriend();
    const unknown = token.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
    for (const path of ['/v1/nodes', '/v1/jobs', '/v1/agent/self', '/v1/acl/tokens']) {
      assert.equal((await ask(`https://${url}${path}`, { ca, cert, key })).status, 403, `${path} without a token`);
      assert.equal(
        (await ask(`https://${url}${path}`, { ca, cert, key, token: unknown })).status,
        403,
        `${path} with an unknown token`,
      );
    }
  });
}

async function assertRefusedByTls(url: string, credentials: Credentials): Promise<void> {
  const outcome = await ask(url, credentials).then(
    ({ status }) => `HTTP ${status}`,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
  assert.match(outcome, REFUSED_BY_TLS);
}

/** A certificate by an authority that calls itself what the cluster's is called. */
async function forgeCredentials({
  sandbox,
  operator,
  expected,
}: Scene): Promise<Required<Pick<Credentials, 'cert' | 'key'>>> {
  const folder = join(sandbox.folder, 'forgery');
  mkdirSync(folder);
  const authority = new X509Certificate(operator.credentials.ca).subject
    .split('\n')
    .map((part) => `/${part}`)
    .join('');
  writeFileSync(
    join(folder, 'extensions'),
    `subjectAltName=DNS:server.${expected.region}.nomad,DNS:cli.${expected.region}.nomad\nextendedKeyUsage=serverAuth,clientAuth\n`,
  );
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const openssl = (...args: string[]) => run(['openssl', ...args], { cwd: folder });
  await openssl('req', '-x509', ...newKey, '-keyout', 'ca-key.pem', '-out', 'ca.pem', '-subj', authority, '-days', '2');
  await openssl(
    'req',
    '-new',
    ...newKey,
    '-keyout',
    'key.pem',
    '-out',
    'request.pem',
    '-subj',
    `/CN=server.${expected.region}.nomad`,
  );
  await openssl(
    'x509',
    '-req',
    '-in',
    'request.pem',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca-key.pem',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'extensions',
    '-out',
    'cert.pem',
  );
  return { cert: readFileSync(join(folder, 'cert.pem'), 'utf8'), key: readFileSync(join(folder, 'key.pem'), 'utf8') };
}

/** True if a server keeps an RPC connection that was opened with these credentials; in plain text without any. */
async function rpcStaysOpen(
  address: string,
  expected: Expected,
  credentials: Credentials | undefined,
): Promise<boolean> {
  const socket = connect({ host: address, port: expected.serverPorts.rpc });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.write(Buffer.from([credentials ? RPC_TLS : RPC_PLAIN]));
  const { cert, key } = credentials ?? {};
  const channel = credentials
    ? connectTls({ socket, rejectUnauthorized: false, ...(cert && key ? { cert, key } : {}) })
    : socket;
  let isOpen = true;
  channel.on('error', () => {}).on('close', () => (isOpen = false));
  socket.on('error', () => {}).on('close', () => (isOpen = false));
  await sleep(700);
  socket.destroy();
  return isOpen;
}

function httpAddress({ address }: ExpectedAgent, ports: { readonly http: number }): string {
  return hostPort(address, ports.http);
}
