/** Writes the sample output and kills itself, as SIGKILL does, at the given step: `killed-at-step.ts FOLDER STEP VERSION`. */

import { processHost } from '../../lib/cli/host.ts';
import { writeOutput } from '../../lib/cli/write/folder.ts';
import { inspectOutput, locateOutput, recoverOutput } from '../../lib/cli/write/output-folder.ts';
import { sampleContent } from './sample-output.ts';

const [path = '', step, version = ''] = process.argv.slice(2);
const host = processHost();
const folder = locateOutput(path);
recoverOutput(folder, host);
await writeOutput(host, folder, inspectOutput(folder, 'demo'), sampleContent(version), (reached) => {
  if (reached === step) process.kill(process.pid, 'SIGKILL');
});
