/** A certificate authority made ready to issue: everything that is the same for all leaves, parsed and encoded once. */

import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Authority } from './authority.ts';
import { readCertificate } from './certificate.ts';
import { readElement } from './der.ts';
import { authorityKeyIdentifier, ExtensionId, keyIdentifier } from './extensions.ts';
import { prepareSigningKey, type SigningKey } from './rfc6979.ts';
import type { Validity } from './validity.ts';

/** What `issueLeaf` needs of an authority. It holds the private key: never print it. */
export interface Issuer {
  /** The authority's Name in DER, octet for octet as in its certificate. */
  readonly name: Uint8Array;
  /** The AuthorityKeyIdentifier extension of its leaves, in DER. */
  readonly authorityKeyIdentifier: Uint8Array;
  readonly validity: Validity;
  readonly key: SigningKey;
}

/**
 * Prepares an authority, once for each build.
 * @throws TypeError when it has no P-256 key; a parsed secrets file's signer always has one
 */
export function prepareIssuer(authority: Authority): Issuer {
  if (authority.privateKey === undefined) throw new TypeError('this authority has no private key to sign with');
  const scalar = readScalar(authority.privateKey);
  if (!scalar) throw new TypeError('the private key is not a P-256 key');
  const certificate = readCertificate(new X509Certificate(authority.certificate).raw);
  const ownIdentifier = certificate.extensions.get(ExtensionId.subjectKeyIdentifier);
  const identifier = ownIdentifier ? readElement(ownIdentifier).content : keyIdentifier(certificate.publicKeyOctets);
  return Object.freeze({
    name: certificate.subject,
    authorityKeyIdentifier: authorityKeyIdentifier(identifier),
    validity: Object.freeze(certificate.validity),
    key: prepareSigningKey(scalar),
  });
}

/**
 * The scalar of a P-256 key in PEM: 32 octets; `undefined` for a key of another kind.
 * @throws TypeError for any other text, without quoting it
 */
export function readScalar(privateKey: string): Buffer | undefined {
  const { crv, d } = readJwk(privateKey);
  return crv === 'P-256' && d !== undefined ? Buffer.from(d, 'base64url') : undefined;
}

function readJwk(privateKey: string) {
  const key = readKey(privateKey);
  try {
    return key.export({ format: 'jwk' });
  } catch {
    // A key that JWK has no name for.
    return {};
  }
}

function readKey(privateKey: string) {
  try {
    return createPrivateKey(privateKey);
  } catch {
    throw new TypeError('the private key is not readable');
  }
}
