/** Rows against the tools of today, each where it is installed. */

import type { Row } from '../bench.ts';
import { nomadLeaf, opensslLeaves } from './tool-leaves.ts';
import { byHand, images } from './tool-machines.ts';

export const toolsRow: Row = {
  name: 'tools',
  title: 'leaves, images and whole machines by openssl, nomad, genisoimage, xorrisofs, cloud-localds',
  async *measure(bench) {
    yield* opensslLeaves(bench);
    yield* nomadLeaf(bench);
    yield* images(bench);
    yield* byHand(bench);
  },
};
