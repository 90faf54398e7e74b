/** QEMU's options for the tables that Linux shows as /sys/class/dmi/id. */

import type { Emulation } from '../emulation.ts';

export function firmware({ dmi }: Emulation): string[] {
  const { sys_vendor: vendor, product_name: product, product_uuid: uuid, product_serial: serial } = dmi;
  const system = Object.entries({ manufacturer: vendor, product, uuid, serial }).filter(([, value]) => value);
  const asset = dmi['chassis_asset_tag'];
  return [
    ...['-smbios', ['type=1', ...system.map(([key, value]) => `${key}=${value}`)].join(',')],
    ...(asset === undefined ? [] : ['-smbios', `type=3,asset=${asset}`]),
  ];
}
