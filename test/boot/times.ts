/**
 * Boots the fixture many times, in turn with hand-made bundles for the same machines, and prints how long each took from
 * power-on until the cluster had converged, as seen from outside: every server votes, every client is ready, and the
 * bootstrap token is accepted; and for ours until each machine said that it is ready.
 * `node --import tsx test/boot/times.ts [--boots N]`
 */

import { join } from 'node:path';
import { readTimesArguments } from './arguments.ts';
import { handMade } from './hand-made.ts';
import { clientsAreReady, serversVote } from './promises/cluster.ts';
import type { BundledMachine } from './rehearsal/bundles.ts';
import { createOperator } from './rehearsal/operator.ts';
import { awaitReady } from './rehearsal/verdict.ts';
import { eventually } from './rehearsal/wait.ts';
import { setStage } from './stage.ts';

const PATIENCE_MS = 120_000;

const options = readTimesArguments();
const { rehearsal, sandbox, bundles, nomad, expected } = await setStage(options);
const operator = await createOperator(sandbox, join(bundles, 'operator'), nomad);
const ours = rehearsal.bundles;
const theirs = ours.map(handMade);
const [converged, ready, byHand]: [number[], number[], number[]] = [[], [], []];
for (let boot = 1; boot <= options.boots; boot++) {
  const first = await measure(ours, true);
  const second = await measure(theirs, false);
  converged.push(first.converged);
  ready.push(...first.ready);
  byHand.push(second.converged);
  console.log(
    `boot ${boot}: converged after ${first.converged.toFixed(1)} s, ready after ${first.ready.map((s) => s.toFixed(1)).join(', ')} s; hand-made converged after ${second.converged.toFixed(1)} s`,
  );
}
console.log(`converged: ${summary(converged)}`);
console.log(`ready, each machine: ${summary(ready)}`);
console.log(`hand-made, converged: ${summary(byHand)}`);
console.log(`ratio of the medians: ${(at(converged, 0.5) / at(byHand, 0.5)).toFixed(2)}`);
process.exit(0);

/** Seconds since the first machine was switched on. */
async function measure(which: readonly BundledMachine[], saysReady: boolean) {
  const machines = await rehearsal.powerOn(which);
  const from = Math.min(...machines.map(({ poweredOnAt }) => poweredOnAt));
  const since = () => (performance.now() - from) / 1000;
  await eventually(PATIENCE_MS, () => serversVote({ operator, expected }));
  await eventually(PATIENCE_MS, () => clientsAreReady({ operator, expected }));
  const seconds = since();
  const verdicts = saysReady ? await Promise.all(machines.map((machine) => awaitReady(machine, PATIENCE_MS))) : [];
  const late = verdicts.find(({ isReady }) => !isReady);
  if (late) throw new Error(`${late.machine}: ${late.line}`);
  await Promise.all(machines.map((machine) => machine.discard()));
  return { converged: seconds, ready: verdicts.map((verdict) => verdict.seconds) };
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
}

function summary(values: readonly number[]): string {
  return `min ${at(values, 0).toFixed(1)} s, median ${at(values, 0.5).toFixed(1)} s, max ${at(values, 1).toFixed(1)} s (${values.length})`;
}
