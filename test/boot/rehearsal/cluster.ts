/** All machines of a bundle folder, and what each says of its first boot. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname, join } from 'node:path';
import { type BundledMachine, readBundles } from './bundles.ts';
import { run } from './command.ts';
import { createMachine, type Machine } from './machine.ts';
import { createWires, type Wires } from './network.ts';
import type { Sandbox } from './sandbox.ts';

/** The line with which the proof unit of a bundle ends, well or badly. */
const VERDICT = /nomad-firstboot: (ready|failed at) ?(.*)/;

export interface Image {
  /** Path of a tar of the operating system. */
  readonly rootTar: string;
  /** Path of the Nomad binary on the host, and where the machines find it. */
  readonly nomad: string;
  readonly nomadPath: string;
}

export interface Verdict {
  readonly machine: string;
  readonly isReady: boolean;
  /** What the console said, or that it said nothing. */
  readonly line: string;
  /** From power-on to the line. */
  readonly seconds: number;
}

export interface Rehearsal {
  readonly bundles: readonly BundledMachine[];
  readonly wires: Wires;
  /** Switches machines on that nobody has used before, one for each bundle, all at once; others need the same names. */
  powerOn(others?: readonly BundledMachine[]): Promise<Machine[]>;
}

/** Prepares to boot the bundles of a folder: the image unpacked, the wires laid. */
export async function prepareRehearsal(sandbox: Sandbox, image: Image, folder: string): Promise<Rehearsal> {
  const bundles = readBundles(folder);
  const [root, wires] = await Promise.all([unpackImage(sandbox, image), createWires(bundles)]);
  return {
    bundles,
    wires,
    async powerOn(others = bundles) {
      const machines = await Promise.all(others.map((bundle) => createMachine(sandbox, root, wires, bundle)));
      await Promise.all(machines.map((machine) => machine.powerOn()));
      return machines;
    },
  };
}

/** Unpacks the image once for all machines: the tar, Nomad, and the kernel's list of built-in modules. */
async function unpackImage(sandbox: Sandbox, image: Image): Promise<string> {
  const root = join(sandbox.folder, 'root');
  mkdirSync(root, { mode: 0o755 });
  await run(['tar', '--extract', '--file', image.rootTar, '--directory', root, '--numeric-owner']);
  const nomad = join(root, image.nomadPath);
  mkdirSync(dirname(nomad), { recursive: true });
  copyFileSync(image.nomad, nomad);
  // Nomad asks this file whether the kernel can bridge; the machines share a kernel that has it built in.
  const modules = join(root, 'lib/modules', release());
  mkdirSync(modules, { recursive: true });
  writeFileSync(join(modules, 'modules.builtin'), 'kernel/net/bridge/bridge.ko\nkernel/net/bridge/br_netfilter.ko\n');
  return root;
}

/** Waits for a machine's own verdict about its first boot since its latest power-on. */
export async function awaitVerdict(machine: Machine, timeoutMs: number): Promise<Verdict> {
  const found = await machine.console.find(VERDICT, machine.poweredOnAt, timeoutMs);
  const seconds = ((found?.at ?? performance.now()) - machine.poweredOnAt) / 1000;
  const [line, word] = (found && VERDICT.exec(found.text)) ?? [];
  return {
    machine: machine.name,
    isReady: word === 'ready',
    line: line ?? 'no verdict on the console',
    seconds,
  };
}
