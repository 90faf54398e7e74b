/** Keeps the memory of large builds small. */

/** A description of thousands of machines, or one of ranges that stands for as many, is large. */
const manyCharacters = 200_000;
const manyMachines = 1000;

/**
 * Lets the heap grow by a fifth of what is in use between two collections of it, and not to several times that: what a
 * build leaves behind is garbage at once, and a collection takes milliseconds.
 */
export async function keepHeapSmall(size: { readonly characters?: number; readonly machines?: number }): Promise<void> {
  if ((size.characters ?? 0) < manyCharacters && (size.machines ?? 0) < manyMachines) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--heap-growing-percent=20');
}
