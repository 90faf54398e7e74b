/** The tables of docs/ that are made from the rows of platforms, systems and drivers, from the schema and from a plan. */

import type { DocTable } from '../markdown-table.ts';
import { defaultsTable } from './defaults.ts';
import { filesTable, unitsTable } from './machine.ts';
import { serverMemoryTable, updatesTable } from './operations.ts';
import { proofsTable } from './platform-proofs.ts';
import { addressesTable, attachTable, documentsTable, networksTable, platformsTable } from './platforms.ts';
import { readersTable } from './readers.ts';
import { sizesTable } from './sizes.ts';
import { capabilitiesTable, driversTable, systemsTable } from './systems.ts';
import { fixesTable, limitsTable, linesTable } from './versions.ts';

export const factTables: readonly DocTable[] = [
  platformsTable,
  proofsTable,
  attachTable,
  documentsTable,
  networksTable,
  addressesTable,
  systemsTable,
  capabilitiesTable,
  driversTable,
  readersTable,
  sizesTable,
  filesTable,
  unitsTable,
  defaultsTable,
  serverMemoryTable,
  updatesTable,
  linesTable,
  limitsTable,
  fixesTable,
];
