/** What the command writes for each platform, ready to be handed to its tools. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestMachine } from '../../lib/output/manifest.ts';
import { instanceUuid } from '../../lib/pack/config-drive.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderDocuments } from '../../lib/render/documents.ts';
import { type PlatformName, platforms } from '../../lib/targets/platforms.ts';
import { buildUserdata } from '../boot/stage.ts';
import { clusterFrom, descriptionOn, threeMachines } from '../fixtures.ts';
import type { Order } from './emulation.ts';
import type { Meant } from './judge.ts';

export interface Built {
  readonly encoding: string;
  readonly order: Order;
  readonly meant: Meant;
}

const MACHINE = 'n1';

/**
 * Builds the README's cluster for a platform with the command itself, and its first machine smaller and larger, so that
 * the command chooses every encoding that it ever does there.
 * @param folder an empty or new folder
 * @returns that machine's bundle, once for each encoding
 */
export async function buildOrders(folder: string, platform: PlatformName, image: boolean): Promise<readonly Built[]> {
  const { encodings, limitBytes } = platforms[platform];
  const hasChoice = encodings.length > 1 && limitBytes !== undefined && !image;
  const shapes = hasChoice ? [usual, serverAlone, larger(limitBytes)] : [usual];
  const built = await Promise.all(
    shapes.map((shape, index) => buildOrder(join(folder, String(index)), platform, shape(descriptionOn(platform)))),
  );
  return built.filter(({ encoding }, index) => built.findIndex((one) => one.encoding === encoding) === index);
}

type Shape = (description: string) => string;

const usual: Shape = (description) => description;

const serverAlone: Shape = (description) => description.replace(`${MACHINE}:\n`, `${MACHINE}:\n    roles: [server]\n`);

/** By a file that takes most of the platform's limit, and compresses well. */
function larger(limitBytes: number): Shape {
  const files = [{ path: '/etc/larger', content: 'The quick brown fox\n'.repeat(limitBytes / 24) }];
  return (description) => `${description}extra: ${JSON.stringify({ files })}\n`;
}

async function buildOrder(folder: string, platform: PlatformName, description: string): Promise<Built> {
  const [file, out] = [join(folder, 'cluster.yaml'), join(folder, 'out')];
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, description);
  const { secrets, secretsFile } = threeMachines();
  await buildUserdata(file, secretsFile, out, platforms[platform].image ? ['--iso'] : []);
  const plan = [...planMachines(clusterFrom(description), secrets)].find(({ machine }) => machine === MACHINE);
  if (!plan) throw new Error(`${MACHINE} is not in the fixture`);
  const { instanceId, hostname } = plan;
  const [{ text: document }] = renderDocuments(plan);
  const instanceIds = { 'meta-data': instanceId, image: instanceUuid(instanceId) };
  return { ...readBundle(out, hostname), meant: { document, instanceIds } };
}

/** What provisioning tools read of the manifest. */
interface Manifest {
  readonly machines: Readonly<Record<string, Pick<ManifestMachine, 'encoding' | 'attach'>>>;
}

function readBundle(out: string, hostname: string): Pick<Built, 'encoding' | 'order'> {
  const read = (name: string) => readFileSync(join(out, 'machines', MACHINE, name));
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
  const { encoding = 'plain', attach } = manifest.machines[MACHINE] ?? {};
  const image = join(out, 'machines', MACHINE, 'seed.iso');
  // What nobody reads on the platform is not written.
  const document = (name: string) => (existsSync(join(out, 'machines', MACHINE, name)) ? read(name) : Buffer.of());
  const documents = {
    userData: read('user-data'),
    metaData: document('meta-data'),
    networkConfig: document('network-config'),
    ...(existsSync(image) && { image: readFileSync(image) }),
  };
  return { encoding, order: { hostname, metadata: attach?.metadata ?? {}, ...documents } };
}
