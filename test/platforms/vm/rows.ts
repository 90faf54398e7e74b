/** The platforms whose machines are booted as virtual machines: each by the machine of its emulation with a number, from 1. */

import type { Emulation } from '../emulation.ts';
import { ec2Machine } from '../emulations/ec2.ts';
import { hetznerMachine } from '../emulations/hetzner.ts';

type Row = (number: number) => Emulation;

export const rows = { ec2: ec2Machine, hetzner: hetznerMachine } satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof rows;
