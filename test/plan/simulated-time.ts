/**
 * Runs a shipped program of the first boot for hours that pass in seconds, and counts what it costs. Its clock is a file;
 * `sleep` and `nomad` are stand-ins that move it. It runs in a process namespace of its own, where process numbers count
 * every fork, those of subshells too: so the number of a `sleep` tells how many there have been.
 */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveredFile } from '../delivered.ts';
import { inside, placeFiles } from './machine-folder.ts';

/** What the machine is like for the programs that ours asks. */
export interface Surroundings {
  /** What `ip -oneline address show` prints. */
  readonly addresses: string;
  /** Shell patterns of Nomad's arguments, and what it answers to them; it fails where none fits. */
  readonly answers: Readonly<Record<string, string>>;
  /** How long Nomad takes for an answer. */
  readonly answerHundredths: number;
}

/** One pause of the program. */
interface Pause {
  /** When it began, in seconds since the program did. */
  readonly second: number;
  readonly seconds: number;
  /** How many processes there had been by then. */
  readonly processes: number;
}

export interface Course {
  readonly pauses: readonly Pause[];
  /** When Nomad was asked, in seconds since the program began. */
  readonly questions: readonly number[];
  /** The lines on the console. */
  readonly console: readonly string[];
}

const START = 100;
/** Ends a program that ignores its clock. */
const PATIENCE_MS = 600_000;

/** hundredths SECONDS-AS-TEXT: without a fork, for the stand-ins must cost nothing. */
const clock = `
clock=CLOCK/uptime
hundredths() { case $1 in *.*) h=\${1%.*}\${1#*.}; case \${1#*.} in ?) h=\${h}0 ;; esac ;; *) h=\${1}00 ;; esac; h=\${h#0}; h=\${h#0}; }
pass() { read -r now _ <$clock; hundredths "$now"; now=$((h + $1)); rest=$((now % 100 + 100)); echo "$((now / 100)).\${rest#1} 0" >$clock; }
`;

/**
 * Runs the command line of a program of `files`, as a unit has it, until `seconds` have passed or it ends.
 * @param unshare where unshare(1) is
 */
export function runInSimulatedTime(
  unshare: string,
  folder: string,
  files: readonly DeliveredFile[],
  commandLine: string,
  surroundings: Surroundings,
  seconds: number,
): Course {
  placeFiles(
    folder,
    files.map((file) => ({ ...file, content: withClock(folder, file.content) })),
  );
  for (const name of ['run/nomad-firstboot', 'stand-ins']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'uptime'), `${START}.00 0\n`);
  for (const name of ['log', 'questions', 'console']) writeFileSync(join(folder, name), '');
  placeFiles(folder, standIns(folder, surroundings, seconds));
  const namespace = ['--map-root-user', '--pid', '--fork', '--kill-child'];
  const { error } = spawnSync(
    unshare,
    // The first process of a namespace is not ended by signals from inside: a shell around the program is it.
    [...namespace, 'sh', '-c', '"$@"; :', 'sh', ...inside(folder, commandLine).split(' ')],
    { env: { PATH: `${folder}/stand-ins:${process.env['PATH']}` }, stdio: 'ignore', timeout: PATIENCE_MS },
  );
  if (error) throw error;
  return readCourse(folder);
}

/** A program's text that reads our clock, talks to our console and asks our Nomad. */
function withClock(folder: string, text: string): string {
  return text
    .replaceAll('/proc/uptime', `${folder}/uptime`)
    .replaceAll('tee /dev/console', `tee -a ${folder}/console`)
    .replaceAll('/usr/bin/nomad', `${folder}/stand-ins/nomad`);
}

function standIns(folder: string, surroundings: Surroundings, seconds: number) {
  const { addresses, answers, answerHundredths } = surroundings;
  const head = `#!/bin/sh\n${clock.replace('CLOCK', folder)}`;
  const cases = Object.entries(answers).map(([pattern, answer]) => `${pattern}) echo '${answer}' ;;`);
  const end = (START + seconds) * 100;
  const programs = {
    // The limit ends the program by its number, which this process has as its parent's.
    sleep: `${head}hundredths "$1"; mine=$h; pass 0; echo "$now $mine $$" >>${folder}/log\n[ $now -lt ${end} ] || kill $PPID\npass $mine\n`,
    nomad: `${head}pass ${answerHundredths}; echo "$now" >>${folder}/questions\ncase "$*" in\n${cases.join('\n')}\n*) echo refused >&2; exit 1 ;;\nesac\n`,
    ip: `#!/bin/sh\nprintf %s '${addresses}'\n`,
    systemctl: '#!/bin/sh\necho active\n',
    journalctl: '#!/bin/sh\necho a complaint\n',
  };
  return Object.entries(programs).map(([name, content]) => ({ path: `stand-ins/${name}`, content }));
}

function readCourse(folder: string): Course {
  const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').filter(Boolean);
  const since = (hundredths: number) => hundredths / 100 - START;
  const pauses = lines('log').map((line) => {
    const [now = 0, length = 0, processes = 0] = line.split(' ').map(Number);
    return { second: since(now), seconds: length / 100, processes };
  });
  return { pauses, questions: lines('questions').map((at) => since(Number(at))), console: lines('console') };
}
