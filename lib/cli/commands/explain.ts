/** The explain command: the settings of one machine, and where each comes from. */

import {
  type ExplainedSetting,
  type Explanation,
  explainMachine,
  settingsBelow,
  wordsToAsk,
} from '../../explain/explain.ts';
import { show } from '../../quote.ts';
import { nearestWord } from '../../suggest.ts';
import type { Invocation } from '../arguments.ts';
import { exitStatus, wrongUsage } from '../failure.ts';
import type { Host } from '../host.ts';
import { loadDescription, requireMachine } from '../read/cluster.ts';
import { reportProblems } from '../report.ts';
import { printable, tell, writeData } from '../terminal.ts';

type ExplainInvocation = Extract<Invocation, { kind: 'explain' }>;

/** Runs the command; returns the exit status. Throws a failure if something cannot be read or is not there. */
export async function runExplain(host: Host, invocation: ExplainInvocation): Promise<number> {
  const { description, cluster, problems } = await loadDescription(host, invocation.description);
  const errors = cluster === undefined ? [problems] : [];
  await reportProblems(host, errors);
  if (cluster === undefined) return exitStatus.wrongInput;
  requireMachine(cluster, invocation.machine);
  const explanation = explainMachine(description.text, invocation.machine);
  if (!explanation) return exitStatus.wrongInput;
  const settings = asked(explanation, invocation.setting);
  if (invocation.json) await writeData(host, `${JSON.stringify({ ...explanation, settings }, null, 2)}\n`);
  else if (settings.length > 0) await writeData(host, table(settings));
  else await tell(host, `${printable(invocation.setting ?? '')}: nothing is said of it, and it has no default.`);
  return exitStatus.done;
}

function asked(explanation: Explanation, setting: string | undefined): readonly ExplainedSetting[] {
  if (setting === undefined) return explanation.settings;
  const known = wordsToAsk(explanation);
  const below = settingsBelow(explanation, setting);
  if (below.length > 0 || known.includes(setting)) return below;
  const nearest = nearestWord(setting, known);
  const above = known.filter((word) => !word.includes('.')).join(', ');
  const mend = nearest === undefined ? `Settings begin with ${above}.` : `Did you mean ${nearest}?`;
  throw wrongUsage(`there is no setting ${printable(setting)}`, mend, 'explain');
}

function table(settings: readonly ExplainedSetting[]): string {
  const rows = settings.map((one) => [one.setting, textOf(one), originOf(one)]);
  const width = (column: number) => rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 0);
  const [first, second] = [width(0), width(1)];
  return rows.map(([a = '', b = '', c = '']) => `${a.padEnd(first)}  ${b.padEnd(second)}  ${c}\n`).join('');
}

function textOf({ value }: ExplainedSetting): string {
  return value === null ? 'not written' : show(value);
}

/** `machine, line 31 (w-[1-5])`, or what it follows from. */
function originOf({ from, line, entry, why }: ExplainedSetting): string {
  if (why !== null) return `${from}: ${why}`;
  const place = line === null ? from : `${from}, line ${line}`;
  return entry?.includes('[') ? `${place} (${entry})` : place;
}
