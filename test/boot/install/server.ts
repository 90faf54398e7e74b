/** A server of files in the sandbox's own network, which the machines reach at the operator's addresses. */

import { createServer, type ServerResponse } from 'node:http';
import { type Archive, nomadArchive } from './archive.ts';

export const PORT = 8080;

/** What is wrong with the file below a folder of this name, until that is mended. */
const troubles = {
  'wrong-hash': (response) => response.end('another program'),
  'not-found': (response) => response.writeHead(404).end(),
  'cut-download': (response, { bytes }) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, 1 << 20), () => response.destroy());
  },
} satisfies Record<string, (response: ServerResponse, archive: Archive) => unknown>;

export type Trouble = keyof typeof troubles;

export interface FileServer {
  readonly archive: Archive;
  /** Files with a content of their own, by their paths. */
  readonly files: Map<string, Buffer>;
  /** What was asked for: the address that asked, and the path. */
  readonly requests: readonly { readonly from: string; readonly path: string }[];
  /** From now on the file below that folder is the archive, as anywhere else. */
  mend(trouble: Trouble): void;
}

let started: Promise<FileServer> | undefined;

/** Starts it, once for the whole run; it ends with the process. */
export function fileServer(): Promise<FileServer> {
  started ??= start();
  return started;
}

async function start(): Promise<FileServer> {
  const archive = await nomadArchive();
  const [mended, files] = [new Set<string>(), new Map<string, Buffer>()];
  const requests: { from: string; path: string }[] = [];
  const server = createServer(({ url: path = '', socket }, response) => {
    requests.push({ from: socket.remoteAddress?.replace('::ffff:', '') ?? '', path });
    const folder = path.split('/')[1] ?? '';
    const trouble = mended.has(folder) ? undefined : troubles[folder as Trouble];
    const content = path.endsWith('/nomad.zip') ? archive.bytes : files.get(path);
    if (trouble) trouble(response, archive);
    else if (content) response.end(content);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(PORT, listening));
  server.unref();
  return { archive, files, requests, mend: (trouble) => mended.add(trouble) };
}

/** A description in which machines fetch Nomad from these URLs, in their order. */
export function fetching(text: string, urls: readonly string[], sha256: string): string {
  return installing(text, `{ method: archive, urls: ${JSON.stringify(urls)}, sha256: ${sha256} }`);
}

/** A description with another `nomad.install`. */
export function installing(text: string, install: string): string {
  return text.replace(/^( {2}version: .*)$/m, (version) => `${version}\n  install: ${install}`);
}
