/**
 * Times NoCloud images in process: `images.mjs DESCRIPTION SECRETS FOLDER` makes one for each machine, writes it to a
 * file of its own, and prints `{ ms, images, octets }`, milliseconds for each. The bundles are built before; half of
 * the images are made first and not counted.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCluster } from '../../../dist/lib/index.js';
import { packBundles } from '../../../dist/lib/pack/cluster-bundles.js';
import { readSecrets } from './bundles.mjs';

const [descriptionPath, secretsPath, folder] = process.argv.slice(2);
const { cluster } = loadCluster(readFileSync(descriptionPath, 'utf8'));
const packed = [...packBundles(cluster, readSecrets(secretsPath))];
const half = packed.length >> 1;

/** @param {typeof packed} some */
function write(some) {
  let octets = 0;
  for (const { bundle, image } of some) {
    const bytes = image();
    if (bytes.toString('latin1', 32769, 32774) !== 'CD001') throw new Error('this is no ISO 9660 image');
    writeFileSync(join(folder, `${bundle.machine}.iso`), bytes, { mode: 0o600 });
    octets += bytes.length;
  }
  return octets;
}

mkdirSync(folder);
write(packed.slice(0, half));
const start = performance.now();
const octets = write(packed.slice(half));
const images = packed.length - half;
process.stdout.write(JSON.stringify({ ms: (performance.now() - start) / images, images, octets }));
