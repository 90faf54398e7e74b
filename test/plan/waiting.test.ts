/**
 * Waiting is cheap: what machines receive is run for half an hour that passes in seconds, with nothing coming true, and its
 * processes are counted. Some wait for ever, on machines whose agents need the processor themselves.
 */

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { buildBundles } from '../../lib/build.ts';
import { type DeliveredFile, deliveredFiles } from '../delivered.ts';
import { threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { inTemporaryFolder } from '../pack/temporary.ts';
import { type Course, runInSimulatedTime, type Surroundings } from './simulated-time.ts';

const waiting = suite('waiting');
const { cluster, secrets } = threeMachines();
const bundle = buildBundles(cluster, secrets)[Symbol.iterator]().next().value;
const files: readonly DeliveredFile[] = bundle ? await deliveredFiles(bundle) : [];

/** In seconds. */
const HALF_AN_HOUR = 1800;
const ADDRESS = '2: eth0    inet 10.10.0.11/24 brd 10.10.0.255 scope global eth0\n';
const LEADER = { '*/v1/status/leader*': '"10.10.0.12:4647"' };
const PEERS = { '*/v1/status/peers*': '["10.10.0.11:4647","10.10.0.12:4647","10.10.0.13:4647"]' };
const ACCEPTED = { '*/v1/acl/token/self*': '{"AccessorID":"0"}' };

/** The command lines with which the units of the machine start a program of ours. */
function commandLines(program: string): string[] {
  return files
    .filter(({ path }) => path.endsWith('.service'))
    .flatMap(({ content }) => [...content.matchAll(/^Exec\w+=(\/opt\/nomad-firstboot\/bin\/(\S+).*)$/gm)])
    .flatMap(([, line = '', name]) => (name === program ? [line] : []));
}

function wait(unshare: string, program: string, surroundings: Partial<Surroundings>): Course {
  const [line] = commandLines(program);
  assert.ok(line, `no unit starts ${program}`);
  const around = { addresses: '', answers: {}, answerHundredths: 20, ...surroundings };
  return inTemporaryFolder((folder) => runInSimulatedTime(unshare, folder, files, line, around, HALF_AN_HOUR));
}

/** Processes a second between two moments. */
function rate({ pauses }: Course, from: number, to: number): number {
  const [first, last] = [from, to].map((second) => pauses.find((pause) => pause.second >= second) ?? pauses.at(-1));
  if (!first || !last || first === last) throw new Error(`it did not pause between ${from} and ${to} s`);
  return (last.processes - first.processes) / (last.second - first.second);
}

/** Holds processes a second against limits: in each minute after the first half of one, and after twelve. */
function staysCheap(course: Course, early: number, late: number): void {
  for (let from = 30; from < HALF_AN_HOUR; from += 60) {
    const measured = rate(course, from, Math.min(from + 60, HALF_AN_HOUR));
    const limit = from < 700 ? early : late;
    assert.ok(measured <= limit, `${measured} processes a second from ${from} s on, more than ${limit}`);
  }
  assert.ok(rate(course, 900, HALF_AN_HOUR) <= 1.1 * rate(course, 30, 900), 'it costs more the longer it waits');
}

testWithJudge(
  waiting,
  'unshare',
  'an agent without its address costs three processes a second, and then one',
  (unshare) => {
    const course = wait(unshare, 'wait-for-address', {});
    assert.ok((course.pauses.at(-1)?.second ?? 0) >= HALF_AN_HOUR);
    staysCheap(course, 3.5, 1.5);
  },
);

const steps: Readonly<Record<string, Partial<Surroundings>>> = {
  server: { addresses: ADDRESS },
  acl: { addresses: ADDRESS, answers: { ...LEADER, ...PEERS } },
};
for (const [step, surroundings] of Object.entries(steps)) {
  testWithJudge(waiting, 'unshare', `a proof that waits at ${step} costs less and less`, (unshare) => {
    const course = wait(unshare, 'converge', surroundings);
    const said = course.console.filter((line) => / (waiting for|failed at) /.test(line));
    assert.ok(said.length > 3 && said.length < 15, `${said.length} lines in half an hour`);
    assert.ok(
      said.every((line) => line.includes(`${step}:`) || line.includes(`${step} since`)),
      said.join('\n'),
    );
    staysCheap(course, 15, 5);
    assert.ok((course.pauses.at(-1)?.seconds ?? 0) >= 10);
  });
}

/** The part of the time in which Nomad is asked. */
const asked = ({ questions, pauses }: Course, seconds: number) =>
  (questions.length * seconds) / (pauses.at(-1)?.second ?? 0);

testWithJudge(
  waiting,
  'unshare',
  'where a question takes a second, the machine is left alone for longer',
  (unshare) => {
    const slow = { addresses: ADDRESS, answerHundredths: 100 };
    for (const surroundings of [slow, { ...slow, answers: { ...LEADER, ...PEERS, ...ACCEPTED } }]) {
      const share = asked(wait(unshare, 'converge', surroundings), 1);
      assert.ok(share > 0.05 && share <= 0.4, `converge asks for ${share} of the time`);
    }
    const course = wait(unshare, 'wait-for-servers', slow);
    const end = course.pauses.at(-1)?.second ?? 0;
    assert.ok(end > 15 && end < 60, `it waits until ${end} s`);
    const share = asked(course, 1);
    assert.ok(share > 0.05 && share <= 0.4, `wait-for-servers asks for ${share} of the time`);
  },
);

waiting.run();
