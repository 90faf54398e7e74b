/** The diff command: what a change means for each machine that runs. */

import { type ComparedOutput, compareOutputs } from '../../diff/compare.ts';
import { comparisonJson, comparisonText } from '../../diff/report.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus, failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { readOutput } from '../read/output.ts';
import { printable, writeData } from '../terminal.ts';

/** Runs the command; returns the exit status. Throws a failure if a side cannot be read. */
export async function runDiff(host: Host, invocation: Extract<Invocation, { kind: 'diff' }>): Promise<number> {
  const { before: earlier, after: later, secrets, earlierSecrets = secrets, json } = invocation;
  const before = await readOutput(host, { path: earlier, secrets: earlierSecrets });
  const after = await readOutput(host, { path: later, secrets });
  if (!before || !after) return exitStatus.wrongInput;
  requireOneCluster(before, after);
  const found = [...compareOutputs(before, after)];
  const { cluster } = after.manifest;
  for (const part of json ? comparisonJson(cluster, found) : comparisonText(found)) await writeData(host, part);
  return found.every(({ verdict }) => verdict === 'nothing') ? exitStatus.done : exitStatus.changes;
}

function requireOneCluster({ manifest: before }: ComparedOutput, { manifest: after }: ComparedOutput): void {
  if (before.cluster === after.cluster) return;
  const names = [before, after].map(({ cluster }) => printable(cluster)).join(' and ');
  throw failure(
    exitStatus.wrongInput,
    `these are two clusters, ${names}`,
    'Compare two outputs of one cluster: a cluster with another name is another cluster, and no step leads from one to the other.',
  );
}
