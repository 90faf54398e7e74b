/** Rows that time the library inside a process: one leaf, many machines, and whether many cost more each than few. */

import { type Bench, type Row, require, usualServers, worker } from '../bench.ts';
import { grouped } from '../figures.ts';
import type { Comparison } from '../line.ts';
import { type Pair, spreadOf } from '../measure.ts';
import { runNode } from '../processes.ts';

/** Turns of one leaf worker; the shortest that gives a steady median. */
const leafTurns = 15;

export const leafRow: Row = {
  name: 'leaf',
  title: 'one certificate and its key, against one point product and one signature',
  async *measure(bench) {
    const pairs: Pair[] = [];
    for (const _ of bench.rounds('leaf', bench.sizes.longRounds)) pairs.push(...(await leafPairs(bench, leafTurns)));
    yield comparison('one leaf, derived, signed, verified, PEM', 'the limit of one', pairs, 5);
  },
};

/** One process's turns: milliseconds for a leaf, and for the limit of one. */
export async function leafPairs({ secrets, sizes }: Bench, turns: number): Promise<readonly Pair[]> {
  const { output } = await runNode([worker('leaf'), secrets, String(turns), String(sizes.leaves)]);
  return JSON.parse(output) as Pair[];
}

export const buildRow: Row = {
  name: 'build',
  title: "text to bundles in memory, against the cryptography of the machines' leaves",
  async *measure(bench) {
    const { many, longRounds } = bench.sizes;
    const leaves = many + usualServers;
    const description = bench.description(many);
    const results: Built[] = [];
    for (const round of bench.rounds('build', longRounds)) {
      const first = round % 2 === 0 ? 'limit' : 'ours';
      const { output } = await runNode([worker('in-memory'), description, bench.secrets, String(leaves), first]);
      results.push(JSON.parse(output) as Built);
    }
    for (const { machines, certificates, characters } of results) {
      require(machines === many && certificates === leaves, `${machines} machines, ${certificates} certificates`);
      require(characters === results[0]?.characters, 'two builds differ in their length');
    }
    const what = `${grouped(many)} machines, text to bundles in memory`;
    yield comparison(what, `the limit of ${grouped(leaves)} leaves`, results, 6);
  },
};

interface Built extends Pair {
  readonly machines: number;
  readonly certificates: number;
  readonly characters: number;
}

/** Machines of the small cluster. */
const few = 100;

export const growthRow: Row = {
  name: 'growth',
  title: 'one machine of many, against one machine of a hundred',
  async *measure(bench) {
    const { many, longRounds } = bench.sizes;
    const paths = [bench.description(many), bench.description(few), String(many / few), bench.secrets];
    const pairs: Pair[] = [];
    for (const _ of bench.rounds('growth', Math.ceil(longRounds / 2))) {
      const { output } = await runNode([worker('growth'), ...paths, '2']);
      pairs.push(...(JSON.parse(output) as Pair[]));
    }
    // Three machines with two leaves each weigh more in a hundred machines than in thousands.
    const perMachine = spreadOf(pairs.map(({ ours, other }) => ours / other)).median;
    const perLeaf = (perMachine * (1 + usualServers / few)) / (1 + usualServers / many);
    yield {
      ...comparison(`one machine of ${grouped(many)}`, `one machine of ${few}`, pairs, 1.1),
      note: `growth: for each leaf rather than each machine the ratio is ${perLeaf.toFixed(2)}`,
    };
  },
};

function comparison(what: string, against: string, pairs: readonly Pair[], goal: number): Comparison {
  return { kind: 'comparison', what, against, pairs, ratio: 'ours / limit', goal };
}
