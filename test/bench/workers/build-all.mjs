/**
 * Builds a description in memory and prints `{ machines, characters, certificates }`: `build-all.mjs DESCRIPTION
 * SECRETS`. What any way out of the process has to do at least; the whole process is timed from outside.
 */

import { readFileSync } from 'node:fs';
import { buildAll, readSecrets } from './bundles.mjs';

const [descriptionPath, secretsPath] = process.argv.slice(2);
process.stdout.write(JSON.stringify(buildAll(readFileSync(descriptionPath, 'utf8'), readSecrets(secretsPath))));
