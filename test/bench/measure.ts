/** Figures that a busy machine does not spoil: two works in turns, medians of their ratios, and how far they spread. */

/** What one round gave, both in the same unit. */
export interface Pair {
  readonly ours: number;
  readonly other: number;
}

/** The middle of some figures, and the quartiles between which half of them lie. */
export interface Spread {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** The spread of at least one figure; between two figures a quartile is interpolated. @throws RangeError for none */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) throw new RangeError('nothing was measured');
  return below + (above - below) * (place - Math.floor(place));
}

/**
 * Runs both works once in each round, so that whatever else the machine does troubles both alike. The one that goes
 * second finds warmer caches, so the order changes with every round.
 * @param rounds a list for the side of each round, for example what `rounds()` of the bench gives
 * @param ours gives its own figure
 * @param other gives the figure that ours is compared with
 */
export async function interleave(
  rounds: Iterable<number>,
  ours: () => Promise<number>,
  other: () => Promise<number>,
): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const round of rounds) {
    if (round % 2 === 0) {
      const first = await other();
      pairs.push({ ours: await ours(), other: first });
    } else {
      const first = await ours();
      pairs.push({ ours: first, other: await other() });
    }
  }
  return pairs;
}
