/** Promises about the gossip pool: who has not the key is no member, whatever else it has. */

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../rehearsal/wait.ts';
import { hostPort } from './cluster.ts';
import type { Scene } from './scene.ts';

/** A region of its own keeps the intruder out of Raft even where gossip lets it in. */
const INTRUDER_REGION = 'elsewhere';
const WITHOUT_KEY = /failed to join .*: remote state is encrypted and encryption is not configured/g;
const WITH_WRONG_KEY = /failed to join .*: no installed keys could decrypt the message/gi;

interface Members {
  readonly Members: readonly { readonly Name: string; readonly Status: string }[];
}

/** Sends a server of our own to the servers, without the key, with a wrong one, and at last with the right one. */
export async function gossipNeedsTheKey(scene: Scene): Promise<void> {
  const { report, secrets } = scene;
  const { gossipKey } = JSON.parse(readFileSync(secrets, 'utf8')) as { gossipKey: string };
  await report.check('a gossip peer without the key is refused', () =>
    isRefused(scene, 'keyless', undefined, WITHOUT_KEY),
  );
  await report.check('a gossip peer with a wrong key is refused', () =>
    isRefused(scene, 'wrongkey', randomBytes(32).toString('base64'), WITH_WRONG_KEY),
  );
  await report.check('a gossip peer with the right key is let in, so the refusals mean something', async () => {
    const intruder = startIntruder(scene, 'withkey', gossipKey);
    try {
      await eventually(15_000, async () => assert.ok(await isMember(scene, 'withkey'), intruder.said()));
    } finally {
      intruder.process.kill('SIGINT'); // it leaves the pool
      await intruder.exited;
    }
  });
}

/** Every server turns it away, with the reason that the intruder then prints, and none of them takes it for a member. */
async function isRefused(scene: Scene, name: string, key: string | undefined, reason: RegExp): Promise<void> {
  const intruder = startIntruder(scene, name, key);
  try {
    await eventually(15_000, async () => {
      const refusals = intruder.said().match(reason) ?? [];
      assert.equal(refusals.length, scene.expected.servers.length, intruder.said());
    });
    assert.equal(await isMember(scene, name), false, 'it is a member');
  } finally {
    intruder.process.kill('SIGKILL');
    await intruder.exited;
  }
}

async function isMember({ operator }: Scene, name: string): Promise<boolean> {
  const { Members } = await operator.get<Members>('/v1/agent/members');
  return Members.some((member) => member.Name === `${name}.${INTRUDER_REGION}`);
}

interface Intruder {
  readonly process: ChildProcess;
  readonly exited: Promise<void>;
  said(): string;
}

/** Starts a server agent beside the operator that tries once to join all servers. */
function startIntruder(
  { sandbox, rehearsal, expected, nomad }: Scene,
  name: string,
  key: string | undefined,
): Intruder {
  const folder = join(sandbox.folder, name);
  mkdirSync(folder);
  const configuration = {
    name,
    region: INTRUDER_REGION,
    data_dir: join(folder, 'data'),
    bind_addr: rehearsal.wires.operatorAddressBeside(expected.servers[0]?.address ?? ''),
    leave_on_interrupt: true,
    disable_update_check: true,
    server: {
      enabled: true,
      bootstrap_expect: 1,
      ...(key === undefined ? {} : { encrypt: key }),
      server_join: { start_join: expected.servers.map(({ address }) => hostPort(address, expected.serverPorts.serf)) },
    },
  };
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(configuration));
  const child = spawn(nomad, ['agent', `-config=${join(folder, 'agent.json')}`], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  return {
    process: child,
    exited: new Promise((resolve) => child.on('close', () => resolve())),
    said: () => output.slice(-3000),
  };
}
