/** Figures as people read them: three digits that count, with their unit. */

import type { Spread } from './measure.ts';

/** Milliseconds: `0.301 ms`, `12.4 ms`, `5.26 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${threeDigits(ms)} ms` : `${threeDigits(ms / 1000)} s`;
}

/** A duration with its quartiles in the same unit: `5.26 s (5.19..5.40)`. */
export function durationSpread({ median, lower, upper }: Spread): string {
  const shown = (ms: number) => threeDigits(median < 1000 ? ms : ms / 1000);
  return `${duration(median)} (${shown(lower)}..${shown(upper)})`;
}

/** A plain figure with its quartiles: `4.4 (4.3..4.6)`. */
export function figureSpread({ median, lower, upper }: Spread): string {
  return `${threeDigits(median)} (${threeDigits(lower)}..${threeDigits(upper)})`;
}

function threeDigits(value: number): string {
  const decimals = value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0;
  return value.toFixed(decimals);
}

/** A whole number with its thousands apart: `5,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
