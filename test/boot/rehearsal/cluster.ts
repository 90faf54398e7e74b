/** The machines of a bundle folder, each with a power switch, and the wires between them. */

import { type BundledMachine, readBundles } from './bundles.ts';
import { type Image, unpackImage } from './image.ts';
import { createMachine, type Machine } from './machine.ts';
import { createWires, type Wires } from './network.ts';
import type { Sandbox } from './sandbox.ts';

/** A machine by its name, with the bundle of the build at hand, or by a bundle of another build for the same name. */
export type MachineChoice = string | BundledMachine;

export interface Rehearsal {
  readonly bundles: readonly BundledMachine[];
  readonly wires: Wires;
  /** Those that were built and not thrown away since, whether on or off, in the build's order. */
  readonly machines: readonly Machine[];
  /** Builds machines that stay off, so that their disks can be changed first. None of them may be there yet. */
  build(which?: readonly MachineChoice[]): Promise<Machine[]>;
  /** Switches machines on, all at once, and builds those that are not there yet; all of the build unless some are named. */
  powerOn(which?: readonly MachineChoice[]): Promise<Machine[]>;
  /** Throws a machine away and switches on a new one of its name, with the same bundle or another one, on an empty disk. */
  replace(which: MachineChoice): Promise<Machine>;
  /** Throws machines and wires away. */
  close(): Promise<void>;
}

/** Prepares to boot the bundles of a folder: the image unpacked, the wires laid. */
export async function prepareRehearsal(sandbox: Sandbox, image: Image, folder: string): Promise<Rehearsal> {
  const bundles = readBundles(folder);
  const [root, wires] = await Promise.all([unpackImage(sandbox, image), createWires(bundles)]);
  const built: Machine[] = [];
  const place = (name: string) => bundles.findIndex((bundle) => bundle.name === name);
  const present = () => built.filter(({ isThrownAway }) => !isThrownAway).sort((a, b) => place(a.name) - place(b.name));
  const bundleOf = (which: MachineChoice): BundledMachine => {
    if (typeof which !== 'string') return which;
    const found = bundles.find(({ name }) => name === which);
    if (!found) throw new Error(`the build has no machine ${which}`);
    return found;
  };
  const make = async (bundle: BundledMachine): Promise<Machine> => {
    const machine = await createMachine(sandbox, root, wires, bundle, image.isCopied);
    built.push(machine);
    return machine;
  };

  return {
    bundles,
    wires,
    get machines() {
      return present();
    },
    build: (which = bundles) => Promise.all(which.map((one) => make(bundleOf(one)))),
    async powerOn(which = bundles) {
      const chosen = which.map(bundleOf);
      const machines = await Promise.all(
        chosen.map((bundle) => present().find(({ name }) => name === bundle.name) ?? make(bundle)),
      );
      await Promise.all(machines.map((machine) => machine.powerOn()));
      return machines;
    },
    async replace(which) {
      const bundle = bundleOf(which);
      await present()
        .find(({ name }) => name === bundle.name)
        ?.discard();
      const machine = await make(bundle);
      await machine.powerOn();
      return machine;
    },
    async close() {
      await Promise.all(present().map((machine) => machine.discard()));
      await wires.remove();
    },
  };
}
