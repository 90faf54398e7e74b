/** Promises about what stopping does to jobs: with a drain they move first, without one they outlive the agent. */

import assert from 'node:assert/strict';
import type { JsonObject, JsonValue } from '../../../lib/cluster/vocabulary.ts';
import { mergeConfig } from '../../../lib/nomad/merge-config.ts';
import { plainSettings } from '../../../lib/nomad/settings.ts';
import { propertyAt } from '../../tools/description-schema.ts';
import { eventually } from '../rehearsal/wait.ts';
import { type Allocation, purge, runJob, serviceNear } from './exec-job.ts';
import { CLIENT_UNIT, machineNamed, type Scene, unitProperty } from './scene.ts';

const [EXAMPLES, KEEPS, DRAINS] = ['n1', 'n2', 'n3'];
const DEADLINE_SECONDS = 60;

/** The last of the fixture's machines drains itself, and the first has the example of each setting of a client. */
export function describeDrain(text: string): string {
  const everywhere = exampleLines(({ ofMachine, word }) => !ofMachine && isTried(word));
  const ofMachine = exampleLines((setting) => setting.ofMachine === true && isTried(setting.word));
  return text
    .replace('\nclient:\n', `\nclient:\n${everywhere.map((line) => `  ${line}\n`).join('')}`)
    .replace(`  ${EXAMPLES}:\n`, `  ${EXAMPLES}:\n    client:\n${ofMachine.map((line) => `      ${line}\n`).join('')}`)
    .replace(`  ${DRAINS}:\n`, `  ${DRAINS}:\n    client: { drainOnShutdown: { deadline: ${DEADLINE_SECONDS}s } }\n`);
}

/** What would change how the other promises read a machine, or is a promise here itself. */
const unread: ReadonlySet<string> = new Set([
  'logJson',
  'nodePool',
  'drainOnShutdown.deadline',
  'drainOnShutdown.ignoreSystemJobs',
]);

/** Nobody is there who would answer as Consul or Vault. */
const isTried = (word: string) => !unread.has(word) && !/^(consul|vault)\./.test(word);

function exampleLines(isWanted: (setting: (typeof plainSettings.client)[number]) => boolean): string[] {
  let examples: JsonObject = {};
  for (const setting of plainSettings.client.filter(isWanted)) {
    const value = propertyAt(`client.${setting.word}`)?.examples?.[0] as JsonValue;
    const nested = setting.steps.reduceRight<JsonValue>((inner, step) => ({ [step]: inner }), value);
    examples = mergeConfig(examples, nested as JsonObject);
  }
  return Object.entries(examples).map(([word, value]) => `${word}: ${JSON.stringify(value)}`);
}

/** An agent that is started again finds its tasks. */
export async function tasksOutliveTheirAgent(scene: Scene): Promise<void> {
  const { operator, report } = scene;
  const machine = machineNamed(scene, KEEPS ?? '');
  await report.check(`${KEEPS}: a task runs on while its agent is started again`, async () => {
    await runJob(operator, serviceNear('kept', machine.name));
    const before = await eventually(60_000, () => runningOn(scene, 'kept', machine.name));
    await machine.run(['systemctl', 'restart', CLIENT_UNIT]);
    await eventually(60_000, async () => {
      const after = await runningOn(scene, 'kept', machine.name);
      assert.deepEqual([after.ID, startsOf(after)], [before.ID, startsOf(before)]);
    });
    await purge(operator, 'kept');
  });
}

/** A machine that drains itself is rebooted, and later started again with an operator's hand on it. */
export async function jobsMoveBeforeTheirMachineStops(scene: Scene): Promise<void> {
  const { operator, report } = scene;
  const machine = machineNamed(scene, DRAINS ?? '');
  await runJob(operator, serviceNear('moved', machine.name));
  const before = await eventually(60_000, () => runningOn(scene, 'moved', machine.name));
  await report.check(
    `${DRAINS}: its job ends there in good order and runs elsewhere before the machine is off`,
    async () => {
      const downMs = await machine.reboot();
      // Whoever is asked may have lost its leader with the machine.
      const left = await eventually(30_000, () => operator.get<Allocation>(`/v1/allocation/${before.ID}`));
      assert.equal(left.ClientStatus, 'complete', 'its agent did not live to tell of its end');
      await eventually(5_000, async () => {
        const elsewhere = (await allOf(scene, 'moved')).find(({ ID }) => ID !== before.ID);
        assert.equal(elsewhere?.ClientStatus, 'running');
        assert.notEqual(elsewhere?.NodeName, machine.name);
      });
      assert.ok(downMs < DEADLINE_SECONDS * 1000, `going down took ${downMs} ms`);
      return `${(downMs / 1000).toFixed(1)} s`;
    },
  );
  await report.check(`${DRAINS}: after the reboot it takes work again`, () =>
    eventually(120_000, async () => assert.deepEqual(await eligibilityOf(scene), ['ready', 'eligible'])),
  );
  await report.check(`${DRAINS}: what an operator keeps from work stays so over a restart`, async () => {
    await operator.sh(`nomad node eligibility -disable ${await idOf(scene)}`);
    await machine.run(['systemctl', 'restart', CLIENT_UNIT]);
    await eventually(60_000, async () => {
      assert.equal(await unitProperty(machine, 'nomad-client-drain.service', 'ActiveState'), 'inactive');
      assert.deepEqual(await eligibilityOf(scene), ['ready', 'ineligible']);
    });
  });
  await purge(operator, 'moved');
}

interface Node {
  readonly ID: string;
  readonly Name: string;
  readonly Status: string;
  readonly SchedulingEligibility: string;
}

async function nodeThatDrains({ operator }: Scene): Promise<Node> {
  const node = (await operator.get<Node[]>('/v1/nodes')).find(({ Name }) => Name === DRAINS);
  assert.ok(node, `${DRAINS} is no node`);
  return node;
}

const idOf = async (scene: Scene) => (await nodeThatDrains(scene)).ID;

async function eligibilityOf(scene: Scene): Promise<string[]> {
  const { Status, SchedulingEligibility } = await nodeThatDrains(scene);
  return [Status, SchedulingEligibility];
}

const allOf = ({ operator }: Scene, job: string) => operator.get<Allocation[]>(`/v1/job/${job}/allocations`);

async function runningOn(scene: Scene, job: string, machine: string): Promise<Allocation> {
  const found = (await allOf(scene, job)).find(({ ClientStatus }) => ClientStatus === 'running');
  assert.ok(found, 'it does not run');
  assert.equal(found.NodeName, machine);
  return found;
}

/** How often the tasks of an allocation were started. */
function startsOf({ TaskStates }: Allocation): number {
  const events = Object.values(TaskStates ?? {}).flatMap((state) => state.Events);
  return events.filter(({ DisplayMessage }) => DisplayMessage === 'Task started by client').length;
}
