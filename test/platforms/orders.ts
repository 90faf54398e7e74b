/** What the command writes for each platform, ready to be handed to its tools. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instanceUuid } from '../../lib/pack/config-drive.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderDocuments } from '../../lib/render/documents.ts';
import { type PlatformName, platforms } from '../../lib/targets/platforms.ts';
import { buildUserdata } from '../boot/stage.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import type { Order } from './emulation.ts';
import type { Meant } from './judge.ts';

export interface Built {
  readonly encoding: string;
  readonly order: Order;
  readonly meant: Meant;
}

const MACHINE = 'n1';

/**
 * Builds the README's cluster for a platform with the command itself, and gives its first machine's bundle.
 * @param folder an empty or new folder
 */
export async function buildOrder(folder: string, platform: PlatformName, secretsFile: string): Promise<Built> {
  const { text, secrets } = threeMachines();
  const description = `${text}target: { platform: ${platform} }\n`;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'cluster.yaml');
  writeFileSync(file, description);
  await buildUserdata(file, secretsFile, join(folder, 'out'), platforms[platform].takesImage ? ['--iso'] : []);
  const plan = [...planMachines(clusterFrom(description), secrets)].find(({ machine }) => machine === MACHINE);
  if (!plan) throw new Error(`${MACHINE} is not in the fixture`);
  const { instanceId, hostname } = plan;
  const [userData] = renderDocuments(plan);
  return {
    ...readBundle(join(folder, 'out'), hostname),
    meant: { document: userData.text, instanceIds: { 'meta-data': instanceId, image: instanceUuid(instanceId) } },
  };
}

interface Manifest {
  readonly machines: Readonly<
    Record<string, { readonly encoding: string; readonly metadata?: Record<string, string> }>
  >;
}

function readBundle(out: string, hostname: string): Pick<Built, 'encoding' | 'order'> {
  const read = (name: string) => readFileSync(join(out, 'machines', MACHINE, name));
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
  const { encoding = '', metadata = {} } = manifest.machines[MACHINE] ?? {};
  const image = join(out, 'machines', MACHINE, 'seed.iso');
  const documents = {
    userData: read('user-data'),
    metaData: read('meta-data'),
    networkConfig: read('network-config'),
    ...(existsSync(image) && { image: readFileSync(image) }),
  };
  return { encoding, order: { hostname, metadata, ...documents } };
}
