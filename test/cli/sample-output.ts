/** A small output for the tests of the output folder, which do not care what is in it. */

import type { OutputContent } from '../../lib/cli/write/folder.ts';
import type { Bundle } from '../../lib/pack/bundle.ts';
import type { MachineBundle } from '../../lib/pack/cluster-bundles.ts';
import { threeMachines } from '../fixtures.ts';

const { cluster } = threeMachines();

function machineOf(name: string): MachineBundle['machine'] {
  const [first] = cluster.machines;
  if (!first) throw new Error('a cluster without machines');
  return { ...first, name };
}

/** Content with one bundle a machine; another `version` gives other bytes. */
export function sampleContent(version: string, machines: readonly string[] = ['n1', 'n2']): OutputContent {
  const bundle = (machine: string): Bundle => ({
    format: 'cloud-init',
    machine,
    instanceId: `demo-${machine}-1`,
    userData: { encoding: 'utf8', content: `#cloud-config\n# ${version} é\n` },
    metaData: { encoding: 'utf8', content: `instance-id: demo-${machine}-1\n` },
    networkConfig: { encoding: 'base64', content: Buffer.from([0, 255, 1]).toString('base64') },
    size: { platform: 'nocloud', encoding: 'plain', countedBytes: 1, metadata: {} },
    certificates: [
      { role: 'server', serialNumber: '01', notBefore: '2026-11-20T00:00:00Z', notAfter: '2036-11-20T00:00:00Z' },
    ],
  });
  return {
    cluster,
    bundles: machines.map((name) => ({ bundle: bundle(name), image: () => undefined, machine: machineOf(name) })),
    withImages: false,
    operatorFiles: () => [{ name: 'token', mode: '0600', content: `${version}\n` }],
  };
}
