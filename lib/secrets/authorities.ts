/** Checks the certificate authorities of a secrets file, and brings their PEM into one form. */

import { X509Certificate } from 'node:crypto';
import { type DescriptionPath, type Diagnostic, isError } from '../diagnostics.ts';
import { type ReadCertificate, readCertificate } from '../pki/certificate.ts';
import { type Authority, readScalar } from '../pki/issuer.ts';
import { encodePrivateKey, publicPoint } from '../pki/p256.ts';
import { countPem, encodePem } from '../pki/pem.ts';
import { type SecretsProblem, secretsProblem } from './problems.ts';

/** The authorities when there is no error, and every problem. */
export interface CheckedAuthorities {
  readonly authorities?: readonly [Required<Authority>, ...Authority[]];
  readonly diagnostics: readonly Diagnostic[];
}

interface Findings {
  readonly authority?: Authority;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks each authority: a CA certificate, not ended, with a key of its own; the first must have one and it must be
 * P-256. No diagnostic quotes anything.
 * @param issuedAt seconds since 1970; NaN, where it is not known, passes
 */
export function checkAuthorities(given: readonly Authority[], issuedAt: number): CheckedAuthorities {
  const findings = given.map((authority, index) => checkAuthority(authority, index, issuedAt));
  const diagnostics = findings.flatMap((finding) => finding.diagnostics);
  const [first, ...others] = findings.flatMap(({ authority }) => authority ?? []);
  const isComplete = !diagnostics.some(isError);
  if (!isComplete || first?.privateKey === undefined) return { diagnostics };
  const signer = Object.freeze({ certificate: first.certificate, privateKey: first.privateKey });
  return { authorities: Object.freeze([signer, ...others] as const), diagnostics };
}

function checkAuthority({ certificate: text, privateKey }: Authority, index: number, issuedAt: number): Findings {
  const path: DescriptionPath = ['authorities', index];
  const problem = (code: SecretsProblem, key: keyof Authority) => secretsProblem(code, [...path, key]);
  const certificate = readPem(text);
  if (!certificate) return { diagnostics: [problem('authority-certificate-unreadable', 'certificate')] };
  const key = privateKey === undefined ? undefined : checkKey(privateKey, certificate);
  const keyProblem = typeof key === 'string' ? key : undefined;
  const hasEnded = certificate.validity.notAfter <= issuedAt;
  const diagnostics = [
    ...(certificate.isAuthority ? [] : [problem('authority-not-ca', 'certificate')]),
    ...(hasEnded ? [problem(index === 0 ? 'authority-expired' : 'authority-no-longer-valid', 'certificate')] : []),
    ...(index === 0 && privateKey === undefined ? [problem('authority-key-missing', 'privateKey')] : []),
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
