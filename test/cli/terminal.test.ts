/** Promises about terminals and pipes: progress and colour only where they belong, and names that are safe to print. */

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { progressLine, startProgress } from '../../lib/cli/progress.ts';
import { isColourful, printable, shellWord } from '../../lib/cli/terminal.ts';
import { count, fewOf } from '../../lib/output/words.ts';
import { recorder, testHost } from './harness.ts';

/** A host whose clock is set by hand. */
function watched(isTTY: boolean, env: Record<string, string> = {}) {
  const clock = { ms: 0 };
  const host = testHost([], { stderr: recorder({ isTTY, columns: 60 }), elapsedMs: () => clock.ms, env });
  return { host, clock };
}

test('a long build on a terminal shows machines done of all, rate and time left, and takes the line away', () => {
  const { host, clock } = watched(true);
  const progress = startProgress(host, 5000);
  for (let done = 1; done <= 1200; done += 1) {
    clock.ms = done;
    progress.advance();
  }
  progress.clear();
  const lines = host.stderr.text().split('\r\x1b[K');
  assert.is(lines[1], '500 of 5,000 machines, 1,000/s, 5 s left');
  assert.is(lines.length, 10, 'every 100 ms, from 500 ms on, and once more to clear');
  assert.is(lines.at(-1), '');
});

test('a short build shows no progress', () => {
  const { host, clock } = watched(true);
  const progress = startProgress(host, 3);
  clock.ms = 499;
  progress.advance();
  progress.clear();
  assert.is(host.stderr.text(), '');
});

test('a pipe and a terminal that cannot move its cursor see no progress', () => {
  for (const { host, clock } of [watched(false), watched(true, { TERM: 'dumb' })]) {
    const progress = startProgress(host, 3);
    clock.ms = 10_000;
    progress.advance();
    progress.clear();
    assert.is(host.stderr.text(), '');
  }
});

test('data that is shown on the terminal is not broken by progress', () => {
  const shown = (stdoutIsTTY: boolean, into: 'a file' | 'standard output') => {
    const { host, clock } = watched(true);
    const both = testHost([], { ...host, stdout: recorder({ isTTY: stdoutIsTTY }), elapsedMs: () => clock.ms });
    const progress = startProgress(both, 3, into);
    clock.ms = 10_000;
    progress.advance();
    return host.stderr.text() !== '';
  };
  assert.equal(
    [shown(true, 'standard output'), shown(false, 'standard output'), shown(true, 'a file')],
    [false, true, true],
  );
});

test('the progress line never wraps', () => {
  const { host, clock } = watched(true);
  const narrow = testHost([], { ...host, stderr: recorder({ isTTY: true, columns: 20 }) });
  const progress = startProgress(narrow, 5000);
  clock.ms = 1000;
  progress.advance();
  assert.is(narrow.stderr.text(), '\r\x1b[K1 of 5,000 machines');
  const unknown = testHost([], { ...host, stderr: recorder({ isTTY: true, columns: 0 }), elapsedMs: () => clock.ms });
  const wide = startProgress(unknown, 2);
  clock.ms += 1000;
  wide.advance();
  assert.is(unknown.stderr.text(), '\r\x1b[K1 of 2 machines, 1.0/s, 1 s left');
});

test('rate and time left are told in units that fit', () => {
  assert.is(progressLine(1, 300, 1000), '1 of 300 machines, 1.0/s, 5 min left');
  assert.is(progressLine(300, 300, 1000), '300 of 300 machines, 300/s, 0 s left');
  assert.is(progressLine(1, 1, 0), '1 of 1 machines, 1,000/s, 0 s left');
});

test('colour is for terminals, unless NO_COLOR says otherwise', () => {
  assert.is(isColourful(watched(true).host), true);
  assert.is(isColourful(watched(false).host), false);
  assert.is(isColourful(watched(true, { NO_COLOR: '1' }).host), false);
  assert.is(isColourful(watched(true, { NO_COLOR: '' }).host), true);
  assert.is(isColourful(watched(true, { TERM: 'dumb' }).host), false);
});

test('a name with control characters never reaches a terminal as it is', () => {
  assert.is(printable('out put/é'), 'out put/é');
  assert.is(printable('a\x1b[31m\n'), '"a\\u001b[31m\\n"');
  assert.is(printable('a\u202eb'), '"a\\u202eb"');
});

test('a path in a command can be copied into a shell', () => {
  assert.is(shellWord('a/b-c.json'), 'a/b-c.json');
  assert.is(shellWord("it's here"), "'it'\\''s here'");
  assert.is(shellWord('$(reboot)'), "'$(reboot)'");
  assert.is(shellWord('-f'), './-f');
  assert.is(shellWord('a\nb'), "$'a\\u000ab'");
});

test('numbers and lists read like a sentence', () => {
  assert.is(count(1, 'machine'), '1 machine');
  assert.is(count(5000, 'machine'), '5,000 machines');
  assert.is(fewOf(['a', 'b']), 'a, b');
  assert.is(fewOf(['a', 'b', 'c', 'd', 'e', 'f', 'g']), 'a, b, c, d, e and 2 more');
});

test.run();
