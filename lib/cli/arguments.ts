/** The command line: which command, which options, which operands. POSIX utility conventions, parsed by node:util. */

import { parseArgs } from 'node:util';
import { nearestWord } from '../suggest.ts';
import { wrongUsage } from './failure.ts';
import type { WishOptions } from './init/wishes.ts';
import { printable } from './terminal.ts';

export type CommandName = 'build' | 'check' | 'show' | 'explain' | 'inventory' | 'diff' | 'init';

/** Where a build goes: into a folder, or as data to standard output. */
export type BuildOutput =
  | { readonly kind: 'folder'; readonly path: string; readonly withImages: boolean; readonly changesAsJson: boolean }
  | { readonly kind: 'tar'; readonly path: string }
  | { readonly kind: 'machine'; readonly machine: string }
  | { readonly kind: 'json' };

/** What the user asked for. A path of `-` is standard input. */
export type Invocation =
  | { readonly kind: 'help'; readonly topic: CommandName | undefined }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'build';
      readonly description: string;
      readonly secrets: string | undefined;
      readonly locked: boolean;
      readonly output: BuildOutput;
    }
  | {
      readonly kind: 'check';
      readonly description: string;
      readonly secrets: string | undefined;
      readonly at: Date | undefined;
      readonly json: boolean;
    }
  | {
      readonly kind: 'show';
      readonly description: string;
      readonly secrets: string | undefined;
      readonly machine: string;
    }
  | {
      readonly kind: 'explain';
      readonly description: string;
      readonly machine: string;
      /** The setting that is asked about, and what stands below it; all without one. */
      readonly setting: string | undefined;
      readonly json: boolean;
    }
  | {
      readonly kind: 'inventory';
      readonly description: string;
      readonly secrets: string | undefined;
      /** The output folder that paths name. */
      readonly folder: string | undefined;
      readonly withContents: boolean;
      readonly form: 'table' | 'json' | 'flat';
    }
  | {
      readonly kind: 'diff';
      readonly before: string;
      readonly after: string;
      readonly secrets: string | undefined;
      /** Of a description of before, if they are others. */
      readonly earlierSecrets: string | undefined;
      readonly json: boolean;
    }
  | { readonly kind: 'init'; readonly path: string; readonly options: WishOptions };

const optionTypes = {
  out: { type: 'string' },
  secrets: { type: 'string' },
  'old-secrets': { type: 'string' },
  locked: { type: 'boolean' },
  machine: { type: 'string' },
  json: { type: 'boolean' },
  iso: { type: 'boolean' },
  tar: { type: 'string' },
  at: { type: 'string' },
  flat: { type: 'boolean' },
  contents: { type: 'boolean' },
  name: { type: 'string' },
  platform: { type: 'string' },
  os: { type: 'string' },
  servers: { type: 'string' },
  clients: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

type OptionName = keyof typeof optionTypes;
type Options = ReadonlyMap<OptionName, string>;

interface CommandShape {
  readonly options: readonly OptionName[];
  readonly operands: readonly string[];
  /** One more that may be given. */
  readonly lastOperand?: string;
  /** Whether its operands may be left out. */
  readonly mayBeBare?: boolean;
}

const commands: Readonly<Record<CommandName, CommandShape>> = {
  build: { options: ['out', 'secrets', 'locked', 'machine', 'json', 'iso', 'tar'], operands: ['description'] },
  check: { options: ['secrets', 'at', 'json'], operands: ['description'] },
  show: { options: ['secrets'], operands: ['description', 'machine'] },
  explain: { options: ['json'], operands: ['description', 'machine'], lastOperand: 'setting' },
  inventory: { options: ['secrets', 'out', 'json', 'flat', 'contents'], operands: ['description'] },
  diff: { options: ['secrets', 'old-secrets', 'json'], operands: ['earlier output', 'later output'] },
  init: { options: ['platform', 'os', 'servers', 'clients', 'name'], operands: ['file'], mayBeBare: true },
};

/** Reads the arguments after the command's name; throws a failure of wrong usage that says what was expected. */
export function parseArguments(args: readonly string[]): Invocation {
  const { command, operands, options } = splitArguments(args);
  if (options.has('help')) return { kind: 'help', topic: command };
  if (options.has('version')) return { kind: 'version' };
  const name = command ?? 'build';
  checkOptions(name, options);
  checkOperands(name, operands);
  const [description = '', machine = '', setting] = operands;
  const secrets = options.get('secrets');
  if (description === '-' && secrets === '-') {
    throw wrongUsage(
      'standard input cannot be both the description and the secrets',
      'Name a file for one of them.',
      name,
    );
  }
  if (name === 'check') {
    return { kind: 'check', description, secrets, at: parseDay(options.get('at')), json: options.has('json') };
  }
  if (name === 'show') return { kind: 'show', description, secrets, machine };
  if (name === 'explain') return { kind: 'explain', description, machine, setting, json: options.has('json') };
  if (name === 'inventory') return { kind: 'inventory', description, secrets, ...inventoryForm(options) };
  if (name === 'diff') {
    const earlierSecrets = options.get('old-secrets');
    return { kind: 'diff', before: description, after: machine, secrets, earlierSecrets, json: options.has('json') };
  }
  if (name === 'init') return { kind: 'init', path: description || 'cluster.yaml', options };
  return {
    kind: 'build',
    description,
    secrets,
    locked: options.has('locked'),
    output: buildOutput(description, options),
  };
}

function splitArguments(args: readonly string[]) {
  const parsed = parseArgs({
    args: [...args],
    options: optionTypes,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const operands: string[] = [];
  const options = new Map<OptionName, string>();
  let command: CommandName | undefined;
  let operandsOnly = false;
  for (const token of parsed.tokens) {
    if (token.kind === 'option-terminator') operandsOnly = true;
    else if (token.kind === 'option') addOption(options, token);
    else if (!operandsOnly && operands.length === 0 && command === undefined && isSubcommand(token.value))
      command = token.value;
    else operands.push(token.value);
  }
  return { command, operands, options };
}

const subcommands: readonly string[] = Object.keys(commands).filter((name) => name !== 'build');

function isSubcommand(word: string): word is CommandName {
  return subcommands.includes(word);
}

/** A question in front of a mend, where a word that stands for a description is nearly the name of a command. */
export function meantCommand(word: string): string {
  const nearest = nearestWord(word, subcommands);
  return nearest === undefined ? '' : `Did you mean build-userdata ${nearest}? `;
}

function addOption(
  options: Map<OptionName, string>,
  token: { name: string; rawName: string; value: string | undefined; inlineValue: boolean | undefined },
): void {
  if (!Object.hasOwn(optionTypes, token.name)) {
    const names = Object.keys(optionTypes);
    const nearest = nearestWord(token.name, names);
    const mend = nearest
      ? `Did you mean --${nearest}?`
      : `The options are ${names.map((name) => `--${name}`).join(', ')}.`;
    throw wrongUsage(`there is no option ${printable(token.rawName)}`, mend);
  }
  const name = token.name as OptionName;
  const option = `--${name}`;
  if (options.has(name)) throw wrongUsage(`${option} is given twice`, 'Give it once.');
  if (optionTypes[name].type === 'boolean') {
    if (token.value !== undefined) throw wrongUsage(`${option} takes no value`, `Write ${option} alone.`);
    options.set(name, '');
    return;
  }
  const looksLikeAnOption = !token.inlineValue && token.value !== '-' && token.value?.startsWith('-');
  if (!token.value || looksLikeAnOption) throw wrongUsage(`${option} needs a value`, `Write ${option} VALUE.`);
  options.set(name, token.value);
}

function checkOptions(command: CommandName, options: Options): void {
  for (const name of options.keys()) {
    if (commands[command].options.includes(name)) continue;
    const known = commands[command].options.map((option) => `--${option}`).join(', ');
    const subject = command === 'build' ? 'a build' : command;
    const mend = `The options of ${subject} are ${known}.`;
    throw wrongUsage(`${subject} does not take --${name}`, mend, command);
  }
}

function checkOperands(command: CommandName, operands: readonly string[]): void {
  const { operands: expected, lastOperand, mayBeBare = false } = commands[command];
  const missing = mayBeBare ? undefined : expected[operands.length];
  if (missing === 'description') {
    throw wrongUsage(
      'the description is missing',
      'Name the file that describes the cluster, or - for standard input.',
      command,
    );
  }
  if (missing !== undefined)
    throw wrongUsage(`the ${missing} is missing`, `Name one ${missing} of the description.`, command);
  const surplus = operands[expected.length + (lastOperand === undefined ? 0 : 1)];
  if (surplus === undefined) return;
  const all = [...expected, ...(lastOperand === undefined ? [] : [lastOperand])];
  const words = all.map((operand) => `one ${operand}`).join(' and ');
  throw wrongUsage(
    `${JSON.stringify(surplus)} is one argument too many`,
    `${meantCommand(operands[0] ?? '')}Expected ${words}.`,
    command,
  );
}

function inventoryForm(options: Options) {
  const [isJson, isFlat, withContents] = [options.has('json'), options.has('flat'), options.has('contents')];
  if (isJson && isFlat) throw wrongUsage('--json and --flat cannot be combined', 'Choose one.', 'inventory');
  const form = isFlat ? 'flat' : isJson ? 'json' : 'table';
  if (withContents && form === 'table')
    throw wrongUsage('--contents goes with --json or --flat', 'Add one of them.', 'inventory');
  return { form, withContents, folder: options.get('out')?.replace(/(?<=.)\/+$/, '') } as const;
}

function buildOutput(description: string, options: Options): BuildOutput {
  const path = options.get('out');
  // With a folder, JSON is how it is told what changed there.
  const json = options.has('json') && path === undefined;
  const chosen = (['out', 'machine', 'json', 'tar'] as const).filter((name) =>
    name === 'json' ? json : options.has(name),
  );
  if (chosen.length > 1) {
    throw wrongUsage(
      `--${chosen.join(' and --')} cannot be combined`,
      'Choose one: a folder, one machine, JSON or an archive.',
    );
  }
  if (options.has('iso') && !options.has('out')) throw wrongUsage('--iso goes with --out FOLDER', 'Add --out FOLDER.');
  const archive = options.get('tar');
  if (archive !== undefined) return { kind: 'tar', path: archive };
  if (json) return { kind: 'json' };
  const machine = options.get('machine');
  if (machine !== undefined) return { kind: 'machine', machine };
  if (path !== undefined)
    return { kind: 'folder', path, withImages: options.has('iso'), changesAsJson: options.has('json') };
  const mend =
    'Add --out FOLDER, --machine NAME, --json or --tar FILE; to see problems only: build-userdata check FILE.';
  throw wrongUsage('it is not said where the bundles go', meantCommand(description) + mend);
}

/** A day (`2030-01-31`, from its first second in UTC) or a moment (`2030-01-31T12:00:00Z`). */
function parseDay(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\dZ)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.replace(/Z$/, ''));
  if (isReal) return date;
  throw wrongUsage(
    `--at ${JSON.stringify(text)} is not a day`,
    'Write a day as 2030-01-31 or a moment as 2030-01-31T12:00:00Z.',
    'check',
  );
}
