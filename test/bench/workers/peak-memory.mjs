/**
 * Loaded before a program (`node --import`), writes the process's peak resident set in KiB into the file that
 * BENCH_PEAK_FILE names, when the process ends. VmHWM counts from this program's start on; ru_maxrss, which stands in
 * elsewhere, may on Linux still hold the peak of the process that started it.
 */

import { readFileSync, writeFileSync } from 'node:fs';

process.on('exit', () => {
  writeFileSync(process.env['BENCH_PEAK_FILE'], String(peakKiB()));
});

function peakKiB() {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
}
