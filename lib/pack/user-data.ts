/** Packs user-data as a platform wants it, counts it as the platform will, and says when it is too much. */

import { filesOf, type MachinePlan } from '../machine/machine-plan.ts';
import type { BundleDocument } from '../render/document.ts';
import { unitText } from '../systemd/unit-file.ts';
import {
  comfortableBytes,
  type FirstBootFormat,
  type Platform,
  type PlatformName,
  platformFor,
  type UserDataEncoding,
} from '../targets/platforms.ts';
import { gzip } from './gzip.ts';

/** User-data ready for a platform. */
export interface PackedUserData {
  readonly platform: PlatformName;
  readonly format: FirstBootFormat;
  readonly encoding: UserDataEncoding;
  /** The file as it is handed to the platform's tools; text unless the encoding is `gzip`. */
  readonly document: BundleDocument;
  /** What the platform compares with its limit. */
  readonly countedBytes: number;
  /** Absent if the platform has none. */
  readonly limitBytes?: number;
  /** Metadata keys that the platform needs beside the user-data, so that it is decoded. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface PackOptions {
  /** What reads the user-data on the machine; `cloud-init` unless given. */
  readonly format?: FirstBootFormat;
  /** `never` keeps the text readable for reviews even if it no longer fits. */
  readonly compression?: 'auto' | 'never';
  /** Bytes of the machine's other metadata, if the platform counts them too. */
  readonly otherMetadataBytes?: number;
}

/**
 * Packs a text for a platform: as plain as the platform's tools take it if it fits comfortably, else compressed
 * if the platform's images can read that. Base64 is put around it only if nobody else does.
 * @param text the user-data, uncompressed: ASCII, as all documents are, so that its length is its bytes
 */
export function packUserData(platform: PlatformName, text: string, options: PackOptions = {}): PackedUserData {
  const format = options.format ?? 'cloud-init';
  const row = platformFor(platform, format);
  const [plainest, compressed] = row.encodings;
  const as = (encoding: UserDataEncoding) => ({ platform, format, ...packAs(row, encoding, text, options) });
  const packed = as(plainest);
  const isPlainEnough = options.compression === 'never' || packed.countedBytes <= comfortableBytes(row);
  if (isPlainEnough || compressed === undefined) return packed;
  const smaller = as(compressed);
  return smaller.countedBytes < packed.countedBytes ? smaller : packed;
}

function packAs(
  { limitBytes, encodingKey, counting }: Platform,
  encoding: UserDataEncoding,
  text: string,
  options: PackOptions,
) {
  const { document, bytes } = encode(text, encoding);
  const key = encodingKey?.values[encoding];
  return {
    encoding,
    document,
    countedBytes: count(counting, bytes, options.otherMetadataBytes ?? 0),
    ...(limitBytes !== undefined && { limitBytes }),
    metadata: encodingKey && key !== undefined ? { [encodingKey.name]: key } : {},
  };
}

/** Base64 (RFC 4648 section 4) stands in one line, without a line feed after it. */
function encode(
  text: string,
  encoding: UserDataEncoding,
): { readonly document: BundleDocument; readonly bytes: number } {
  if (encoding === 'plain') return { document: { encoding: 'utf8', content: text }, bytes: text.length };
  const packed = encoding === 'base64' ? Buffer.from(text, 'utf8') : gzip(text);
  const content = packed.toString('base64');
  return encoding === 'gzip'
    ? { document: { encoding: 'base64', content }, bytes: packed.length }
    : { document: { encoding: 'utf8', content }, bytes: content.length };
}

function count(counting: Platform['counting'], bytes: number, otherMetadataBytes: number): number {
  const afterBase64 = Math.ceil(bytes / 3) * 4;
  switch (counting) {
    case 'packed':
      return bytes;
    case 'after-base64':
      return afterBase64;
    case 'after-base64-with-metadata':
      return 'user_data'.length + afterBase64 + otherMetadataBytes;
  }
}

/** A part of a bundle, for the question what takes the room. */
export interface BundlePart {
  /** The path on the machine, or the unit's name. */
  readonly name: string;
  readonly bytes: number;
  readonly kind: 'certificate' | 'secret' | 'file' | 'unit';
}

/** What a plan puts on the machine, largest first. */
export function bundleParts(plan: MachinePlan): readonly BundlePart[] {
  const fileParts = filesOf(plan).map(({ path, content, secret }): BundlePart => {
    const kind = content.includes('-----BEGIN CERTIFICATE-----') ? 'certificate' : secret ? 'secret' : 'file';
    return { name: path, bytes: content.length, kind };
  });
  const unitParts = plan.shared.units.flatMap(({ name, content, dropIns }): BundlePart[] => {
    const own = content === undefined ? [] : [{ name, bytes: unitText({ content }).length }];
    const more = dropIns.map((part) => ({ name: `${name}.d/${part.name}`, bytes: unitText(part).length }));
    return [...own, ...more].map((part) => ({ ...part, kind: 'unit' }));
  });
  const parts = [...fileParts, ...unitParts].filter(({ bytes }) => bytes > 0);
  return parts.sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** What would make a bundle smaller. */
export type SizeHelp =
  /** Compression was turned off, and the platform's images can read it. */
  | 'gzip'
  /** Certificates take much of it: trust fewer authorities, or give the machine one agent instead of two. */
  | 'fewer-certificates'
  /** A single file takes much of it: let the machine fetch it by URL, or put it into the image. */
  | 'fetch-by-url';

/** A bundle that is over its platform's limit, or near it. */
export interface SizeProblem {
  readonly kind: 'over-limit' | 'near-limit';
  readonly machine: string;
  readonly platform: PlatformName;
  readonly countedBytes: number;
  readonly limitBytes: number;
  /** Largest first, at most five, in bytes before compression. */
  readonly largestParts: readonly BundlePart[];
  readonly helps: readonly SizeHelp[];
}

const LARGEST_PARTS = 5;

/** A part or a kind of parts "takes much" from this share on. */
const MUCH = 0.2;

/**
 * Says whether packed user-data is over its limit or over what is comfortable; `undefined` if it is neither.
 * @param bundleParts asked for only if there is a problem
 */
export function sizeProblem(
  machine: string,
  packed: PackedUserData,
  bundleParts: () => readonly BundlePart[],
): SizeProblem | undefined {
  const { platform, format, countedBytes, limitBytes } = packed;
  const row = platformFor(platform, format);
  if (limitBytes === undefined || countedBytes <= comfortableBytes(row)) return undefined;
  const parts = bundleParts();
  return {
    kind: countedBytes > limitBytes ? 'over-limit' : 'near-limit',
    machine,
    platform,
    countedBytes,
    limitBytes,
    largestParts: [...parts].sort((a, b) => b.bytes - a.bytes).slice(0, LARGEST_PARTS),
    helps: helpsFor(packed.encoding, row.encodings, parts),
  };
}

function helpsFor(
  encoding: UserDataEncoding,
  [, compressed]: readonly (UserDataEncoding | undefined)[],
  parts: readonly BundlePart[],
): SizeHelp[] {
  const bytesOf = (some: readonly BundlePart[]) => some.reduce((sum, { bytes }) => sum + bytes, 0);
  const much = bytesOf(parts) * MUCH;
  const certificates = parts.filter(({ kind }) => kind === 'certificate');
  const largeFile = parts.some(({ kind, bytes }) => kind === 'file' && bytes >= much);
  return [
    ...(compressed !== undefined && encoding !== compressed ? (['gzip'] as const) : []),
    ...(parts.length > 0 && bytesOf(certificates) >= much ? (['fewer-certificates'] as const) : []),
    ...(largeFile ? (['fetch-by-url'] as const) : []),
  ];
}
