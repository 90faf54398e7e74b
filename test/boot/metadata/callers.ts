/** Everybody on a machine who may ask the metadata service, and what each of them gets. */

import assert from 'node:assert/strict';
import type { Machine } from '../rehearsal/machine.ts';
import type { Operator } from '../rehearsal/operator.ts';
import { findByArtifact, findByCheck, findByTask, PROBE } from './jobs.ts';
import { runInNamespace } from './namespace.ts';
import { METADATA_ADDRESSES, type MetadataService } from './service.ts';

interface Places {
  readonly machine: Machine;
  readonly operator: Operator;
}

/** Somebody who runs the probe, and as whom it has to run, that a refusal means something. */
export interface Caller {
  readonly who: string;
  readonly runsAs: RegExp;
  probe(places: Places): Promise<string>;
}

const probe = ['python3', '-c', PROBE, ...METADATA_ADDRESSES];

export const callers: readonly Caller[] = [
  {
    who: 'root in the machine’s own shell',
    runsAs: /^user 0$/m,
    probe: ({ machine }) => machine.run(probe),
  },
  {
    who: 'forwarded traffic',
    runsAs: /^user 0$/m,
    probe: ({ machine }) => runInNamespace(machine, probe),
  },
  {
    who: 'an exec task',
    runsAs: /^user 65534$/m,
    probe: ({ operator }) => findByTask(operator, 'exec'),
  },
  {
    who: 'an exec task that becomes root by setuid(0)',
    runsAs: /^before 65534\nuser 0$/m,
    probe: ({ operator }) => findByTask(operator, 'exec', '--setuid'),
  },
  {
    who: 'a raw_exec task',
    runsAs: /^user 0$/m,
    probe: ({ operator }) => findByTask(operator, 'raw_exec'),
  },
];

/** What came of each question, as `<address> <protocol>/<port>` to the answer or `refused`. */
export type Findings = Readonly<Record<string, string>>;

/** Lets a caller ask everything. Throws if it is not who it should be. */
export async function findingsOf({ runsAs, probe }: Caller, places: Places): Promise<Findings> {
  const output = await probe(places);
  assert.match(output, runsAs);
  const lines = output.matchAll(/^(\S+ (?:tcp|udp)\/\d+) (.*)$/gm);
  return Object.fromEntries([...lines].map(([, question = '', answer = '']) => [question, answer]));
}

/** Where the client agent itself asks for a job. */
interface Errand {
  readonly who: string;
  /** What the service is asked for. */
  readonly path: string;
  find(operator: Operator): Promise<string>;
  /** What is found when the service answers. */
  answered(service: MetadataService): RegExp;
}

export const errands: readonly Errand[] = [
  {
    who: 'an artifact',
    path: '/artifact',
    find: findByArtifact,
    answered: ({ userData }) => new RegExp(`^${userData}$`),
  },
  {
    // Nomad shows an answer's text only where the status is not 200.
    who: 'an HTTP check with an address',
    path: '/check',
    find: findByCheck,
    answered: () => /^nomad: http ok$/,
  },
];
