/** The curve P-256 (NIST SP 800-186 3.2.1.3): scalars, points, and the DER forms of its keys. */

import { createECDH, createPublicKey, type KeyObject } from 'node:crypto';
import { bitString, encode, explicit, objectIdentifier, octetString, sequence, Tag } from './der.ts';

/** Order n of the base point. */
export const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Octets of keying material for a scalar (FIPS 186-5 A.2.1). */
export const SCALAR_MATERIAL_OCTETS = 48;

/** Octets of a scalar or of a coordinate. */
export const SCALAR_OCTETS = 32;

/** AlgorithmIdentifier of the public key: id-ecPublicKey with the named curve secp256r1 (RFC 5480 2.1.1). */
const keyAlgorithm = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.840.10045.3.1.7'));

/** INTEGERs 0 and 1: the versions of PrivateKeyInfo (RFC 5208 5) and ECPrivateKey (RFC 5915 3). */
const version0 = encode(Tag.integer, Uint8Array.of(0));
const version1 = encode(Tag.integer, Uint8Array.of(1));

/** One object for all products: making it costs as much as a product. Every use sets its scalar first. */
const basePointMultiplier = createECDH('prime256v1');

/** Number from its octets, most significant first (SEC 1 2.3.8). */
export function octetsToNumber(octets: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('hex')}`);
}

/** The 32 octets of a number below 2^256, most significant first (SEC 1 2.3.7). */
export function numberToOctets(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(2 * SCALAR_OCTETS, '0'), 'hex');
}

/**
 * Scalar in [1, n-1] from 48 octets of keying material, by extra random bits (FIPS 186-5 A.2.1): 128 bits more than
 * n has, so that the remainder is even.
 */
export function scalarFromExtraBits(octets: Uint8Array): Buffer {
  if (octets.length !== SCALAR_MATERIAL_OCTETS) throw new RangeError('48 octets are needed for a scalar');
  return numberToOctets((octetsToNumber(octets) % (ORDER - 1n)) + 1n);
}

/**
 * The product of a scalar and the base point: 65 octets, uncompressed (SEC 1 2.3.3).
 * @throws when the scalar's 32 octets are not in [1, n-1]
 */
export function publicPoint(scalar: Uint8Array): Buffer {
  basePointMultiplier.setPrivateKey(scalar);
  return basePointMultiplier.getPublicKey();
}

/** SubjectPublicKeyInfo of a point, in DER (RFC 5480 2). */
export function encodePublicKey(point: Uint8Array): Buffer {
  return sequence(keyAlgorithm, bitString(point));
}

/**
 * PrivateKeyInfo (RFC 5208 5) around an ECPrivateKey (RFC 5915 3), in DER.
 * @param point the public key, which may be left out if it is given otherwise, as by a certificate
 */
export function encodePrivateKey(scalar: Uint8Array, point?: Uint8Array): Buffer {
  const publicKey = point ? [explicit(1, bitString(point))] : [];
  return sequence(version0, keyAlgorithm, octetString(sequence(version1, octetString(scalar), ...publicKey)));
}

/** The public key as node:crypto takes it. @throws when the octets are no point of the curve */
export function publicKeyObject(point: Uint8Array): KeyObject {
  return createPublicKey({ key: encodePublicKey(point), format: 'der', type: 'spki' });
}
