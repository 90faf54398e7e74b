/**
 * Boots a client for each driver that runs here, and takes away one capability of the drivers' table after the other:
 * each time the driver's job has to fail. Writes its log. `node --import tsx test/boot/drivers.ts`
 */

import { driverMachines, hashOfBundles, writeLog } from '../kept-logs.ts';
import { capabilitiesAreNeeded, driversRun } from './drivers/promises.ts';
import { machinesBecomeReady } from './promises/first-boot.ts';
import { createReport } from './promises/report.ts';
import { enterSandbox } from './rehearsal/sandbox.ts';
import { play } from './scenario.ts';
import { driversScenario } from './scenarios.ts';
import { fetchParts } from './stage.ts';

const judged = hashOfBundles(await driverMachines.bundles());
await fetchParts([driversScenario.root]);
const sandbox = await enterSandbox();
const report = createReport();
const promises = [machinesBecomeReady, driversRun, capabilitiesAreNeeded];
await play(sandbox, { ...driversScenario, promises }, report);
const status = report.close();
if (status === 0) writeLog(driverMachines, judged, [driversScenario.name], report.lines);
process.exit(status);
