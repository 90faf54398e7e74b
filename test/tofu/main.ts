/**
 * OpenTofu itself evaluates the examples of docs/examples on what the command writes, with stand-ins for resources
 * (stand-ins.ts says how far that goes). `npm run test:tofu`
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatSecrets } from '../../lib/secrets/secrets.ts';
import { testSecrets } from '../../lib/secrets/test-secrets.ts';
import { createReport } from '../boot/promises/report.ts';
import { hashOfBundles, tofuExamples, writeLog } from '../kept-logs.ts';
import { examples, examplesFolder, examplesToJudge } from './examples.ts';
import { judgeExternal } from './external.ts';
import { judgeExample } from './judge.ts';
import { isolatedTofu } from './opentofu.ts';
import { said } from './plan.ts';

const folder = mkdtempSync(join(tmpdir(), 'nomad-firstboot-tofu-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

const judged = hashOfBundles(await examplesToJudge());
const tofu = await isolatedTofu(folder);
const report = createReport();
const secrets = join(folder, 'secrets.json');
writeFileSync(secrets, formatSecrets(await testSecrets({ name: 'demo' })));

await report.check('the examples have the form of `tofu fmt`', () =>
  said(tofu, examplesFolder, 'fmt', '-check', '-recursive'),
);
for (const example of examples) {
  await part(example.name, () => judgeExample(example, { folder, secrets, tofu, report }));
}
await part('the data source external, with --flat', () => judgeExternal({ folder, secrets, tofu, report }));
const status = report.close();
if (status === 0) writeLog(tofuExamples, judged, ['tofu-examples'], report.lines);
process.exit(status);

async function part(heading: string, judge: () => Promise<void>): Promise<void> {
  report.heading(heading);
  await judge().catch((error) => report.check('the test runs to its end', () => Promise.reject(error)));
}
