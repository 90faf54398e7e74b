/** Numbers and lists of names as they stand in sentences. */

/** A whole number with its thousands apart: `5,000`. Node's own formatting loads its tables for 20 ms first. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A number with its noun: `1 machine`, `5,000 machines`. */
export function count(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** The first few of many names: `n1, n2, n3 and 4 more`. */
export function fewOf(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${grouped(rest)} more` : names.join(', ');
}
