/** A metadata service as clouds have it: user-data over HTTP, and on the same addresses DNS and NTP. */

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { run } from '../rehearsal/command.ts';

/** Where EC2, Scaleway and GCP serve it, of those addresses that need no interface beside. */
export const METADATA_ADDRESSES = ['169.254.169.254', '169.254.42.42', 'fd00:ec2::254', 'fd20:ce::254'] as const;

/** What the ports beside HTTP answer, whatever they are asked. */
export const ANSWER = 'answer';

export interface MetadataService {
  readonly userData: string;
  /** The paths that were asked for over HTTP since the last call. */
  takePaths(): string[];
}

/** Gives this network namespace the addresses and answers on them until the process ends. */
export async function startMetadataService(): Promise<MetadataService> {
  const userData = randomBytes(16).toString('hex');
  let paths: string[] = [];
  const http = (request: string) => {
    paths.push(/^GET (\S+)/.exec(request)?.[1] ?? request);
    return `HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${userData.length}\r\n\r\n${userData}`;
  };
  for (const address of METADATA_ADDRESSES) {
    const [prefixLength, ...noDetection] = address.includes(':') ? [128, 'nodad'] : [32];
    await run(['ip', 'address', 'add', `${address}/${prefixLength}`, 'dev', 'lo', ...noDetection.map(String)]);
    await answerByTcp(address, 80, http);
    await answerByTcp(address, 53, () => ANSWER);
    for (const port of [53, 123]) await answerByUdp(address, port);
  }
  return {
    userData,
    takePaths() {
      const taken = paths;
      paths = [];
      return taken;
    },
  };
}

async function answerByTcp(address: string, port: number, answer: (request: string) => string): Promise<void> {
  const server = createServer((caller: Socket) => {
    caller.on('error', () => {}); // a caller may go away without its answer
    caller.once('data', (request) => caller.end(answer(request.toString('latin1'))));
  });
  await once(server.listen(port, address), 'listening');
}

async function answerByUdp(address: string, port: number): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (_, caller) => socket.send(ANSWER, caller.port, caller.address));
  socket.bind(port, address);
  await once(socket, 'listening');
}
