/**
 * Boots the fixture with releases of Nomad from the oldest that runs to the usual one, and keeps the log.
 * `node --import tsx test/boot/versions.ts [VERSION...]`: all of them, or those named. With NOMAD_BIN it boots that binary
 * alone, whose `nomad version` says which release the description names.
 */

import { parseArgs } from 'node:util';
import { hashOfBundles, versionBoots, writeLog } from '../kept-logs.ts';
import { createReport } from './promises/report.ts';
import { givenBinary, releaseBinary, versionOf } from './rehearsal/nomad.ts';
import { rootImage } from './rehearsal/root-image.ts';
import { enterSandbox } from './rehearsal/sandbox.ts';
import { play, type Scenario } from './scenario.ts';
import { bootedReleases, versionScenario } from './version-scenarios.ts';

const { positionals: named } = parseArgs({ allowPositionals: true });
const judged = hashOfBundles(await versionBoots.bundles());
await rootImage('debian-13');
const chosen = await choose();
const sandbox = await enterSandbox();
const report = createReport();
for (const scenario of chosen) await play(sandbox, scenario, report);
const status = report.close();
if (chosen.length === bootedReleases.length && status === 0)
  writeLog(
    versionBoots,
    judged,
    chosen.map(({ name }) => name),
    report.lines,
  );
process.exit(status);

async function choose(): Promise<readonly Scenario[]> {
  const given = givenBinary();
  if (given) return [versionScenario(await versionOf(given), given)];
  const releases = named.length > 0 ? named : bootedReleases;
  const scenarios: Scenario[] = [];
  for (const release of releases) scenarios.push(versionScenario(release, await releaseBinary(release)));
  return scenarios;
}
