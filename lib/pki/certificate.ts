/** Assembles certificates from encoded parts, and reads what issuing needs from an authority's (RFC 5280 4.1). */

import {
  bitString,
  directoryString,
  encode,
  explicit,
  objectIdentifier,
  readElement,
  readElements,
  readObjectIdentifier,
  readTime,
  sequence,
  setOfOne,
  Tag,
  time,
} from './der.ts';
import { type SigningKey, signVerified } from './rfc6979.ts';
import { sha256 } from './sha256.ts';
import type { Validity } from './validity.ts';

/** Object identifiers of the naming attributes (RFC 5280 A.1). */
const attributeId = Object.freeze({
  organization: objectIdentifier('2.5.4.10'),
  organizationalUnit: objectIdentifier('2.5.4.11'),
  commonName: objectIdentifier('2.5.4.3'),
});

/** Version 3 (RFC 5280 4.1.2.1). */
const version3 = explicit(0, encode(Tag.integer, Uint8Array.of(2)));

/** AlgorithmIdentifier ecdsa-with-SHA256 (RFC 5758 3.2). */
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** Octets of a serial number; the most that is allowed (RFC 5280 4.1.2.2). */
const SERIAL_OCTETS = 20;

/** One step of a Name in DER: a RelativeDistinguishedName of a single attribute (RFC 5280 4.1.2.4). */
export function encodeNameStep(type: keyof typeof attributeId, value: string): Buffer {
  return setOfOne(sequence(attributeId[type], directoryString(value)));
}

/** Name in DER from its steps, in the order given (RFC 5280 4.1.2.4). */
export function encodeName(...steps: readonly Uint8Array[]): Buffer {
  return sequence(...steps);
}

/** Validity in DER (RFC 5280 4.1.2.5). */
export function encodeValidity({ notBefore, notAfter }: Validity): Buffer {
  return sequence(time(notBefore), time(notAfter));
}

/**
 * Serial number from the hash of everything else that the certificate says: 20 octets, positive, never the same for
 * two different certificates, and the same for the same one (RFC 5280 4.1.2.2).
 */
export function serialNumber(...content: readonly Uint8Array[]): Buffer {
  const octets = sha256(...content).subarray(0, SERIAL_OCTETS);
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40;
  return octets;
}

/** What a certificate says, apart from its serial number and its signature; all parts in DER. */
export interface CertificateContent {
  /** Issuer's Name. */
  readonly issuer: Uint8Array;
  /** Validity. */
  readonly validity: Uint8Array;
  /** Subject's Name. */
  readonly subject: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Extension values one after another, in their final order. */
  readonly extensions: readonly Uint8Array[];
}

/** A signed certificate in DER, and its serial number. */
export interface SignedCertificate {
  readonly certificate: Uint8Array;
  readonly serialNumber: Uint8Array;
}

/** Signs a certificate of version 3 with ecdsa-with-SHA256. @throws Error when the signature does not verify */
export function signCertificate(key: SigningKey, content: CertificateContent): SignedCertificate {
  const { issuer, validity, subject, publicKey } = content;
  const extensions = explicit(3, sequence(...content.extensions));
  const serial = serialNumber(issuer, validity, subject, publicKey, extensions);
  const toBeSigned = sequence(
    version3,
    encode(Tag.integer, serial),
    ecdsaWithSha256,
    issuer,
    validity,
    subject,
    publicKey,
    extensions,
  );
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bitString(signVerified(key, toBeSigned)));
  return { certificate, serialNumber: serial };
}

/** The parts of a certificate that issuing and checking need. */
export interface ReadCertificate {
  /** Subject's Name in DER. */
  readonly subject: Uint8Array;
  readonly validity: Validity;
  /** Octets of the public key's BIT STRING; for an elliptic curve the point. */
  readonly publicKeyOctets: Uint8Array;
  /** Contents of each extension's OCTET STRING, by dotted object identifier. */
  readonly extensions: ReadonlyMap<string, Uint8Array>;
}

/** Reads a certificate in DER. @throws RangeError when it is not one of version 3 */
export function readCertificate(der: Uint8Array): ReadCertificate {
  const [toBeSigned] = readElements(readElement(der).content);
  const fields = readElements(toBeSigned?.content ?? der.subarray(0, 0));
  const [, , , , validity, subject, publicKey, ...rest] = fields;
  const extensions = rest.find((field) => field.tag === 0xa3);
  const [notBefore, notAfter] = validity ? readElements(validity.content) : [];
  const [, publicKeyBits] = publicKey ? readElements(publicKey.content) : [];
  if (!subject || !notBefore || !notAfter || !publicKeyBits) throw new RangeError('not a certificate of version 3');
  return {
    subject: subject.encoded,
    validity: { notBefore: readTime(notBefore), notAfter: readTime(notAfter) },
    publicKeyOctets: publicKeyBits.content.subarray(1),
    extensions: readExtensions(extensions ? readElement(extensions.content).content : der.subarray(0, 0)),
  };
}

function readExtensions(content: Uint8Array): ReadonlyMap<string, Uint8Array> {
  return new Map(
    readElements(content).map((extension) => {
      const parts = readElements(extension.content);
      const [id, value] = [parts[0], parts.at(-1)];
      if (!id || !value) throw new RangeError('not an extension');
      return [readObjectIdentifier(id.content), value.content];
    }),
  );
}
