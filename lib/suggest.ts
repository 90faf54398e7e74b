/** "Did you mean …": the known word that a mistyped one was most likely meant to be. */

/**
 * The nearest of the known words, if one is near enough to be a slip of the hand; case, - and _ do not count.
 * @param otherNames known words by what others call them, in small letters, without - and _
 */
export function nearestWord(
  received: string,
  known: readonly string[],
  otherNames: ReadonlyMap<string, string> = new Map(),
): string | undefined {
  if (received.length > 64) return undefined;
  const folded = fold(received);
  const named = otherNames.get(folded);
  if (named !== undefined && known.includes(named)) return named;
  const near = known
    .map((word) => ({ word, distance: editDistance(folded, fold(word)) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)) && distance < word.length);
  const strangeness = (word: string) => Math.abs(word.length - received.length);
  near.sort((a, b) => a.distance - b.distance || strangeness(a.word) - strangeness(b.word));
  return near[0]?.word;
}

function fold(word: string): string {
  return word.toLowerCase().replace(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
