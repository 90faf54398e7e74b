/**
 * What an engineer writes by hand for the same machines: agents with the same configuration and certificates, units of a
 * few lines, ACLs bootstrapped by a loop on the first machine, and none of this project's programs. To be measured beside.
 */

import { dump, load } from 'js-yaml';
import type { BundledMachine } from './rehearsal/bundles.ts';

interface WrittenFile {
  readonly path: string;
  readonly permissions?: string;
  readonly content: string;
}

const folder = '/etc/systemd/system';

const unit = (configs: string) => `[Unit]
After=network-online.target
Wants=network-online.target
[Service]
ExecStart=/usr/bin/nomad agent ${configs}
Restart=always
RestartSec=2
LimitNOFILE=65536
[Install]
WantedBy=multi-user.target
`;

const bootstrap = `#!/bin/sh
export NOMAD_ADDR=https://10.10.0.11:4646 NOMAD_CACERT=/etc/nomad-server.d/ca.pem
export NOMAD_CLIENT_CERT=/etc/nomad-server.d/server.pem NOMAD_CLIENT_KEY=/var/lib/nomad-firstboot/secrets/server-key.pem
until nomad acl bootstrap /var/lib/nomad-firstboot/secrets/bootstrap-token; do sleep 1; done
`;

/** The bundle of a machine of the fixture, as it would be without the build. */
export function handMade(machine: BundledMachine): BundledMachine {
  const config = load(String(machine.seed['user-data'])) as { readonly write_files: readonly WrittenFile[] };
  const secrets = '/var/lib/nomad-firstboot/secrets';
  const kept = config.write_files
    .filter(
      ({ path }) =>
        path.startsWith('/etc/nomad-server.d/') || path.startsWith('/etc/nomad-client.d/') || path.startsWith(secrets),
    )
    .map((file) => ({ ...file, content: file.content.replaceAll('/run/credentials/nomad-server.service', secrets) }));
  const written = [
    ...kept,
    {
      path: `${folder}/hand-server.service`,
      content: unit(`-config=/etc/nomad-server.d -config=${secrets}/gossip.json`),
    },
    { path: `${folder}/hand-client.service`, content: unit('-config=/etc/nomad-client.d') },
    { path: '/usr/local/bin/bootstrap', permissions: '0755', content: bootstrap },
  ];
  const isFirst = machine.name === 'n1';
  const userData = {
    hostname: machine.name,
    ssh_pwauth: false,
    write_files: written,
    runcmd: [
      ['systemctl', 'disable', '--now', 'nomad.service'],
      ['systemctl', 'daemon-reload'],
      ['systemctl', 'enable', '--now', '--no-block', 'hand-server.service', 'hand-client.service'],
      ...(isFirst ? [['sh', '-c', '/usr/local/bin/bootstrap >/dev/null 2>&1 &']] : []),
    ],
  };
  const text = `#cloud-config\n${dump(userData, { lineWidth: -1, noRefs: true, forceQuotes: true })}`;
  return { ...machine, seed: { ...machine.seed, 'user-data': Buffer.from(text) } };
}
