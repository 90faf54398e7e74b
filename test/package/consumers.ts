/** Programs of people who have installed the package, as ES modules and as CommonJS, in JavaScript and TypeScript. */

const description = `{
  name: 'demo',
  nomad: { version: '1.11.3' },
  networks: { lan: { subnets: ['10.0.0.0/24'], nameservers: ['10.0.0.1'] }, work: { subnet: '10.1.0.0/24' } },
  server: { network: 'lan', config: { autopilot: { min_quorum: 1 }, audit: [{ sink: [{ a: [{ rotate_bytes: 12 }] }] }] } },
  client: { network: 'work', drivers: ['exec', 'docker'], metadataReaders: ['agent.service'] },
  users: [{ name: 'ada', sshAuthorizedKeys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIK0wmN/Cr3JXqmLW7u+g9pTh+wyqDHpSQEIQczXkVx9q'] }],
  machines: {
    only: {
      roles: ['server', 'client'],
      interfaces: [
        { network: 'lan', mac: '52:54:00:00:00:01', address: '10.0.0.2' },
        { network: 'work', mac: '52:54:00:00:01:01', address: '10.1.0.2' },
      ],
    },
  },
}`;

/** The same for the command. */
export const descriptionAsJson = JSON.stringify(new Function(`return ${description}`)());

const body = `
  const cluster = defineCluster(description);
  const secrets = await testSecrets(cluster);
  const bundle = buildBundle(cluster, secrets, 'only');
  if (bundle?.format !== 'cloud-init') throw new Error('no bundle');
  const bytes = documentBytes(bundle.userData);
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith('#cloud-config\\n')) throw new Error('no cloud-config');
  if (!showBundle(cluster, secrets, 'only')?.includes('sha256')) throw new Error('nothing redacted');
  if (checkBuild(cluster, secrets).length > 0) throw new Error('problems');
  if (parseManifest(formatManifest(buildManifest(cluster, secrets)))?.cluster !== 'demo') throw new Error('no manifest');
  let archived = 0;
  for await (const chunk of buildArchive(cluster, secrets)) archived += chunk.length;
  if (archived < 10_000) throw new Error('no archive');
  try {
    defineCluster({ ...description, name: 'Not A Name' });
    throw new Error('a wrong name passes');
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
  }
`;

const names =
  'buildArchive, buildBundle, buildManifest, checkBuild, DescriptionError, defineCluster, documentBytes, formatManifest, parseManifest, showBundle, testSecrets';

const asModule = `import { ${names} } from 'nomad-firstboot';
import { writeFileSync } from 'node:fs';
const description = ${description};
${body}
writeFileSync(process.argv[2], bytes);
`;

const asCommonJs = `const { ${names} } = require('nomad-firstboot');
const { writeFileSync } = require('node:fs');
const description = ${description};
(async () => {${body}
  writeFileSync(process.argv[2], bytes);
})();
`;

/** Writes the user-data of the one machine into the file that is its argument, and says nothing. */
export const runnable = { 'consumer.mjs': asModule, 'consumer.cjs': asCommonJs } as const;

/** Nothing of Node's is known to it, and none of its values can be changed. */
const typed = `import {
  type BuildChanges, type Bundle, buildChanges, type Cluster, type ClusterDescription, compareManifests,
  type Diagnostic, endingCertificates, loadCluster, type Manifest, type OutputFile, buildOutput, type Secrets,
  planMachines, ${names}
} from 'nomad-firstboot';
declare class TextDecoder { decode(bytes: Uint8Array): string; }
const description = ${description} as const;
const sameAsType: ClusterDescription = description;
export async function check(): Promise<Uint8Array> {${body}
  const manifest: Manifest = buildManifest(cluster, secrets);
  const changes: BuildChanges = buildChanges(manifest, cluster, secrets);
  const problems: readonly Diagnostic[] = loadCluster('name: demo').diagnostics;
  const files: Iterable<OutputFile> = buildOutput(cluster, secrets, { withImages: true });
  const ending = endingCertificates(cluster, secrets, new Date(0));
  const hostnames: string[] = [...planMachines(cluster, secrets)].map(({ hostname }) => hostname);
  const given: [Cluster, Secrets, Bundle] = [cluster, secrets, bundle];
  void [changes, problems, files, ending, hostnames, given, compareManifests(undefined, manifest), sameAsType];
  return bytes;
}
`;

/** A way in which TypeScript can look for modules, and a file that it judges so. */
export interface TypedConsumer {
  readonly name: string;
  /** Of which a compiler is asked: the newest one no longer knows all ways. */
  readonly typescript: string;
  readonly file: string;
  readonly text: string;
  readonly module: string;
  readonly moduleResolution: string;
}

const [newest, last5] = ['7.0.2', '5.9.3'];
const resolved = (name: string, typescript: string, file: string, module: string, moduleResolution: string) => {
  return { name, typescript, file, text: typed, module, moduleResolution };
};

export const typedConsumers: readonly TypedConsumer[] = [
  resolved('nodenext, an ES module', newest, 'nodenext.mts', 'nodenext', 'nodenext'),
  resolved('nodenext, CommonJS', newest, 'nodenext.cts', 'nodenext', 'nodenext'),
  resolved('node16, an ES module', last5, 'node16.mts', 'node16', 'node16'),
  resolved('node16, CommonJS', last5, 'node16.cts', 'node16', 'node16'),
  resolved('bundler', newest, 'bundler.ts', 'esnext', 'bundler'),
  resolved('node10, CommonJS', last5, 'node10.ts', 'commonjs', 'node10'),
];
