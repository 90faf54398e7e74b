/** Rows of images by the programs that people use today, and of a whole machine made with them by hand. */

import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../../judges.ts';
import { type Bench, command, freshFolder, require, usualServers, worker } from '../bench.ts';
import type { Line } from '../line.ts';
import { interleave } from '../measure.ts';
import { run, runNode } from '../processes.ts';
import { nomadAuthority, nomadLeafBy, toolRounds } from './tool-leaves.ts';

const documents = ['user-data', 'meta-data', 'network-config'] as const;

/** Machines, each with both agents, from which images and the cost of one machine more are taken. */
const machinesMore = 100;

/** Arguments by which each program makes `seed.iso` of the documents in the folder that it runs in. */
const imageTools: Readonly<Record<string, readonly string[]>> = {
  genisoimage: ['-quiet', '-output', 'seed.iso', '-volid', 'cidata', '-joliet', '-rock', ...documents],
  xorrisofs: ['-quiet', '-output', 'seed.iso', '-volid', 'cidata', '-joliet', '-rock', ...documents],
  'cloud-localds': ['--network-config', 'network-config', 'seed.iso', 'user-data', 'meta-data'],
};

/** One NoCloud image of the same documents by each tool: their process against ours in process, file and all. */
export async function* images(bench: Bench): AsyncGenerator<Line> {
  const what = 'one NoCloud image, in a file';
  const folder = await documentsFolder(bench);
  for (const [program, args] of Object.entries(imageTools)) {
    const path = judge(program);
    if (!path) {
      yield { kind: 'absence', what, program };
      continue;
    }
    const theirs = () => imageBy(path, args, folder);
    await theirs();
    const rounds = bench.rounds(`tools, ${program}`, toolRounds(bench));
    const pairs = await interleave(rounds, () => ourImage(bench), theirs);
    yield { kind: 'comparison', what, against: program, pairs, ratio: 'theirs / ours' };
  }
}

/** A folder with the three documents of a machine of ours. */
async function documentsFolder(bench: Bench): Promise<string> {
  const out = bench.fresh('out');
  await runNode([command, bench.description(usualServers), '--secrets', bench.secrets, '--out', out]);
  const folder = freshFolder(bench, 'documents');
  const [machine = ''] = readdirSync(join(out, 'machines'));
  for (const name of documents) copyFileSync(join(out, 'machines', machine, name), join(folder, name));
  return folder;
}

async function imageBy(program: string, args: readonly string[], folder: string): Promise<number> {
  const { ms } = await run(program, args, { folder });
  const image = join(folder, 'seed.iso');
  require(existsSync(image) &&
    readFileSync(image).toString('latin1', 32769, 32774) === 'CD001', `${program}: no image`);
  return ms;
}

async function ourImage(bench: Bench): Promise<number> {
  const description = bench.description(machinesMore, machinesMore);
  const { output } = await runNode([worker('images'), description, bench.secrets, bench.fresh('images')]);
  return (JSON.parse(output) as { ms: number }).ms;
}

/**
 * A machine with both agents by hand: two leaves by Nomad, an image by genisoimage, user-data in base64. Ours is what
 * one machine more costs the command with `--iso`: a run with a hundred more, all of both agents, less one without.
 * A hundred more servers also make each bundle longer by their addresses, and most of the code is compiled meanwhile.
 */
export async function* byHand(bench: Bench): AsyncGenerator<Line> {
  const what = 'one machine of two agents, with its image';
  const [nomad, genisoimage, base64] = ['nomad', 'genisoimage', 'base64'].map(judge);
  if (!nomad || !genisoimage || !base64) {
    const program = nomad ? (genisoimage ? 'base64' : 'genisoimage') : 'nomad';
    return yield { kind: 'absence', what, program };
  }
  const authority = await nomadAuthority(bench, nomad);
  const folder = await documentsFolder(bench);
  const theirs = async () => {
    const leaves = freshFolder(bench, 'by-hand');
    const certificates =
      (await nomadLeafBy(nomad, leaves, authority, 'server')) + (await nomadLeafBy(nomad, leaves, authority, 'client'));
    const encoded = await run(base64, ['-w', '0', 'user-data'], { folder });
    require(encoded.output.length > 1000, 'base64 gave little');
    return certificates + encoded.ms + (await imageBy(genisoimage, imageTools['genisoimage'] ?? [], folder));
  };
  const ours = async () => {
    const more = await withImages(bench, usualServers + machinesMore);
    return (more - (await withImages(bench, usualServers))) / machinesMore;
  };
  await ours();
  const pairs = await interleave(bench.rounds('tools, by hand', toolRounds(bench)), ours, theirs);
  const against = 'nomad twice, base64, genisoimage';
  yield { kind: 'comparison', what, against, pairs, ratio: 'theirs / ours' };
}

async function withImages(bench: Bench, machines: number): Promise<number> {
  const out = bench.fresh('out');
  const description = bench.description(machines, machines);
  const { ms } = await runNode([command, description, '--secrets', bench.secrets, '--out', out, '--iso']);
  const made = readdirSync(join(out, 'machines')).filter((name) => existsSync(join(out, 'machines', name, 'seed.iso')));
  require(made.length === machines, `${made.length} images of ${machines} machines`);
  return ms;
}
