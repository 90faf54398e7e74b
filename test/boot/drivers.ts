/**
 * Boots a client for each driver that runs here, and takes away one capability of the drivers' table after the other:
 * each time the driver's job has to fail. Writes its log. `node --import tsx test/boot/drivers.ts`
 */

import { fileURLToPath } from 'node:url';
import { driverMachines, hashOfBundles, writeLog } from '../kept-logs.ts';
import { capabilitiesAreNeeded, driversRun } from './drivers/promises.ts';
import { machinesBecomeReady } from './promises/first-boot.ts';
import { createReport } from './promises/report.ts';
import { enterSandbox } from './rehearsal/sandbox.ts';
import { play, type Scenario } from './scenario.ts';
import { fetchParts } from './stage.ts';

/** With a copy of the root for each machine: exec's chroot is links there, and copies over a shared one. */
const scenario: Scenario = {
  name: 'drivers',
  about: 'a client for each driver, with what the table gives it, and with one capability less',
  description: { path: fileURLToPath(new URL('drivers/cluster.yaml', import.meta.url)) },
  root: 'drivers-13',
  format: 'cloud-init',
  isCopied: true,
  promises: [machinesBecomeReady, driversRun, capabilitiesAreNeeded],
};

const judged = hashOfBundles(await driverMachines.bundles());
await fetchParts([scenario.root]);
const sandbox = await enterSandbox();
const report = createReport();
await play(sandbox, scenario, report);
const status = report.close();
if (status === 0) writeLog(driverMachines, judged, [scenario.name], report.lines);
process.exit(status);
