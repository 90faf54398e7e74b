/** Certificate extensions of RFC 5280 4.2 in DER, each as one Extension value. */

import { parseAddress } from '../net/ip.ts';
import { booleanTrue, implicit, namedBits, objectIdentifier, octetString, sequence } from './der.ts';
import { sha256 } from './sha256.ts';

/** Object identifiers of the extensions (RFC 5280 4.2.1). */
export const ExtensionId = Object.freeze({
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
});

/** Bits of KeyUsage (RFC 5280 4.2.1.3). */
export const KeyUsage = Object.freeze({ digitalSignature: 0, keyCertSign: 5, cRLSign: 6 });

/** Purposes of ExtendedKeyUsage (RFC 5280 4.2.1.12). */
export const KeyPurpose = Object.freeze({ serverAuth: '1.3.6.1.5.5.7.3.1', clientAuth: '1.3.6.1.5.5.7.3.2' });

const encodedId = Object.freeze({
  subjectKeyIdentifier: objectIdentifier(ExtensionId.subjectKeyIdentifier),
  keyUsage: objectIdentifier(ExtensionId.keyUsage),
  subjectAltName: objectIdentifier(ExtensionId.subjectAltName),
  basicConstraints: objectIdentifier(ExtensionId.basicConstraints),
  authorityKeyIdentifier: objectIdentifier(ExtensionId.authorityKeyIdentifier),
  extendedKeyUsage: objectIdentifier(ExtensionId.extendedKeyUsage),
});

function critical(id: Uint8Array, value: Uint8Array): Buffer {
  return sequence(id, booleanTrue, octetString(value));
}

function nonCritical(id: Uint8Array, value: Uint8Array): Buffer {
  return sequence(id, octetString(value));
}

/** BasicConstraints of an end entity: not a CA; critical (RFC 5280 4.2.1.9). */
export function endEntityConstraints(): Buffer {
  return critical(encodedId.basicConstraints, sequence());
}

/** KeyUsage from its bit numbers; critical (RFC 5280 4.2.1.3). */
export function keyUsage(...bits: readonly number[]): Buffer {
  return critical(encodedId.keyUsage, namedBits(bits));
}

/** ExtendedKeyUsage from its purposes' object identifiers (RFC 5280 4.2.1.12). */
export function extendedKeyUsage(...purposes: readonly string[]): Buffer {
  return nonCritical(encodedId.extendedKeyUsage, sequence(...purposes.map(objectIdentifier)));
}

/** Key identifier of a point: the leftmost 160 bits of the SHA-256 hash of the BIT STRING's octets (RFC 7093 2). */
export function keyIdentifier(point: Uint8Array): Buffer {
  return sha256(point).subarray(0, 20);
}

/** SubjectKeyIdentifier (RFC 5280 4.2.1.2). */
export function subjectKeyIdentifier(identifier: Uint8Array): Buffer {
  return nonCritical(encodedId.subjectKeyIdentifier, octetString(identifier));
}

/** AuthorityKeyIdentifier with the key identifier alone (RFC 5280 4.2.1.1). */
export function authorityKeyIdentifier(identifier: Uint8Array): Buffer {
  return nonCritical(encodedId.authorityKeyIdentifier, sequence(implicit(0, identifier)));
}

/** SubjectAltName of encoded names, in the order given (RFC 5280 4.2.1.6). */
export function subjectAltName(...generalNames: readonly Uint8Array[]): Buffer {
  return nonCritical(encodedId.subjectAltName, sequence(...generalNames));
}

/** GeneralName of a DNS name in ASCII (RFC 5280 4.2.1.6). */
export function dnsName(name: string): Buffer {
  return implicit(2, Buffer.from(name, 'latin1'));
}

/** GeneralName of an IP address: its 4 or 16 octets in network byte order. @throws RangeError when it is none */
export function ipAddress(address: string): Buffer {
  const parsed = parseAddress(address);
  if (!parsed) throw new RangeError(`not an IP address: ${address}`);
  return implicit(7, Buffer.from(parsed.value.toString(16).padStart(parsed.family === 4 ? 8 : 32, '0'), 'hex'));
}
