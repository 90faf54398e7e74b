/**
 * Boots a cluster many times and prints how long each machine took from power-on to ready.
 * `node --import tsx test/boot/times.ts [--cluster PATH] [--boots N]`
 */

import { readTimesArguments } from './arguments.ts';
import { awaitVerdict, type Verdict } from './rehearsal/verdict.ts';
import { setStage } from './stage.ts';

const options = readTimesArguments();
const { rehearsal } = await setStage(options);
const verdicts: Verdict[] = [];
for (let boot = 1; boot <= options.boots; boot++) {
  const machines = await rehearsal.powerOn();
  const latest = await Promise.all(machines.map((machine) => awaitVerdict(machine, 120_000)));
  await Promise.all(machines.map((machine) => machine.discard()));
  verdicts.push(...latest);
  console.log(`boot ${boot}: ${latest.map(describe).join(', ')}`);
}
for (const { name } of rehearsal.bundles)
  printSummary(
    name,
    verdicts.filter(({ machine }) => machine === name),
  );
printSummary('all', verdicts);
process.exit(verdicts.every(({ isReady }) => isReady) ? 0 : 1);

function describe({ machine, isReady, seconds, line }: Verdict): string {
  return isReady
    ? `${machine} ${seconds.toFixed(1)} s`
    : `${machine} NOT READY after ${seconds.toFixed(1)} s (${line})`;
}

function printSummary(name: string, of: readonly Verdict[]): void {
  const sorted = of
    .filter(({ isReady }) => isReady)
    .map(({ seconds }) => seconds)
    .sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1);
  console.log(`${name}: ${sorted.length} of ${of.length} ready; min ${at(0)} s, median ${at(0.5)} s, max ${at(1)} s`);
}
