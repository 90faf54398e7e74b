/** The documents as cloud-init, systemd and Nomad judge them. */

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { showBundle } from '../../lib/build.ts';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { type CloudInitDocuments, renderCloudInit } from '../../lib/render/cloud-init.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';
import { testWithJudge } from '../judges.ts';
import { askPython, pythonWith } from '../python.ts';

interface WrittenFile {
  readonly path: string;
  readonly permissions: string;
  readonly content: string;
}

const render = suite('cloud-init');
const { cluster, secrets, text } = threeMachines();

/** A cluster that uses what the fixture leaves out: gateways, DHCP, several drivers, people, files and units. */
const rich = clusterFrom(
  text
    .replace('servers: { subnet: 10.10.0.0/24 }', 'servers: { subnet: 10.10.0.0/24, gateway: 10.10.0.1, mtu: 1400 }')
    .replace('drivers: [exec]', 'drivers: [exec, raw_exec, docker]\n  meta: { "no": "yes" }\n  nodeClass: "12"')
    .replace(', address: 10.20.0.13', '')
    .replace(
      'machines:',
      `users: [{ name: ada, sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q ada"], sudo: true }]
extra:
  files: [{ path: /etc/motd, content: "12:30", mode: "0600" }]
  units:
    hello.service: { content: "[Service]\\nExecStart=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n", enable: true }
    nomad-client.service: { dropIns: { 50-weight.conf: "[Service]\\nCPUWeight=50\\n" } }
machines:`,
    ),
);
/** Settings of one's own in each form that the description takes. */
const configured = clusterFrom(
  text
    .replace(
      '  drivers: [exec]',
      `  drivers: [exec, raw_exec, docker]
  config:
    plugin: { docker: { config: { volumes: { enabled: true } } }, raw_exec: {} }
    client: { host_volume: [{ a: { path: /srv/a } }, { b: [{ path: /srv/b, read_only: true }] }] }`,
    )
    .replace(
      '  n2:\n',
      '  n2:\n    client: { config: { plugin: [{ docker: [{ args: [a], config: [{ gc: [{ image: false }] }] }] }] } }\n',
    ),
);
/** Machines of Red Hat's that fetch Nomad. */
const fetched = clusterFrom(
  `target: { os: rhel }\n${text.replace('1.11.3', `1.11.3\n  install: { method: archive, path: /usr/bin/nomad, url: "https://files.example/nomad.zip", sha256: ${'a'.repeat(64)} }`)}`,
);
const clusters: readonly (readonly [string, Cluster])[] = [
  ['the fixture', cluster],
  ['a rich cluster', rich],
  ['a cluster with settings of its own', configured],
  ['a cluster that fetches Nomad', fetched],
];

const documentsOf = (of: Cluster) => [...planMachines(of, secrets)].map(renderCloudInit);
const writtenFiles = ({ userData }: CloudInitDocuments) =>
  (load(userData) as { write_files: WrittenFile[] }).write_files;

function inFolder(body: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-render-'));
  try {
    body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes what the documents would write on a machine, below a folder. */
function writeMachine(folder: string, documents: CloudInitDocuments): void {
  for (const { path, permissions, content } of writtenFiles(documents)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    chmodSync(join(folder, path), Number.parseInt(permissions, 8));
  }
}

render('files get their labels before anything of ours starts, where the kernel goes by labels', () => {
  const commands = (of: Cluster) =>
    documentsOf(of).map(({ userData }) => (load(userData) as { runcmd: readonly string[][] }).runcmd.map(String));
  for (const runcmd of commands(fetched)) {
    const labels = runcmd.findIndex((command) => command.includes('restorecon'));
    assert.match(runcmd[labels] ?? '', '/opt/nomad-firstboot');
    assert.ok(labels >= 0 && labels < runcmd.findIndex((command) => command.includes('systemctl')));
  }
  for (const runcmd of commands(cluster)) assert.not.match(runcmd.join(), 'restorecon');
});

for (const [name, of] of clusters) {
  testWithJudge(render, 'cloud-init', `${name}: cloud-init’s schema accepts user-data without a word`, (cloudInit) => {
    for (const { userData } of documentsOf(of)) {
      inFolder((folder) => {
        writeFileSync(join(folder, 'user-data'), userData);
        const { status, stdout, stderr } = spawnSync(cloudInit, ['schema', '-c', join(folder, 'user-data')], {
          encoding: 'utf8',
        });
        assert.is(status, 0, stdout + stderr);
        assert.not.match(stdout + stderr, /deprecat|warn|invalid/i);
      });
    }
  });

  testWithJudge(
    render,
    'python3 with cloudinit',
    `${name}: cloud-init makes networkd and netplan files of network-config`,
    (python) => {
      for (const { networkConfig } of documentsOf(of)) {
        const program = `
import json, sys, yaml
from cloudinit.net import network_state
config = yaml.safe_load(json.load(sys.stdin))
state = network_state.parse_net_config_data(config)
json.dump([{k: v for k, v in i.items() if k in ("mac_address", "subnets", "mtu", "name")} for i in state.iter_interfaces()], sys.stdout, default=str)`;
        const interfaces = askPython(python, program, networkConfig) as { mac_address: string; subnets: object[] }[];
        assert.is(interfaces.length, 2);
        for (const { mac_address, subnets } of interfaces) {
          assert.match(mac_address, /^52:54:00:/);
          assert.is(subnets.length, 1);
        }
      }
    },
    pythonWith('cloudinit'),
  );

  testWithJudge(
    render,
    'python3 with yaml',
    `${name}: PyYAML reads the documents as they were meant`,
    (python) => {
      const program = 'import json,sys,yaml; json.dump([yaml.safe_load(t) for t in json.load(sys.stdin)], sys.stdout)';
      for (const { userData, metaData, networkConfig } of documentsOf(of)) {
        const texts = [userData, metaData, networkConfig];
        assert.equal(
          askPython(python, program, texts),
          texts.map((document) => load(document)),
        );
      }
    },
    pythonWith('yaml'),
  );

  testWithJudge(render, 'nomad', `${name}: Nomad accepts both agents’ configurations`, (nomad) => {
    for (const documents of documentsOf(of)) {
      inFolder((folder) => {
        writeMachine(folder, documents);
        const gossip = join(folder, 'var/lib/nomad-firstboot/secrets/gossip.json');
        for (const paths of [[join(folder, 'etc/nomad-server.d'), gossip], [join(folder, 'etc/nomad-client.d')]]) {
          const output = execFileSync(nomad, ['config', 'validate', ...paths], { encoding: 'utf8', stdio: 'pipe' });
          assert.match(output, 'Configuration is valid!');
        }
      });
    }
  });

  testWithJudge(render, 'systemd-analyze', `${name}: systemd finds nothing to say about the units`, (analyze) => {
    for (const documents of documentsOf(of).slice(0, 1)) {
      inFolder((folder) => {
        writeMachine(folder, documents);
        const units = writtenFiles(documents)
          .map(({ path }) => path)
          .filter((path) => /^\/etc\/systemd\/system\/[^/]+\.service$/.test(path));
        assert.ok(units.length >= 4);
        standIns(folder);
        const { status, stderr } = spawnSync(
          analyze,
          [
            'verify',
            '--man=no',
            '--recursive-errors=no',
            `--root=${folder}`,
            ...units.map((path) => path.split('/').pop() ?? ''),
          ],
          { encoding: 'utf8' },
        );
        assert.is(stderr, '');
        assert.is(status, 0);
      });
    }
  });
}

/** The programs and units of an image that the units name. */
function standIns(folder: string): void {
  for (const program of ['usr/bin/nomad', 'bin/kill', 'bin/true']) {
    mkdirSync(dirname(join(folder, program)), { recursive: true });
    writeFileSync(join(folder, program), '', { mode: 0o755 });
  }
  const units = join(folder, 'usr/lib/systemd/system');
  mkdirSync(units, { recursive: true });
  for (const target of ['sysinit', 'basic', 'shutdown', 'multi-user', 'network']) {
    writeFileSync(join(units, `${target}.target`), '[Unit]\nDescription=x\nDefaultDependencies=no\n');
  }
}

testWithJudge(render, 'systemd-analyze', 'the server unit with its drop-ins is exposed at most 1.5', (analyze) => {
  inFolder((folder) => {
    writeMachine(folder, documentsOf(cluster)[0] as CloudInitDocuments);
    const args = [
      'security',
      '--offline=true',
      '--no-pager',
      '--threshold=15',
      `--root=${folder}`,
      'nomad-server.service',
    ];
    const { status, stdout, stderr } = spawnSync(analyze, args, { encoding: 'utf8' });
    assert.match(stdout, /Overall exposure level for nomad-server.service: [01]\.\d/, stderr);
    assert.is(status, 0);
  });
});

render('files are written before any account exists, so none names an owner', () => {
  for (const documents of documentsOf(rich)) {
    for (const file of writtenFiles(documents)) {
      assert.not('owner' in file, file.path);
      assert.match(file.permissions, /^0[0-7]{3}$/);
    }
  }
});

render(
  'a directory of an account is root’s until the account exists, and then given to it before a unit starts',
  () => {
    const [plan] = planMachines(cluster, secrets);
    if (!plan) throw new Error('no machine');
    const directories = [...plan.shared.directories, { path: '/srv/own', mode: '0750', owner: 'nomad' }];
    const { userData } = renderCloudInit({ ...plan, shared: Object.freeze({ ...plan.shared, directories }) });
    const { bootcmd, runcmd } = load(userData) as Record<'bootcmd' | 'runcmd', readonly (readonly string[])[]>;
    assert.equal(
      bootcmd.find((words) => words.includes('/srv/own')),
      ['install', '-d', '-m', '0750', '/srv/own'],
    );
    assert.equal(
      runcmd.filter(([word]) => word === 'chown'),
      [['chown', 'nomad:nomad', '/srv/own']],
    );
    const indexOf = (word: string) => runcmd.findIndex((words) => words.includes(word));
    assert.ok(indexOf('/srv/own') < indexOf('restart'));
  },
);

render('no list is empty, for no version of cloud-init accepts that', () => {
  for (const { userData } of documentsOf(cluster)) {
    for (const [key, value] of Object.entries(load(userData) as object)) {
      assert.ok(!Array.isArray(value) || value.length > 0, key);
    }
  }
});

/** What stands in bootcmd, with its own folders below `root` and systemctl replaced by a witness. */
function beginBoot(root: string, userData: string): string {
  const { bootcmd } = load(userData) as { bootcmd: string[][] };
  const [, , script = '', ...args] = bootcmd.at(-1) ?? [];
  const moved = script.replaceAll(/\/(etc\/systemd|var\/lib\/cloud)\//g, (path) => root + path);
  writeFileSync(join(root, 'systemctl'), '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
  for (const folder of ['etc/systemd/system', 'var/lib/cloud/instance/sem'])
    mkdirSync(join(root, folder), { recursive: true });
  return execFileSync('sh', ['-c', moved, ...args], { env: { PATH: `${root}:/usr/bin:/bin` }, encoding: 'utf8' });
}

render('bootcmd masks and stops units in the boot that is under way, and in later ones does nothing', () => {
  const [{ userData }] = documentsOf(cluster) as [CloudInitDocuments];
  inFolder((root) => {
    const said = beginBoot(root, userData);
    assert.match(said, /^stop --no-block nomad\.service ssh\.service .*sshd\.service .*\ndaemon-reload\n$/);
    for (const unit of said.split('\n')[0]?.split(' ').slice(2) ?? [])
      assert.is(readlinkSync(join(root, 'etc/systemd/system', unit)), '/dev/null');
    assert.is(beginBoot(root, userData), '');
    rmSync(join(root, 'etc/systemd/system/nomad.service'));
    assert.match(beginBoot(root, userData), /\ndaemon-reload\n/);
  });
});

render('what cloud-init has run runs again until the mark stands that the first boot ends with', () => {
  const [{ userData }] = documentsOf(cluster) as [CloudInitDocuments];
  const { runcmd } = load(userData) as { runcmd: string[][] };
  assert.equal(runcmd.slice(-2), [['sync'], ['touch', '/var/lib/cloud/instance/sem/nomad_firstboot']]);
  inFolder((root) => {
    const sem = join(root, 'var/lib/cloud/instance/sem');
    const marks = ['config_runcmd', 'config_write_files', 'consume_data'];
    mkdirSync(sem, { recursive: true });
    for (const name of marks) writeFileSync(join(sem, name), '');
    beginBoot(root, userData);
    assert.equal(readdirSync(sem), ['consume_data']);
    for (const name of [...marks, 'nomad_firstboot']) writeFileSync(join(sem, name), '');
    beginBoot(root, userData);
    assert.equal(readdirSync(sem).sort(), [...marks, 'nomad_firstboot']);
  });
});

render('an interface is matched by its MAC, or named where it has none', () => {
  const named = clusterFrom(text.replace('mac: "52:54:00:20:00:03"', 'name: ens4'));
  const { networkConfig } = documentsOf(named)[2] as CloudInitDocuments;
  assert.equal(load(networkConfig), {
    version: 2,
    ethernets: {
      'net-servers': {
        match: { macaddress: '52:54:00:10:00:03' },
        dhcp4: false,
        addresses: ['10.10.0.13/24'],
      },
      ens4: { dhcp4: false, optional: true, addresses: ['10.20.0.13/24'] },
    },
  });
});

render('a boot waits for one interface, which is the first unless another takes its address by DHCP', () => {
  const optional = (of: Cluster) => {
    const [, , third] = documentsOf(of);
    const { ethernets } = load(third?.networkConfig ?? '') as { ethernets: Record<string, { optional?: boolean }> };
    return Object.entries(ethernets).flatMap(([id, { optional: isOptional }]) => (isOptional ? [id] : []));
  };
  assert.equal(optional(cluster), ['net-clients']);
  assert.equal(optional(rich), ['net-servers']);
});

render('the default routes are written in digits, for both families', () => {
  const dual = clusterFrom(
    text
      .replace(
        '{ subnet: 10.20.0.0/24 }',
        '{ subnets: [10.20.0.0/24, "fd00:20::/64"], gateways: [10.20.0.1, "fd00:20::1"] }',
      )
      .replace('address: 10.20.0.11', 'addresses: [10.20.0.11, "fd00:20::11"]'),
  );
  const [first] = documentsOf(dual) as [CloudInitDocuments];
  const { ethernets } = load(first.networkConfig) as { ethernets: Record<string, { routes?: object[] }> };
  assert.equal(ethernets['net-clients']?.routes, [
    { to: '0.0.0.0/0', via: '10.20.0.1' },
    { to: '::/0', via: 'fd00:20::1' },
  ]);
});

render('a file of one’s own that only root may read is hidden in what reviews read', () => {
  const shown = showBundle(rich, secrets, 'n1') ?? '';
  assert.match(shown, '/etc/motd');
  assert.not.match(shown, '12:30');
  assert.match(
    showBundle(
      clusterFrom(text.replace('machines:', 'extra: { files: [{ path: /etc/motd, content: "12:30" }] }\nmachines:')),
      secrets,
      'n1',
    ) ?? '',
    '12:30',
  );
});

render.run();
