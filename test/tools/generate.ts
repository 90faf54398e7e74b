/**
 * Writes everything that is generated, from one list: what follows from the JSON Schemas (types, tables of keys, defaults
 * and expectations, validators compiled ahead of time; JSON Schema 2020-12), and the programs that go on the machines.
 * The build and the tests begin with it; none of it is committed, so none of it can be stale.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compile } from 'json-schema-to-typescript';
import { deepReadonly } from './deep-readonly.ts';
import { embeddedScripts } from './embed-scripts.ts';

const command = 'npm run generate';
const banner = `// Generated from schemas/ by \`${command}\`: do not edit.`;
const root = new URL('../../', import.meta.url);
const standaloneCode = createRequire(import.meta.url)('ajv/dist/standalone').default as (
  ajv: Ajv2020,
  refsOrFunction: unknown,
) => string;

type Schema = { readonly [word: string]: unknown };

/** A source schema and the names of what is generated from it. */
interface Source {
  readonly schema: string;
  readonly typeName: string;
  /** Where types and tables go, and where the validator goes: paths without `.generated.ts`. */
  readonly types: string;
  readonly validator: string;
  /** Prefix of the tables' names. */
  readonly word: string;
}

const sources: readonly Source[] = [
  {
    schema: 'schemas/cluster.schema.json',
    typeName: 'ClusterDescription',
    types: 'lib/cluster/description',
    validator: 'lib/load/shape/description-validator',
    word: 'description',
  },
  {
    schema: 'schemas/secrets.schema.json',
    typeName: 'SecretsFile',
    types: 'lib/secrets/secrets',
    validator: 'lib/secrets/secrets-validator',
    word: 'secrets',
  },
];

/** The words of a schema that people read and validation does not. */
const annotations = new Set(['title', 'description', 'examples', 'default', 'x-expects']);

/** Words whose value maps names to schemas: there `title` would be a name and not an annotation. */
const mapsOfSchemas = new Set(['properties', '$defs']);

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A copy without the given words, at every level. */
function without(schema: Schema, words: ReadonlySet<string>): Schema {
  const entries = Object.entries(schema).filter(([word]) => !words.has(word));
  return Object.fromEntries(
    entries.map(([word, value]) => {
      if (!isSchema(value)) return [word, value];
      if (!mapsOfSchemas.has(word)) return [word, without(value, words)];
      const members = Object.entries(value).map(([name, member]) => [name, without(member as Schema, words)]);
      return [word, Object.fromEntries(members)];
    }),
  );
}

/** The schema with a `$ref` replaced by what it points at; words beside the `$ref` win. */
function dereference(schema: Schema, top: Schema): Schema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const name = reference.replace('#/$defs/', '');
  return { ...(top['$defs'] as Record<string, Schema>)[name], ...schema };
}

/** Calls `visit` for each schema of a document with the words that lead to it; `*` stands for any key or index. */
function walk(
  schema: Schema,
  top: Schema,
  path: readonly string[],
  visit: (s: Schema, path: readonly string[]) => void,
) {
  const here = dereference(schema, top);
  visit(here, path);
  for (const [name, member] of Object.entries((here['properties'] as Record<string, Schema>) ?? {})) {
    walk(member, top, [...path, name], visit);
  }
  for (const word of ['items', 'additionalProperties']) {
    const member = here[word];
    if (isSchema(member)) walk(member, top, [...path, '*'], visit);
  }
}

/** Whether a machine has the cluster's value by default. */
function isOfCluster(words: string): boolean {
  return /^machines\.\*\.(?:nomad|users|extra|server|client)\b/.test(words);
}

/** The three tables that diagnostics and defaults are read from. */
function tables(schema: Schema, word: string): string {
  const keys: Record<string, string[]> = {};
  const defaults: Record<string, unknown> = {};
  const expectations: Record<string, string> = {};
  walk(schema, schema, [], (here, path) => {
    const at = path.join('.');
    if (here['additionalProperties'] === false) keys[at] = Object.keys(here['properties'] as object);
    if ('default' in here && !isOfCluster(at)) defaults[at] = here['default'];
    if (typeof here['pattern'] === 'string' && typeof here['x-expects'] === 'string') {
      expectations[here['pattern']] = here['x-expects'];
    }
  });
  return [
    '/** The keys that each object knows, by the words that lead to it; `*` stands for any key or index. */',
    `export const ${word}Keys: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(keys, null, 2)};`,
    '',
    '/** The documented defaults, by the words that lead to them. */',
    `export const ${word}Defaults = ${JSON.stringify(defaults, null, 2)} as const;`,
    '',
    '/** What each pattern of the schema asks for, in words. */',
    `export const ${word}Expectations: Readonly<Record<string, string>> = ${JSON.stringify(expectations, null, 2)};`,
  ].join('\n');
}

/** Titles are for people; the types take their names from the definitions: `network` gives `NetworkDescription`. */
function namedForTypes(schema: Schema, name: string): Schema {
  const bare = without(schema, new Set(['title', 'examples', 'default', 'x-expects']));
  const definitions = Object.entries((bare['$defs'] ?? {}) as Record<string, Schema>).map(([key, definition]) => {
    const typeName = `${key.charAt(0).toUpperCase()}${key.slice(1)}Description`;
    return [key, definition['type'] === 'object' ? { ...definition, title: typeName } : definition];
  });
  return { ...bare, title: name, $defs: Object.fromEntries(definitions) };
}

async function typesOf(schema: Schema, name: string): Promise<string> {
  const untitled = namedForTypes(schema, name);
  const options = { bannerComment: '', additionalProperties: false, ignoreMinAndMaxItems: true };
  return deepReadonly(await compile(untitled, name, options));
}

/**
 * ajv joins the errors of a `$ref` by `concat`, which copies all earlier ones each time: with a hundred thousand wrong
 * machines that takes hours. The errors of a `$ref` are a fresh list or none, so they can be appended in place.
 */
function appendingInPlace(code: string): string {
  const joined = /vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g;
  const append = [
    'function append(errors, more) {',
    '  if (errors === null) return more;',
    '  for (const error of more) errors.push(error);',
    '  return errors;',
    '}',
  ].join('\n');
  const fast = code.replace(joined, 'append(vErrors, $1.errors)');
  if (fast.includes('.concat(')) throw new Error('ajv joins errors in another way than appendingInPlace knows');
  return fast === code ? code : `${fast}\n${append}`;
}

function validatorOf(schema: Schema): string {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: true,
    unicodeRegExp: false,
    code: { source: true, esm: true, lines: true },
  });
  const code = standaloneCode(ajv, ajv.compile(without(schema, annotations)));
  if (/\brequire\(|^\s*import\s/m.test(code)) {
    throw new Error(
      'the compiled validator needs a module at run time: avoid minLength, maxLength, uniqueItems, format',
    );
  }
  return appendingInPlace(code.replace('"use strict";\n', ''));
}

/** A copy without references to other files, which are for editors: what they say is checked by code of our own. */
function alone(schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key === '$ref' && !value.startsWith('#') ? undefined : value)),
  );
}

/** Beside the schema that refers to it. It is made of the library's own table, which needs what comes before. */
async function agentConfigSchema(): Promise<GeneratedFiles> {
  const { agentSchema } = await import('./agent-schema.ts');
  return { 'schemas/agent-config.generated.json': `${JSON.stringify(agentSchema())}\n` };
}

/** What is generated from a schema. */
async function filesOf(source: Source): Promise<GeneratedFiles> {
  const schema = alone(JSON.parse(readFileSync(new URL(source.schema, root), 'utf8')));
  const types = await typesOf(schema, source.typeName);
  return {
    [`${source.types}.generated.ts`]: `${banner}\n\n${types}\n${tables(schema, source.word)}\n`,
    [`${source.validator}.generated.ts`]: `${banner}\n// @ts-nocheck\n${validatorOf(schema)}\n`,
  };
}

/** Path, from the top of the project, to text. */
type GeneratedFiles = Readonly<Record<string, string>>;

/** All that is generated: a generator that is not in this list makes nothing. */
const generators: readonly (() => GeneratedFiles | Promise<GeneratedFiles>)[] = [
  ...sources.map((source) => () => filesOf(source)),
  embeddedScripts,
  agentConfigSchema,
];

function currentText(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, root), 'utf8');
  } catch {
    return undefined;
  }
}

/** By a file beside it and a rename, for tests in other processes may read the one that is there. */
function write(path: string, text: string): void {
  const partial = `${fileURLToPath(new URL(path, root))}.${process.pid}`;
  writeFileSync(partial, text);
  renameSync(partial, new URL(path, root));
}

for (const generate of generators) {
  for (const [path, text] of Object.entries(await generate())) {
    if (currentText(path) === text) continue;
    write(path, text);
    process.stdout.write(`written: ${path}\n`);
  }
}
