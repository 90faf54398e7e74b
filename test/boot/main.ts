/**
 * Boots machines for real and judges them from outside.
 * `node --import tsx test/boot/main.ts [NAME...] [--list] [--slow]` plays rows of scenarios.ts: those named, all quick ones,
 * or with `--slow` the slow ones; `--cluster FILE [--bundles DIR --secrets FILE] [--thorough]` boots another description.
 */

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { hashOfBundles, slowBoots, writeLog } from '../kept-logs.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { createReport } from './promises/report.ts';
import { enterSandbox } from './rehearsal/sandbox.ts';
import { play, type Scenario } from './scenario.ts';
import { brief, scenarios, thorough } from './scenarios.ts';
import { fetchParts } from './stage.ts';

const options = readArguments();
if (options.isList) {
  for (const { name, about, slow } of scenarios) console.log(`${name.padEnd(16)} ${about}${slow ? ' (slow)' : ''}`);
  process.exit(0);
}
const chosen = choose(options);
const judged = hashOfBundles(await slowBoots.bundles());
await fetchParts([...new Set(chosen.map(({ root }) => root))]);
const sandbox = await enterSandbox();
const report = createReport();
for (const scenario of chosen) await play(sandbox, scenario, report);
const status = report.close();
if (options.isSlow && options.names.length === 0 && status === 0)
  writeLog(
    slowBoots,
    judged,
    chosen.map(({ name }) => name),
    report.lines,
  );
process.exit(status);

function choose({ names, isSlow, cluster, built, isThorough }: Arguments): readonly Scenario[] {
  if (cluster !== undefined) return [given(cluster, built, isThorough)];
  if (names.length === 0) return scenarios.filter(({ slow = false }) => slow === isSlow);
  return names.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name);
    if (!found) throw new Error(`there is no scenario ${name}; --list tells which there are`);
    return found;
  });
}

/** A row for somebody's own description. */
function given(path: string, built: Arguments['built'], isThorough: boolean): Scenario {
  const { target } = load(readFileSync(path, 'utf8')) as { target?: { format?: 'ignition' } };
  return {
    name: 'given',
    about: path,
    description: { path, ...(built && { built }) },
    root: 'debian-13',
    format: target?.format ?? 'cloud-init',
    promises: isThorough ? thorough : brief,
  };
}
