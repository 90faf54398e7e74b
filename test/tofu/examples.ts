/** The configurations of docs/examples, and what of each is judged. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PlatformName } from '../../lib/targets/platforms.ts';
import { buildWithTestSecrets } from '../tools/golden.ts';

export const examplesFolder = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

export interface Example {
  /** Of its folder. */
  readonly name: string;
  readonly platform: PlatformName;
  /** The resource, as its stand-in is called, that carries user-data, the argument that does, and how. */
  readonly carrier: string;
  readonly userData: string;
  readonly isBase64: boolean;
  /** The resource that is a machine, and a word that has to stand in it for two of them. */
  readonly machine: string;
  readonly places: Readonly<Record<string, string>>;
}

const addresses = { 'server-1': '10.10.0.11', 'client-2': '10.10.4.2' };
const macs = { 'server-1': '52:54:00:10:00:01', 'client-2': '52:54:00:20:00:02' };

export const examples: readonly Example[] = [
  {
    ...{
      name: 'hcloud',
      platform: 'hetzner',
      carrier: 'hcloud_server_machine',
      userData: 'user_data',
      isBase64: false,
    },
    ...{ machine: 'hcloud_server_machine', places: addresses },
  },
  {
    ...{ name: 'aws', platform: 'ec2', carrier: 'aws_instance_machine', userData: 'user_data_base64', isBase64: true },
    ...{ machine: 'aws_instance_machine', places: addresses },
  },
  {
    ...{ name: 'libvirt', platform: 'libvirt', carrier: 'libvirt_cloudinit_disk_machine', userData: 'user_data' },
    ...{ isBase64: false, machine: 'libvirt_domain_machine', places: macs },
  },
];

/** The files of the examples, and what their machines receive today. */
export async function examplesToJudge(): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>([['README.md', readFileSync(join(examplesFolder, 'README.md'))]]);
  for (const { name } of examples) {
    for (const file of ['cluster.yaml', 'main.tf'])
      files.set(`${name}/${file}`, readFileSync(join(examplesFolder, name, file)));
    const built = await buildWithTestSecrets(join(examplesFolder, name, 'cluster.yaml'), 'demo');
    for (const [path, content] of built) files.set(`${name}/out/${path}`, content);
  }
  return files;
}
