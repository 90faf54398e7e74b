/** Checks the certificate authorities of a secrets file, and brings their PEM into one form. */

import { X509Certificate } from 'node:crypto';
import { type DescriptionPath, type Diagnostic, isError } from '../diagnostics.ts';
import type { Authority } from '../pki/authority.ts';
import { type ReadCertificate, readCertificate } from '../pki/certificate.ts';
import { readScalar } from '../pki/issuer.ts';
import { encodePrivateKey, publicPoint } from '../pki/p256.ts';
import { countPem, encodePem } from '../pki/pem.ts';
import { type SecretsProblem, secretsProblem } from './problems.ts';
import type { SecretsFile } from './secrets.generated.ts';

/** The authorities when there is no error, and every problem. */
interface CheckedAuthorities {
  readonly trusted?: { readonly authorities: readonly Authority[]; readonly signer: Required<Authority> };
  readonly diagnostics: readonly Diagnostic[];
}

interface Findings {
  readonly authority?: Authority;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks each authority: a CA certificate, not ended, with a key of its own. Exactly one signs: it must have a key, and
 * that on P-256. No diagnostic quotes anything.
 * @param issuedAt seconds since 1970; NaN, if it is not known, passes
 */
export function checkAuthorities(file: SignedFile, issuedAt: number): CheckedAuthorities {
  const signers = signerIndexes(file);
  const findings = file.authorities.map((authority, index) => {
    return checkAuthority(authority, index, signers.includes(index), issuedAt);
  });
  const diagnostics = [...signerProblems(signers), ...findings.flatMap((finding) => finding.diagnostics)];
  const signer = findings[signers[0] ?? -1]?.authority;
  if (diagnostics.some(isError) || !canSign(signer)) return { diagnostics };
  const authorities = Object.freeze(findings.flatMap(({ authority }) => authority ?? []));
  return { trusted: { authorities, signer }, diagnostics };
}

type SignedFile = Pick<SecretsFile, 'format' | 'authorities'>;

/** Those that are marked; in a file of format 1 without a mark the first one. */
function signerIndexes({ format, authorities }: SignedFile): readonly number[] {
  const marked = authorities.flatMap(({ signs }, index) => (signs ? [index] : []));
  return format === 1 && marked.length === 0 ? [0] : marked;
}

function signerProblems(signers: readonly number[]): readonly Diagnostic[] {
  if (signers.length === 0) return [secretsProblem('authority-signer-missing', ['authorities'])];
  return signers.slice(1).map((index) => secretsProblem('authority-signer-twice', ['authorities', index, 'signs']));
}

function canSign(authority: Authority | undefined): authority is Required<Authority> {
  return authority?.privateKey !== undefined;
}

function checkAuthority(given: Authority, index: number, signs: boolean, issuedAt: number): Findings {
  const { certificate: text, privateKey } = given;
  const path: DescriptionPath = ['authorities', index];
  const problem = (code: SecretsProblem, key: keyof Authority) => secretsProblem(code, [...path, key]);
  const certificate = readPem(text);
  if (!certificate) return { diagnostics: [problem('authority-certificate-unreadable', 'certificate')] };
  const key = privateKey === undefined ? undefined : checkKey(privateKey, certificate);
  const keyProblem = typeof key === 'string' ? key : undefined;
  const hasEnded = certificate.validity.notAfter <= issuedAt;
  const diagnostics = [
    ...(certificate.isAuthority ? [] : [problem('authority-not-ca', 'certificate')]),
    ...(hasEnded ? [problem(signs ? 'authority-expired' : 'authority-no-longer-valid', 'certificate')] : []),
    ...(signs && privateKey === undefined ? [problem('authority-key-missing', 'privateKey')] : []),
    ...(keyProblem ? [problem(keyProblem, 'privateKey')] : []),
  ];
  if (diagnostics.some(isError)) return { diagnostics };
  return { authority: inOneForm(certificate, key), diagnostics };
}

interface AuthorityCertificate extends ReadCertificate {
  readonly der: Uint8Array;
  readonly isAuthority: boolean;
}

function readPem(text: string): AuthorityCertificate | undefined {
  if (countPem('CERTIFICATE', text) !== 1) return undefined;
  try {
    const { raw: der, ca: isAuthority } = new X509Certificate(text);
    return { ...readCertificate(der), der, isAuthority };
  } catch {
    return undefined;
  }
}

/** A key on P-256 as PKCS#8 in PEM, written by this code whatever wrote it before. */
interface CheckedKey {
  readonly pem: string;
}

function checkKey(privateKey: string, { publicKeyOctets }: ReadCertificate): CheckedKey | SecretsProblem {
  const scalar = readKey(privateKey);
  if (scalar === undefined) return 'authority-key-unreadable';
  if (scalar === 'another curve') return 'authority-key-unsupported';
  const point = publicPoint(scalar);
  if (!point.equals(publicKeyOctets)) return 'authority-key-mismatch';
  return { pem: encodePem('PRIVATE KEY', encodePrivateKey(scalar, point)) };
}

function readKey(privateKey: string): Buffer | 'another curve' | undefined {
  try {
    return readScalar(privateKey) ?? 'another curve';
  } catch {
    return undefined;
  }
}

/** The same PEM whatever the line ends and remarks in the file: bundles hold the certificates octet for octet. */
function inOneForm({ der }: AuthorityCertificate, key: CheckedKey | string | undefined): Authority {
  const certificate = encodePem('CERTIFICATE', der);
  return Object.freeze({ certificate, ...(typeof key === 'object' && { privateKey: key.pem }) });
}
