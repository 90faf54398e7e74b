/** The platforms whose machines are booted as virtual machines. */

import type { Emulation } from '../emulation.ts';
import { ec2Machine } from '../emulations/ec2.ts';
import { hetznerMachine } from '../emulations/hetzner.ts';

export interface Row {
  /** The machine with this number, from 1. */
  readonly machine: (number: number) => Emulation;
  /** Whether cloud-init asks the service again at a restart; else it knows the machine by its firmware's serial number. */
  readonly asksAgain: boolean;
}

export const rows = {
  ec2: { machine: ec2Machine, asksAgain: true },
  hetzner: { machine: hetznerMachine, asksAgain: false }, // DataSourceHetzner.py, check_instance_id
} satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof rows;
