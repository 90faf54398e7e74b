/** One virtual machine under QEMU without hardware help, its serial console, and nothing that it could reach. */

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../boot/rehearsal/command.ts';
import type { Disk } from './disk.ts';

export interface VirtualMachine {
  /** What the console has said until now. */
  readonly console: () => string;
  /** Waits until the console matches; throws with the console's end at the deadline (performance.now) or the machine's end. */
  readonly says: (pattern: RegExp, deadlineMs: number) => Promise<RegExpExecArray>;
  readonly powerOff: () => void;
}

/** Starts the machine on an overlay of the disk, with the image beside it and a card for each MAC on a wire of its own. */
export async function powerOn(
  folder: string,
  disk: Disk,
  seed: string,
  macs: readonly string[],
): Promise<VirtualMachine> {
  // A hub needs somebody who takes what the card sends: QEMU's own network, closed to the outside, on each wire.
  const cards = macs.flatMap((mac, index) => [
    ...['-netdev', `user,id=closed${index},restrict=on,ipv6=off`],
    ...['-netdev', `hubport,id=end${index},hubid=${index + 1},netdev=closed${index}`],
    ...['-netdev', `hubport,id=wire${index},hubid=${index + 1}`],
    ...['-device', `virtio-net-pci,netdev=wire${index},mac=${mac}`],
  ]);
  return start(folder, disk, ['-drive', `file=${seed},if=virtio,format=raw,readonly=on`, ...cards]);
}

/** What differs from machine to machine. */
interface Hardware {
  /** One where several machines share the host's. */
  readonly processors?: number;
  /** Beside those that every machine has. */
  readonly kernelOptions?: readonly string[];
}

/** Starts the machine on an overlay of the disk, with these devices beside it, as options of QEMU. */
export async function start(
  folder: string,
  disk: Disk,
  devices: readonly string[],
  { processors = 2, kernelOptions = [] }: Hardware = {},
): Promise<VirtualMachine> {
  const overlay = join(folder, 'overlay.qcow2');
  await run(['qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', disk.image, overlay]);
  const qemu = ['qemu-system-x86_64', ...hardware(disk, overlay, processors, kernelOptions), ...devices];
  return watch(spawn('setpriv', ['--pdeathsig', 'KILL', ...qemu], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** `-cpu max` and cmpxchg16b corrupt flags under QEMU 7.2's translator. */
function hardware(disk: Disk, overlay: string, processors: number, kernelOptions: readonly string[]): string[] {
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio'],
    ...['-accel', 'tcg,thread=multi', '-cpu', 'Westmere,-cx16', '-smp', String(processors), '-m', '2048'],
    ...['-kernel', disk.kernel, '-initrd', disk.initrd],
    ...['-append', ['root=/dev/vda rw console=ttyS0 quiet', ...kernelOptions].join(' ')],
    ...['-drive', `file=${overlay},if=virtio,format=qcow2,cache=unsafe`],
    ...['-device', 'virtio-rng-pci'],
  ];
}

function watch(child: ChildProcess): VirtualMachine {
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk.toString('utf8');
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const says = async (pattern: RegExp, deadlineMs: number): Promise<RegExpExecArray> => {
    for (let isLast = false; ; ) {
      const match = pattern.exec(said);
      if (match) return match;
      if (isLast) throw new Error(`the console never said ${pattern}; its end:\n${said.slice(-1500)}`);
      isLast = hasEnded() || performance.now() >= deadlineMs;
      await sleep(200);
    }
  };
  return { console: () => said, says, powerOff: () => void child.kill('SIGKILL') };
}
