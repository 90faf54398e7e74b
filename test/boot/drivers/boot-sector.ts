/** A disk for a PC that is one sector and says one thing: a virtual machine that runs within a second. */

/** The sector that says a text on the first serial port, and halts (16-bit code at 7C00h, interrupts left alone). */
export function bootSector(said: string): Buffer {
  const begin = [0x31, 0xc0, 0x8e, 0xd8, 0xfc, 0xbe, 0x16, 0x7c]; // ds = 0; cld; si = 7C16h, where the text is
  const each = [0xac, 0x08, 0xc0, 0x74, 0x06]; // al = [si++]; at its end to the halt
  const send = [0xba, 0xf8, 0x03, 0xee, 0xeb, 0xf5]; // out 3F8h, al; to the next
  const halt = [0xf4, 0xeb, 0xfd];
  const sector = Buffer.alloc(512);
  Buffer.concat([Buffer.from([...begin, ...each, ...send, ...halt]), Buffer.from(`${said}\0`, 'latin1')]).copy(sector);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}
