/**
 * The problems of a secrets file. None of their texts holds anything that was read from the file: what stands in it
 * must not end up in a terminal, a log or a pipeline's record.
 */

import type { DescriptionPath, Diagnostic, DiagnosticCode, Severity } from '../diagnostics.ts';

const restore = 'restore the file from a backup or from version control; new secrets would renew every certificate';

const problems = {
  'secrets-empty': ['error', 'expected a secrets file, received nothing: the file is empty', restore],
  'secrets-encrypted': [
    'error',
    'expected a secrets file, received an encrypted one',
    'decrypt it on the way: sops -d FILE | build-userdata DESCRIPTION --secrets -, or with the tool that encrypted it',
  ],
  'secrets-not-json': [
    'error',
    'expected a secrets file in JSON, received another text: it was cut off, or changed by hand',
    restore,
  ],
  'secrets-format-unknown': [
    'error',
    'expected a secrets file of format 1, received another format',
    'use the version of nomad-firstboot that wrote the file, or a newer one',
  ],
  'secrets-of-another-cluster': [
    'error',
    'expected the secrets of this cluster, received those of another',
    'give this cluster its own secrets file; keys follow from its name, so a renamed cluster needs new secrets',
  ],
  'secrets-incomplete': ['error', 'expected a value, received none', restore],
  'secrets-unknown-key': [
    'error',
    'expected only keys that a secrets file has, received another',
    'remove it; remarks belong in the key note',
  ],
  'secrets-invalid': ['error', 'expected a value of another form', restore],
  'authority-certificate-unreadable': [
    'error',
    'expected one certificate in PEM, received something else',
    'give one CERTIFICATE block, complete with its first and last line',
  ],
  'authority-not-ca': [
    'error',
    'expected the certificate of an authority (basicConstraints CA, keyUsage keyCertSign), received another',
    'give the certificate of an authority',
  ],
  'authority-expired': [
    'error',
    'expected a first authority that lives beyond issuedAt, received one that ends before it',
    'put a newer authority first, or correct issuedAt',
  ],
  'authority-no-longer-valid': [
    'warning',
    'expected trusted authorities that live beyond issuedAt, received one that ends before it',
    'remove it once no certificate of it is in use',
  ],
  'authority-key-missing': [
    'error',
    'expected the private key of the first authority, which signs, received none',
    'add its privateKey, or put the authority that has one first',
  ],
  'authority-key-unreadable': [
    'error',
    'expected a private key in PEM without a passphrase, received something else',
    'give the key as PKCS#8 in PEM: openssl pkcs8 -topk8 -nocrypt converts',
  ],
  'authority-key-unsupported': [
    'error',
    'expected a private key on the curve P-256, received another',
    'use an authority with a P-256 key; others can stay behind it as trusted ones, without their key',
  ],
  'authority-key-mismatch': [
    'error',
    'expected the private key of this certificate, received that of another',
    'give the key and the certificate that were made together',
  ],
} as const satisfies Readonly<Record<string, readonly [Severity, string, string]>>;

/** The stable names of a secrets file's problems. */
export type SecretsProblem = keyof typeof problems;

/** Every code, in the order of the table. */
export const secretsProblems = Object.freeze(Object.keys(problems)) as readonly SecretsProblem[];

/**
 * A problem at a place in the secrets file.
 * @param expected what belongs there, in place of the table's sentence; words of this program, never of the file
 */
export function secretsProblem(code: SecretsProblem, path: DescriptionPath = [], expected?: string): Diagnostic {
  const [severity, message, mend] = problems[code];
  return Object.freeze({
    code: code as string as DiagnosticCode,
    severity,
    path: Object.freeze(path),
    message: expected ? `expected ${expected}, received something else` : message,
    mend,
  });
}
