/** Durations as the description writes them: Go's notation, a whole number and one unit. */

const secondsIn: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** Of a duration that the schema has let pass, such as `500ms`, `10s` or `1m`: in seconds. */
export function durationSeconds(duration: string): number {
  const unit = duration.replace(/^\d+/, '');
  return Number.parseInt(duration, 10) * (secondsIn[unit] ?? Number.NaN);
}
