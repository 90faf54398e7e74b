/**
 * A built bundle as the machine reads it: base64, gzip, MIME and `data:` URLs undone in the order in which cloud-init and
 * Ignition undo them, and by none of the code that put them there.
 */

import { gunzipSync } from 'node:zlib';
import { load } from 'js-yaml';
import type { Bundle } from '../lib/pack/bundle.ts';

/** A file that a machine writes at its first boot. */
export interface DeliveredFile {
  readonly path: string;
  readonly content: string;
}

/** All files that a bundle's user-data or config leaves on its machine. */
export async function deliveredFiles(bundle: Bundle): Promise<readonly DeliveredFile[]> {
  return bundle.format === 'ignition' ? ofIgnition(attached(bundle.config)) : ofCloudInit(attached(bundle.userData));
}

/** The octets as they are attached; where a platform's tools do not put base64 around them, the bundle has it already. */
function attached({ encoding, content }: { readonly encoding: string; readonly content: string }): Buffer {
  const octets = encoding === 'base64' ? Buffer.from(content, 'base64') : Buffer.from(content);
  const text = octets.toString('latin1').trim();
  return /^[A-Za-z0-9+/\s]+=*$/.test(text) ? Buffer.from(text, 'base64') : octets;
}

function decompressed(octets: Buffer): string {
  const isGzip = octets[0] === 0x1f && octets[1] === 0x8b;
  return (isGzip ? gunzipSync(octets) : octets).toString();
}

interface CloudConfig {
  readonly write_files?: readonly DeliveredFile[];
  /** Lists of words: a program of ours is the third word of `sh -c PROGRAM NAME ...`. */
  readonly bootcmd?: readonly (readonly string[])[];
}

function ofCloudInit(octets: Buffer): DeliveredFile[] {
  const text = decompressed(octets);
  const parts = text.startsWith('Content-Type: multipart/') ? mimeParts(text) : [text];
  return parts
    .filter((part) => part.startsWith('#cloud-config\n'))
    .map((part) => load(part) as CloudConfig)
    .flatMap(({ write_files = [], bootcmd = [] }) => [
      ...write_files.map(({ path, content }) => ({ path, content })),
      ...bootcmd.filter(([shell]) => shell === 'sh').map(([, , content = '', path = '']) => ({ path, content })),
    ]);
}

/** The bodies of a multi-part message's parts (RFC 2046 section 5.1), decoded. */
function mimeParts(message: string): string[] {
  const boundary = /boundary="([^"]+)"/.exec(message)?.[1];
  return message
    .split(`\n--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const [head = '', ...body] = part.split('\n\n');
      const text = body.join('\n\n');
      return /^Content-Transfer-Encoding: base64$/m.test(head) ? Buffer.from(text, 'base64').toString() : text;
    });
}

interface Resource {
  readonly source?: string;
  readonly compression?: string;
}

interface IgnitionConfig {
  readonly ignition: { readonly config?: { readonly replace?: Resource } };
  readonly storage?: { readonly files?: readonly { readonly path: string; readonly contents?: Resource }[] };
}

async function ofIgnition(octets: Buffer): Promise<DeliveredFile[]> {
  const { ignition, storage } = JSON.parse(decompressed(octets)) as IgnitionConfig;
  if (ignition.config?.replace) return ofIgnition(Buffer.from(await fetched(ignition.config.replace)));
  const files = (storage?.files ?? []).map(async ({ path, contents }) => ({ path, content: await fetched(contents) }));
  return Promise.all(files);
}

/** What a resource holds; Node's own `fetch` reads `data:` URLs. One from elsewhere is no part of the bundle. */
async function fetched({ source = '', compression }: Resource = {}): Promise<string> {
  if (!source.startsWith('data:')) return '';
  const octets = Buffer.from(await (await fetch(source)).arrayBuffer());
  return (compression === 'gzip' ? gunzipSync(octets) : octets).toString();
}
