/** Runs programs of the host and gives back what they said. */
import { type SpawnOptions, spawn } from 'node:child_process';

export type Outcome = {
  /** Exit status; 128 and the signal's absence of a status are both reported as 128. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
};

export type CommandOptions = {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** After this many milliseconds the program is killed and counts as failed. */
  readonly timeoutMs?: number;
};

/** Runs a program to its end and gives back how it ended, whatever that is; throws only if it cannot be started. */
export function attempt(argv: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
  const { input = '', timeoutMs = 120_000, ...rest } = options;
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...rest, timeout: timeoutMs, killSignal: 'SIGKILL' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.on('error', () => {}); // a program may end without reading its input
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        status: code ?? 128,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
    child.stdin.end(input);
  });
}

/** Runs a program and gives back its standard output; throws with its standard error if it fails. */
export async function run(argv: readonly string[], options: CommandOptions = {}): Promise<string> {
  const outcome = await attempt(argv, options);
  if (outcome.status === 0) return outcome.stdout;
  const said = (outcome.stderr.trim() || outcome.stdout.trim()).slice(-2000);
  throw new Error(`${argv.join(' ').slice(0, 300)}: exit status ${outcome.status}: ${said}`);
}

/** Runs a program that takes minutes, its output going to the terminal as it comes; it ends when this process does. */
export function runLoudly(argv: readonly string[], options: SpawnOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...argv], {
      ...options,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${argv.join(' ')}: exit status ${code}`))));
  });
}
