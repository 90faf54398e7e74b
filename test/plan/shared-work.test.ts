/** What plans and documents make once for many machines is judged by making it for each machine anew. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Cluster } from '../../lib/cluster/cluster.ts';
import type { MachinePlan } from '../../lib/machine/machine-plan.ts';
import { encodeAgentConfig } from '../../lib/nomad/agent-config.ts';
import { bindingOn } from '../../lib/plan/binding.ts';
import { clientConfig, kindOfClient } from '../../lib/plan/client-config.ts';
import { buildContext } from '../../lib/plan/context.ts';
import { encodeParameters, parametersOf } from '../../lib/plan/converge.ts';
import { planMachines } from '../../lib/plan/plan.ts';
import { renderDocuments } from '../../lib/render/documents.ts';
import { encodeUnitFile } from '../../lib/systemd/unit-file.ts';
import { fillingOf } from '../../lib/template.ts';
import { clusterFrom, threeMachines } from '../fixtures.ts';

const { secrets } = threeMachines();

/** Machines that differ in everything that a plan follows from. */
const cluster = clusterFrom(`
name: demo
nomad: { version: 1.11.3 }
networks:
  servers: { subnets: [10.10.0.0/24, "fd00:10::/64"] }
  clients: { subnets: [10.20.0.0/24, 10.21.0.0/24, "fd00:20::/64"], gateways: [10.20.0.1, 10.21.0.1, "fd00:20::1"] }
server: { network: servers }
client:
  network: clients
  drivers: [exec, docker]
  meta: { text: 'blank-0-0; "quoted" \\ naïve' }
  config: { client: { gc_max_allocs: 7, reserved: { reserved_ports: "9100" } } }
extra:
  files: [{ path: /etc/motd, content: "blank-0-0;\\n" }]
  units:
    nomad-client.service: { dropIns: { 50-own.conf: "[Service]\\nNice=1\\n" } }
machines:
  s1: { interfaces: [{ network: servers, name: eth0, address: 10.10.0.11 }, { network: clients, name: eth1, address: 10.20.0.11 }] }
  s2: { roles: [server], interfaces: [{ network: servers, address: 10.10.0.12 }] }
  s3: { roles: [server], interfaces: [{ network: servers, addresses: ["fd00:10::13", 10.10.0.13] }] }
  c1: { roles: [client], interfaces: [{ network: clients, address: 10.20.0.21 }] }
  c2: { roles: [client], interfaces: [{ network: clients, address: 10.21.0.22 }], datacenter: dc2 }
  c3: { roles: [client], interfaces: [{ network: clients, address: "fd00:20::23" }], target: { platform: ec2 } }
  c4: { roles: [client], interfaces: [{ network: clients }], client: { nodeClass: big, meta: { other: "1" } } }
  c5: { roles: [client], interfaces: [{ network: clients, mac: "52:54:00:00:00:05" }], target: { platform: ec2 } }
  c6: { roles: [client], interfaces: [{ network: clients, address: 10.20.0.26 }], client: { nodePool: gpu, config: { client: { gc_max_allocs: 9 } } } }
  c7: { roles: [client], interfaces: [{ network: clients, address: 10.20.0.27 }], target: { format: ignition, os: fedora-coreos } }
`);
const plans = [...planMachines(cluster, secrets)];
const contentOf = ({ files }: MachinePlan, path: string) => files.find((file) => file.path === path)?.content;
const planOf = (of: Cluster, name: string) =>
  [
    ...planMachines(
      of,
      secrets,
      of.machines.filter((one) => one.name === name),
    ),
  ][0];

test('a client’s configuration and the parameters are those that their encoders give for this machine alone', () => {
  const context = buildContext(cluster, secrets);
  for (const [index, machine] of cluster.machines.entries()) {
    const plan = plans[index] as MachinePlan;
    if (machine.client) {
      const { address, interfaceName } = bindingOn(cluster, machine.interfaces, 'clients');
      const identity = { name: machine.name, address, interfaceName };
      const config = clientConfig(context, kindOfClient(machine, machine.client), identity);
      assert.is(contentOf(plan, '/etc/nomad-client.d/agent.json'), encodeAgentConfig(config));
    }
    const { notBefore = '', notAfter = '' } = plan.certificates[0] ?? {};
    const words = [
      machine.name,
      ...[notBefore, notAfter].map((instant) => String(Date.parse(instant) / 1000)),
      ...machine.roles.map((role) => bindingOn(cluster, machine.interfaces, `${role}s`).prefixes.join(' ')),
      ...(machine.client ? [machine.server ? '1536' : '512'] : []),
    ];
    const parameters = encodeParameters(parametersOf(context, machine.roles, words));
    assert.is(contentOf(plan, '/etc/nomad-firstboot/parameters'), parameters);
  }
});

test('what is noted of a file or unit gives its content', () => {
  for (const { files, units, certificates } of plans) {
    const notedFiles = files.flatMap((file) => noted(file, file.content));
    const notedUnits = units.flatMap(({ content }) =>
      typeof content === 'object' ? noted(content, encodeUnitFile(content)) : [],
    );
    const isClient = certificates.some(({ role }) => role === 'client');
    assert.equal([notedFiles.length, notedUnits.length], isClient ? [2, 1] : [1, 0]);
    for (const { filled, content } of [...notedFiles, ...notedUnits]) assert.is(filled, content);
  }
});

function noted(part: object, content: string): { readonly filled: string; readonly content: string }[] {
  const filling = fillingOf(part);
  return filling ? [{ filled: filling.template.fill(filling.words), content }] : [];
}

test('a document of parts that were encoded once is the document of a plan that shares nothing', () => {
  for (const plan of plans) assert.equal(renderDocuments(plan), renderDocuments(structuredClone(plan)));
  // In another order, for what comes first is what the others' is made of.
  for (const plan of [...plans].reverse()) assert.equal(renderDocuments(plan), renderDocuments(structuredClone(plan)));
});

test('a machine’s plan does not depend on which machines were planned before', () => {
  for (const { machine, ...plan } of plans) assert.equal(planOf(cluster, machine), { machine, ...plan });
});

test.run();
