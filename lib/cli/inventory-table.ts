/** The inventory as a table for people: a line for each interface, the machine's own words on its first. */

import { attachSentence } from '../output/attach.ts';
import type { Inventory, InventoryMachine } from '../output/inventory.ts';
import { grouped } from '../output/words.ts';
import { platforms } from '../targets/platforms.ts';

const header = ['MACHINE', 'ROLES', 'DATACENTER', 'NETWORK', 'ADDRESS', 'MAC', 'BYTES', 'LIMIT'];

/** All of it as one text; machines are built one after the other, and their lines kept. */
export function* inventoryTable({ machines }: Inventory): Iterable<string> {
  const rows: (readonly string[])[] = [header];
  const footer = new Set<string>();
  for (const machine of machines) {
    rows.push(...rowsOf(machine));
    footer.add(documentsOf(machine));
    footer.add(`${platforms[machine.platform].title}: ${attachSentence(machine)}`);
  }
  yield `${aligned(rows)}\n${[...footer].join('\n')}\n`;
}

function rowsOf({ name, roles, datacenter, networks, size }: InventoryMachine): readonly (readonly string[])[] {
  const { countedBytes, limitBytes } = size;
  const bytes = [grouped(countedBytes), limitBytes === null ? 'none' : grouped(limitBytes)];
  return Object.entries(networks).map(([network, { addresses, mac, interface: device }], index) => {
    const place = [network, addresses.join(' ') || 'DHCP', mac ?? device ?? '-'];
    return index === 0 ? [name, roles.join(' '), datacenter, ...place, ...bytes] : ['', '', '', ...place, '', ''];
  });
}

/** One line for all machines whose documents are the same. */
function documentsOf({ name, documents }: InventoryMachine): string {
  const words = Object.values(documents).map(({ path, sensitive }) => {
    const [file = '', ...folders] = path.split('/').reverse();
    const shown = [
      ...folders.reverse().map((folder, at, all) => (at === all.length - 1 && folder === name ? 'NAME' : folder)),
      file,
    ];
    return `${shown.join('/')}${sensitive ? ' (holds keys)' : ''}`;
  });
  return `Documents: ${words.join(', ')}`;
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => rows.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0));
  const padded = (cell: string, column: number) =>
    column < 6 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(padded).join('  ').trimEnd()}\n`).join('');
}
