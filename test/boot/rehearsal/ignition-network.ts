/** The network interfaces of a machine, from the files for systemd-networkd in its Ignition config. */

import { gunzipSync } from 'node:zlib';
import type { BundledInterface } from './bundles.ts';

/** What is read of a config (Ignition's "Configuration Specification"). */
interface Config {
  readonly storage?: { readonly files?: readonly StoredFile[] };
}
interface StoredFile {
  readonly path: string;
  readonly contents?: { readonly source?: string; readonly compression?: string };
}

/** Gives an interface for each .network file, in the order of their paths. Throws where none can be read. */
export function ignitionInterfaces(machine: string, config: Buffer): BundledInterface[] {
  const { storage } = JSON.parse(config.toString()) as Config;
  const files = (storage?.files ?? []).filter(({ path }) => /^\/etc\/systemd\/network\/.*\.network$/.test(path));
  if (files.length === 0) throw new Error(`${machine}: its config has no files for systemd-networkd`);
  return files
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((file, index) => toInterface(machine, textOf(file), index));
}

/** RFC 2397; compressed where the config says so. */
function textOf({ contents }: StoredFile): string {
  const [, base64, data = ''] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(contents?.source ?? '') ?? [];
  const bytes = base64 ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data));
  return (contents?.compression === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

/** systemd.network(5). */
function toInterface(machine: string, text: string, index: number): BundledInterface {
  const values = (key: string) => [...text.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, value = '']) => value);
  if (values('DHCP').some((value) => !['no', 'false'].includes(value)))
    throw new Error(`${machine}: an interface takes its address by DHCP, and no machine here serves it`);
  const [name = `eth${index}`] = values('Name').filter((pattern) => /^[\w.-]+$/.test(pattern));
  const [mac] = values('(?:Permanent)?MACAddress');
  const [mtu] = values('MTUBytes').map(Number);
  return {
    name,
    ...(mac !== undefined && { mac }),
    addresses: values('Address'),
    gateways: values('Gateway'),
    ...(mtu !== undefined && { mtu }),
  };
}
