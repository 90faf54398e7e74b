/**
 * Wires from this network namespace, the cloud's, to a machine's cards: into a network namespace for a machine that is a
 * folder, or taps for a virtual machine. The cloud's ends are cloud0, cloud1 and so on, and have no addresses yet.
 */

import { run } from '../boot/rehearsal/command.ts';
import type { NetworkCard } from './emulation.ts';

const GUEST = 'guest';

/** The cloud's end of the wire to the card with this index. */
export const cloudEnd = (index: number): string => `cloud${index}`;

/** Path of the network namespace that the machine's cards are in. */
export async function layIntoNamespace(cards: readonly NetworkCard[]): Promise<string> {
  const wire = ({ name, mac }: NetworkCard, index: number) =>
    `link add ${cloudEnd(index)} type veth peer name ${name} netns ${GUEST} address ${mac}`;
  await ip([`netns add ${GUEST}`, ...cards.map(wire)]);
  await run(['ip', '-n', GUEST, 'link', 'set', 'lo', 'up']);
  return `/run/netns/${GUEST}`;
}

/** Takes away what `layIntoNamespace` laid. */
export async function pullFromNamespace(cards: readonly NetworkCard[]): Promise<void> {
  await ip([...cards.map((_, index) => `link del ${cloudEnd(index)}`), `netns del ${GUEST}`]);
}

/** QEMU's options for the cards, each at a tap that is there as long as this network namespace. */
export async function layTaps(cards: readonly NetworkCard[]): Promise<string[]> {
  await ip(cards.map((_, index) => `tuntap add dev ${cloudEnd(index)} mode tap`));
  return cards.flatMap(({ mac }, index) => [
    ...['-netdev', `tap,id=wire${index},ifname=${cloudEnd(index)},script=no,downscript=no`],
    ...['-device', `virtio-net-pci,netdev=wire${index},mac=${mac}`],
  ]);
}

/** Runs commands of ip(8). */
export async function ip(commands: readonly string[]): Promise<void> {
  await run(['ip', '-batch', '-'], { input: `${commands.join('\n')}\n` });
}
