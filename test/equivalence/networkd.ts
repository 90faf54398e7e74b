/** The disk's own systemd-networkd as the judge of its network files: it configures cards of the plan's MACs and names. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MachinePlan, PlannedInterface } from '../../lib/machine/machine-plan.ts';
import { run } from '../boot/rehearsal/command.ts';
import { withRuntime } from '../boot/rehearsal/disk.ts';

const networkd = '/usr/lib/systemd/systemd-networkd';

/** What ip(8) says of a card. */
interface Card {
  readonly mtu: number;
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
}

/**
 * Waits until all cards with fixed addresses have them.
 * @throws Error with what is missing after ten seconds
 */
export async function runNetworkd(disk: string, { network }: MachinePlan): Promise<void> {
  const cards = network.interfaces.map((attached, index) => ({ attached, name: attached.name ?? `card${index}` }));
  writeFileSync(join(disk, 'etc/machine-id'), `${'0123456789abcdef'.repeat(2)}\n`);
  await withRuntime(disk, async () => {
    mkdirSync(join(disk, 'run/systemd'));
    for (const { attached, name } of cards) await plugIn(attached, name);
    const daemon = spawn('chroot', [disk, networkd], { stdio: 'ignore' });
    try {
      await settled(async () => (await Promise.all(cards.map(({ attached, name }) => missing(attached, name)))).flat());
    } finally {
      await end(daemon);
      for (const { name } of cards) await run(['ip', 'link', 'delete', name]);
    }
  });
}

/** A pair of virtual cards stands for a card and the switch at the other end of its cable. */
async function plugIn({ mac }: PlannedInterface, name: string): Promise<void> {
  const far = `${name}-far`;
  await run(['ip', 'link', 'add', name, ...(mac ? ['address', mac] : []), 'type', 'veth', 'peer', 'name', far]);
  await run(['ip', 'link', 'set', far, 'up']);
}

async function missing({ addresses, gateways, mtu }: PlannedInterface, name: string): Promise<string[]> {
  const [card] = JSON.parse(await run(['ip', '-json', 'address', 'show', 'dev', name])) as Card[];
  const routes = JSON.parse(await run(['ip', '-json', 'route', 'show', 'default', 'dev', name])) as {
    gateway: string;
  }[];
  const found = [
    ...(card?.addr_info ?? []).map(({ local, prefixlen }) => `${local}/${prefixlen}`),
    ...routes.map(({ gateway }) => `via ${gateway}`),
    `mtu ${card?.mtu}`,
  ];
  const planned = [...addresses, ...gateways.map((gateway) => `via ${gateway}`), ...(mtu ? [`mtu ${mtu}`] : [])];
  return planned.filter((item) => !found.includes(item)).map((item) => `${name} lacks ${item}`);
}

async function settled(problems: () => Promise<string[]>): Promise<void> {
  for (let patience = 50; ; patience--) {
    const left = await problems();
    if (left.length === 0) return;
    if (patience === 0) throw new Error(left.join('\n'));
    await sleep(200);
  }
}

async function end(daemon: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => daemon.on('close', resolve));
  if (daemon.kill()) await ended;
}
