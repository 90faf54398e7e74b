/** Runs the command from its source, as bin/build-userdata runs its build. */

import { runProcess } from '../../lib/cli/main.ts';

await runProcess();
