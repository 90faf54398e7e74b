/** A metadata service as clouds have it: user-data over HTTP, and on the same addresses DNS and NTP. */

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { run } from '../rehearsal/command.ts';

/** Where Amazon EC2 serves it (Amazon EC2 User Guide: Access instance metadata). */
export const METADATA_ADDRESSES = ['169.254.169.254', 'fd00:ec2::254'] as const;

/** What the ports beside HTTP answer, whatever they are asked. */
export const ANSWER = 'answer';

/** Gives this network namespace the addresses and answers on them until the process ends; gives the user-data. */
export async function startMetadataService(): Promise<string> {
  const userData = randomBytes(16).toString('hex');
  for (const address of METADATA_ADDRESSES) {
    const [prefixLength, ...noDetection] = address.includes(':') ? [128, 'nodad'] : [32];
    await run(['ip', 'address', 'add', `${address}/${prefixLength}`, 'dev', 'lo', ...noDetection.map(String)]);
    await answerByTcp(address, 80, `HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${userData}`);
    await answerByTcp(address, 53, ANSWER);
    for (const port of [53, 123]) await answerByUdp(address, port);
  }
  return userData;
}

async function answerByTcp(address: string, port: number, text: string): Promise<void> {
  const server = createServer((caller: Socket) => {
    caller.on('error', () => {}); // a caller may go away without its answer
    caller.once('data', () => caller.end(text));
  });
  await once(server.listen(port, address), 'listening');
}

async function answerByUdp(address: string, port: number): Promise<void> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', (_, caller) => socket.send(ANSWER, caller.port, caller.address));
  socket.bind(port, address);
  await once(socket, 'listening');
}
