/** Makes a cluster's certificate authority (RFC 5280), with the field's library; only a new secrets file needs it. */

import { webcrypto } from 'node:crypto';
import { serialNumber } from './certificate.ts';
import { keyIdentifier } from './extensions.ts';
import { encodePrivateKey, encodePublicKey, publicPoint, scalarFromExtraBits } from './p256.ts';
import { encodePem } from './pem.ts';
import { prepareSigningKey, type SigningKey, sign, signVerified } from './rfc6979.ts';
import { validityFrom } from './validity.ts';

/** A certificate authority as the secrets file holds it. */
export interface Authority {
  /** PEM (RFC 7468). */
  readonly certificate: string;
  /** P-256 key, PKCS#8 in PEM; absent where the authority is only trusted. */
  readonly privateKey?: string;
}

/** 20 years of 365 days. */
const VALIDITY_DAYS = 20 * 365;

/**
 * Makes a certificate authority: P-256, path length 0, keyCertSign and cRLSign, 20 years from `issuedAt` on.
 * @param cluster the cluster's name
 * @param keyMaterial 48 random octets
 * @param issuedAt seconds since 1970
 * @returns the same authority for the same inputs
 */
export async function createAuthority(
  cluster: string,
  keyMaterial: Uint8Array,
  issuedAt: number,
): Promise<Required<Authority>> {
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const scalar = scalarFromExtraBits(keyMaterial);
  const point = publicPoint(scalar);
  const identifier = keyIdentifier(point).toString('hex');
  const name = authorityName(cluster, identifier);
  const { notBefore, notAfter } = validityFrom(issuedAt, VALIDITY_DAYS);
  const privateKey = encodePrivateKey(scalar, point);
  const content = {
    serialNumber: serialNumber(Buffer.from(JSON.stringify([name, identifier, notBefore, notAfter]))).toString('hex'),
    subject: name,
    issuer: name,
    notBefore: new Date(notBefore * 1000),
    notAfter: new Date(notAfter * 1000),
    publicKey: encodePublicKey(point),
    signingKey: await importSigningKey(privateKey),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      new x509.SubjectKeyIdentifierExtension(identifier),
    ],
  };
  const provider = deterministicProvider(prepareSigningKey(scalar));
  const { rawData } = await x509.X509CertificateGenerator.create(content, provider);
  return Object.freeze({
    certificate: encodePem('CERTIFICATE', new Uint8Array(rawData)),
    privateKey: encodePem('PRIVATE KEY', privateKey),
  });
}

/** The key's identifier in the name tells two authorities of a cluster apart while one takes over from the other. */
function authorityName(cluster: string, identifier: string) {
  return [{ O: [cluster] }, { CN: [`Nomad CA ${identifier.slice(0, 8)}`] }];
}

/** The library wants a key of Web Cryptography beside what it is signed by. */
function importSigningKey(pkcs8: Uint8Array): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
}

/** Web Cryptography as far as the library uses it here: signs with RFC 6979 instead of a random nonce. */
function deterministicProvider(key: SigningKey): webcrypto.Crypto {
  const signature = async (_algorithm: unknown, _key: unknown, message: ArrayBuffer) => {
    const octets = new Uint8Array(message);
    signVerified(key, octets);
    // The same signature once more, in the form of Web Cryptography: r and s one after the other.
    const { r, s } = sign(key.scalar, octets);
    return Uint8Array.of(...r, ...s).buffer;
  };
  return { subtle: { sign: signature } } as unknown as webcrypto.Crypto;
}
