/** Reads a secrets file and checks everything about it that the file alone can tell. */

import { type DescriptionPath, type Diagnostic, diagnostic, isError } from '../diagnostics.ts';
import { parseInstant } from '../pki/validity.ts';
import { checkAuthorities } from './authorities.ts';
import { type SecretsProblem, secretsProblem } from './problems.ts';
import type { SecretsFile } from './secrets.generated.ts';
import { type Secrets, sealed } from './secrets.ts';
import { validate } from './secrets-validator.generated.ts';

/** What became of a secrets file: the secrets when there is no error, and every problem. */
export interface ParsedSecrets {
  readonly secrets?: Secrets;
  readonly diagnostics: readonly Diagnostic[];
}

/** What belongs at each place, for people. */
const expectations: Readonly<Record<string, string>> = {
  note: 'a text',
  forTests: 'true or false',
  cluster: "the cluster's name",
  issuedAt: 'a moment in UTC to the second, for example 2026-11-22T00:00:00Z',
  generation: 'a whole number from 1 to 1000000',
  authorities: 'a list of at least one authority',
  signs: 'true or false',
  certificate: 'a certificate in PEM',
  privateKey: 'a private key in PEM',
  gossipKey: '32 bytes in standard base64',
  bootstrapToken: 'a UUID in lower case, or { "revoked": true }',
  leafSeed: '32 bytes in standard base64',
};

/**
 * Reads the text of a secrets file for a cluster. Never throws, and no diagnostic quotes anything out of the text.
 * @param clusterName the description's
 * @returns the secrets, frozen, unless there is an error among the diagnostics
 */
export function parseSecrets(text: string, clusterName: string): ParsedSecrets {
  const value = parseJson(text);
  if (value === undefined) return failed(secretsProblem(notJsonProblem(text)));
  if (isObject(value) && 'sops' in value) return failed(secretsProblem('secrets-encrypted'));
  if (isObject(value) && 'format' in value && value['format'] !== 1 && value['format'] !== 2) {
    return failed(secretsProblem('secrets-format-unknown', ['format']));
  }
  const shape = checkShape(value);
  const isAnothers = isObject(value) && typeof value['cluster'] === 'string' && value['cluster'] !== clusterName;
  const diagnostics = isAnothers
    ? [diagnostic('secrets-of-another-cluster', ['cluster'], { cluster: clusterName }), ...shape]
    : shape;
  if (shape.length > 0) return failed(...diagnostics);
  return checkContents(value as SecretsFile, diagnostics);
}

function failed(...diagnostics: readonly Diagnostic[]): ParsedSecrets {
  return Object.freeze({ diagnostics: Object.freeze(diagnostics) });
}

/** The parser's own message is dropped: it quotes the text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function notJsonProblem(text: string): SecretsProblem {
  if (text.trim() === '') return 'secrets-empty';
  const isEncrypted = /^\s*(-----BEGIN (AGE|PGP)|age-encryption\.org|\$ANSIBLE_VAULT)/.test(text);
  return isEncrypted ? 'secrets-encrypted' : 'secrets-not-json';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface SchemaError {
  /** JSON Pointer (RFC 6901) of known keys and indexes only: the schema refuses all others. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: { readonly missingProperty?: string };
}

/** What the schema says, each place once. */
function checkShape(value: unknown): Diagnostic[] {
  if (validate(value)) return [];
  const errors: readonly SchemaError[] = (validate as { errors?: readonly SchemaError[] | null }).errors ?? [];
  const problems = errors.map(({ instancePath, keyword, params }) => {
    const path = pointerToPath(instancePath);
    // Either of two forms: what each of them misses is one problem.
    if (path[0] === 'bootstrapToken') return secretsProblem('secrets-token-form', ['bootstrapToken']);
    if (keyword === 'required') return secretsProblem('secrets-incomplete', [...path, params.missingProperty ?? '']);
    if (keyword === 'additionalProperties') return secretsProblem('secrets-unknown-key', path);
    return secretsProblem('secrets-invalid', path, expectations[String(path.at(-1))] ?? 'an object');
  });
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.path.join('.')}`, problem])).values()];
}

function pointerToPath(pointer: string): DescriptionPath {
  const words = pointer.split('/').slice(1);
  return words.map((word) => (/^\d+$/.test(word) ? Number(word) : word));
}

/** What the schema cannot say: moments, canonical base64, certificates and keys. */
function checkContents(file: SecretsFile, found: readonly Diagnostic[]): ParsedSecrets {
  const invalid = (key: keyof SecretsFile) => secretsProblem('secrets-invalid', [key], expectations[key]);
  const issuedAt = parseInstant(file.issuedAt);
  const checked = checkAuthorities(file, issuedAt ?? Number.NaN);
  const diagnostics = [
    ...found,
    ...(file.forTests ? [secretsProblem('secrets-for-tests', ['forTests'])] : []),
    ...(issuedAt === undefined ? [invalid('issuedAt')] : []),
    ...(['gossipKey', 'leafSeed'] as const).filter((key) => !isCanonicalBase64(file[key])).map(invalid),
    ...checked.diagnostics,
    ...(typeof file.bootstrapToken === 'string' ? [] : [secretsProblem('secrets-token-revoked', ['bootstrapToken'])]),
  ];
  if (!checked.trusted || diagnostics.some(isError)) return failed(...diagnostics);
  const { format: _format, ...rest } = file;
  const bootstrapToken = typeof rest.bootstrapToken === 'string' ? rest.bootstrapToken : undefined;
  const secrets = sealed({ ...rest, ...checked.trusted, bootstrapToken });
  return Object.freeze({ secrets, diagnostics: Object.freeze(diagnostics) });
}

/** No bits are set beyond the last octet (RFC 4648 3.5): each key has one spelling. */
function isCanonicalBase64(text: string): boolean {
  return Buffer.from(text, 'base64').toString('base64') === text;
}
