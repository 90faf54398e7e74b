/** Every emulation by its platform. */

import type { Emulation } from '../emulation.ts';
import { ec2 } from './ec2.ts';
import { hetzner } from './hetzner.ts';
import { nocloud } from './nocloud.ts';

export const emulations = { nocloud, ec2, hetzner } satisfies Readonly<Record<string, Emulation>>;

export type EmulationName = keyof typeof emulations;
