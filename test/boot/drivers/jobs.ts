/** A job for each driver: what its tasks do is what the driver's capabilities are for. */

import type { JsonObject } from '../../../lib/cluster/vocabulary.ts';
import { bootSector } from './boot-sector.ts';

/** A driver that can run on the machines of the boots. */
export const judgedDrivers = ['exec', 'java', 'qemu', 'raw_exec'] as const;
export type JudgedDriver = (typeof judgedDrivers)[number];

interface JudgedTask {
  readonly name: string;
  readonly user?: string;
  readonly config: JsonObject;
  /** A file that Nomad renders for it. */
  readonly template: { readonly text: string; readonly path: string; readonly perms?: string };
  /** What it prints once all that it does has worked. */
  readonly log: RegExp;
  /** What it prints if something does not work, and it ends. */
  readonly complaint?: RegExp;
  /** Words of its command line, by which its machine's process table has it. */
  readonly process: string;
}

export interface DriverJob {
  readonly tasks: readonly [JudgedTask, ...JudgedTask[]];
  /** The driver can run a command beside the first task. */
  readonly canExec: boolean;
  /** The first task answers HTTP on port 80 of its network. */
  readonly serves: boolean;
  /** All capabilities that a task may ever have, as /proc/PID/status says it. */
  readonly bounding?: string;
}

const template = { text: 'rendered for {{ env "NOMAD_ALLOC_ID" }}\n', path: 'local/text' };
const shell = (script: string) => ({ command: '/bin/sh', args: ['-c', script] });
const serve = `exec python3 -c '
import http.server
server = http.server.HTTPServer(("", 80), http.server.SimpleHTTPRequestHandler)
print("end", flush=True)
server.serve_forever()
'`;

/** Leaves what only its own user, or the folder's, may remove, and serves a port below 1024. */
const ordinary = `set -eu
umask 077
mkdir local/private
cp local/text local/private/text
date >/tmp/mine
echo "user $(id -u): $(cat local/text)"
${serve}`;

/** A line for each thing that root does on a machine, with what a failure is called. */
const rootWork: Readonly<Record<string, string>> = {
  'set-group-ID': 'cp local/text local/group; chgrp 65534 local/group; chmod 2755 local/group; test -g local/group',
  'locking memory': `python3 -c 'import ctypes, resource
resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
assert ctypes.CDLL(None).mlock(ctypes.create_string_buffer(99), 99) == 0'`,
  'a device node': 'mknod local/null c 1 3',
  'capabilities of a program': `cp /bin/true local/program; python3 -c 'import os, struct
os.setxattr("local/program", "security.capability", struct.pack("<5I", 0x02000001, 1 << 10, 0, 0, 0))'`,
  'a smaller bounding set': 'setpriv --bounding-set=-chown true',
  'another process': 'readlink /proc/1/exe',
  'a folder as root': 'chroot / true',
  'a higher limit': 'prlimit --nofile=500:500 prlimit --nofile=600:600 true',
};

const asRoot = `set -u
attempt() { sh -euc "$2" >/dev/null 2>local/error || { echo "cannot: $1: $(tail -n 1 local/error)"; sleep 600; }; }
echo "user $(id -u): $(cat local/text)"
${Object.entries(rootWork)
  .map(([name, work]) => `attempt '${name}' '${work.replaceAll("'", `'\\''`)}'`)
  .join('\n')}
${serve}`;

const httpd = 'SimpleHTTPRequestHandler';

export const driverJobs: Readonly<Record<JudgedDriver, DriverJob>> = {
  exec: {
    tasks: [
      {
        name: 'serve',
        config: shell(ordinary),
        template,
        log: /^user [1-9]\d*: rendered for [\s\S]*^end$/m,
        process: httpd,
      },
    ],
    canExec: true,
    serves: true,
    bounding: '0000000000000400',
  },
  java: {
    tasks: [
      {
        name: 'serve',
        // The JDK's own file server. It leaves a folder in /tmp.
        config: { class: 'sun.net.httpserver.simpleserver.Main', args: ['-b', '0.0.0.0', '-p', '80', '-d', '/local'] },
        template,
        log: /Serving \/local/,
        process: 'simpleserver.Main',
      },
    ],
    canExec: true,
    serves: true,
    bounding: '0000000000000400',
  },
  raw_exec: {
    tasks: [
      {
        name: 'work',
        config: shell(asRoot),
        template,
        log: /^user 0: rendered for [\s\S]*^end$/m,
        complaint: /^cannot: .*/m,
        process: httpd,
      },
      {
        name: 'other',
        user: 'nobody',
        config: shell('umask 077; mkdir local/private; cp local/text local/private; id -u; exec sleep 86396'),
        template,
        log: /^65534$/m,
        process: 'sleep 86396',
      },
    ],
    canExec: true,
    serves: true,
  },
  qemu: {
    tasks: [
      {
        name: 'machine',
        user: 'nobody',
        config: { image_path: 'local/disk', accelerator: 'tcg', drive_interface: 'ide' },
        template: {
          text: `{{ base64Decode "${bootSector('the virtual machine runs\r\n').toString('base64')}" }}`,
          path: 'local/disk',
          perms: '0666',
        },
        log: /the virtual machine runs/,
        process: 'local/disk',
      },
    ],
    canExec: false,
    serves: false,
  },
};

/** The job as Nomad's API has it, on one machine, with a network of its own. */
export function driverJob(driver: JudgedDriver, machine: string): object {
  const name = jobName(driver);
  const group = {
    Name: name,
    Count: 1,
    Networks: [{ Mode: 'bridge', DynamicPorts: [{ Label: 'http', To: 80 }] }],
    Tasks: driverJobs[driver].tasks.map((task) => taskOf(driver, task)),
    RestartPolicy: { Attempts: 0, Mode: 'fail' },
    ReschedulePolicy: { Attempts: 0, Unlimited: false },
  };
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Nomad's own notation
  const here = { LTarget: '${node.unique.name}', RTarget: machine, Operand: '=' };
  return { ID: name, Name: name, Type: 'service', Datacenters: ['*'], Constraints: [here], TaskGroups: [group] };
}

function taskOf(driver: JudgedDriver, { name, user, config, template }: JudgedTask): object {
  return {
    Name: name,
    Driver: driver,
    ...(user !== undefined && { User: user }),
    Config: config,
    Templates: [
      { EmbeddedTmpl: template.text, DestPath: template.path, ...(template.perms && { Perms: template.perms }) },
    ],
    Resources: { CPU: 100, MemoryMB: 256 },
    KillTimeout: 1_000_000_000,
  };
}

export const jobName = (driver: JudgedDriver) => `driver-${driver.replaceAll('_', '-')}`;
