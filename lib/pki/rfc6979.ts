/**
 * Deterministic ECDSA on P-256 with SHA-256 (RFC 6979): the same key and message give the same signature, as a
 * reproducible build needs. node:crypto does the point product and the hashes; the remaining arithmetic modulo n is
 * not constant in time, so its inverse is blinded. Made for signing at build time, not for a network service.
 */

import { type KeyObject, verify } from 'node:crypto';
import { sequence, unsignedInteger } from './der.ts';
import { inverse } from './inverse.ts';
import { numberToOctets, ORDER, octetsToNumber, publicKeyObject, publicPoint, SCALAR_OCTETS } from './p256.ts';
import { hmacSha256, sha256 } from './sha256.ts';

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

/** A private key, ready to sign and to check what it signed. */
export interface SigningKey {
  /** 32 octets in [1, n-1]. */
  readonly scalar: Uint8Array;
  readonly publicKey: KeyObject;
}

/** A signature: two numbers of 32 octets each. */
export interface Signature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
}

/** Prepares a private key for any number of signatures. @throws when the scalar's 32 octets are not in [1, n-1] */
export function prepareSigningKey(scalar: Uint8Array): SigningKey {
  return Object.freeze({ scalar, publicKey: publicKeyObject(publicPoint(scalar)) });
}

/**
 * Signs the SHA-256 hash of a message (RFC 6979 2.4 and 3.2). Not checked: what leaves the program goes through
 * `signVerified`.
 */
export function sign(scalar: Uint8Array, message: Uint8Array): Signature {
  const digest = octetsToNumber(sha256(message)) % ORDER;
  const privateKey = octetsToNumber(scalar);
  for (const nonce of nonces(scalar, numberToOctets(digest))) {
    const r = octetsToNumber(publicPoint(nonce.octets).subarray(1, 1 + SCALAR_OCTETS)) % ORDER;
    const s = solve(nonce, privateKey, digest, r);
    if (r !== 0n && s !== 0n) return { r: numberToOctets(r), s: numberToOctets(s) };
  }
  throw new Error('unreachable: there is always another nonce');
}

/**
 * Signs a message and checks the signature with the public key before giving it out, so that no slip of this code and
 * no fault of the machine can leak the key through a wrong one.
 * @returns ECDSA-Sig-Value in DER (RFC 3279 2.2.3)
 * @throws Error when the signature does not verify
 */
export function signVerified(key: SigningKey, message: Uint8Array): Buffer {
  const signature = encodeSignature(sign(key.scalar, message));
  if (!verify('sha256', message, key.publicKey, signature)) throw new Error('a signature did not verify');
  return signature;
}

/** ECDSA-Sig-Value in DER (RFC 3279 2.2.3). */
export function encodeSignature({ r, s }: Signature): Buffer {
  return sequence(unsignedInteger(r), unsignedInteger(s));
}

interface Nonce {
  /** k, 32 octets in [1, n-1]. */
  readonly octets: Uint8Array;
  readonly k: bigint;
  /** In [1, n-1], from the generator's state before k, which nobody can guess without the key and nothing else uses. */
  readonly blinding: bigint;
}

/** The nonces of RFC 6979 3.2, in order; all but one time in 2^32 the first serves. Letters as in the RFC. */
function* nonces(x: Uint8Array, digest: Uint8Array): Generator<Nonce, void> {
  let K: Buffer = Buffer.alloc(32, 0);
  let V: Buffer = Buffer.alloc(32, 1);
  K = hmacSha256(K, V, ZERO, x, digest);
  V = hmacSha256(K, V);
  K = hmacSha256(K, V, ONE, x, digest);
  V = hmacSha256(K, V);
  for (;;) {
    const blinding = (octetsToNumber(V) % (ORDER - 1n)) + 1n;
    V = hmacSha256(K, V);
    const k = octetsToNumber(V);
    if (k > 0n && k < ORDER) yield { octets: V, k, blinding };
    K = hmacSha256(K, V, ZERO);
    V = hmacSha256(K, V);
  }
}

/** s = (digest + r x) / k modulo n (RFC 6979 2.4 step 5), both halves multiplied by the blinding factor, which cancels. */
function solve({ k, blinding }: Nonce, privateKey: bigint, digest: bigint, r: bigint): bigint {
  const blindedKey = (blinding * privateKey) % ORDER;
  const numerator = (blinding * digest + r * blindedKey) % ORDER;
  return (inverse((k * blinding) % ORDER) * numerator) % ORDER;
}
