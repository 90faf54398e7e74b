/** Issues the certificates of server agents, client agents and the operator, with their keys (RFC 5280). */

import { encodeName, encodeNameStep, encodeValidity, signCertificate } from './certificate.ts';
import { deriveLeafScalar, extractLeafKey } from './derive.ts';
import {
  dnsName,
  endEntityConstraints,
  extendedKeyUsage,
  ipAddress,
  KeyPurpose,
  KeyUsage,
  keyIdentifier,
  keyUsage,
  subjectAltName,
  subjectKeyIdentifier,
} from './extensions.ts';
import type { Issuer } from './issuer.ts';
import { encodePrivateKey, encodePublicKey, publicPoint } from './p256.ts';
import { encodePem } from './pem.ts';
import { formatInstant, parseInstant, validityFrom, within } from './validity.ts';

export { type Issuer, prepareIssuer } from './issuer.ts';

/** Who presents the certificate: an agent, or a person or pipeline that talks to the cluster. */
type LeafRole = 'server' | 'client' | 'cli';

/** What the leaves of a role in one region of a cluster have in common. */
export interface LeafGroup {
  readonly cluster: string;
  readonly role: LeafRole;
  /** Nomad region: the certificate is for `<role>.<region>.nomad`. */
  readonly region: string;
  /** The secrets file's: 32 octets in base64. */
  readonly leafSeed: string;
  /** The secrets file's `generation`. */
  readonly generation: number;
}

/** One leaf to issue. The same request in the same group gives the same bytes. */
export interface LeafRequest {
  /** Name of the machine, a DNS label; for the operator's certificate any name, for example `operator`. */
  readonly machine: string;
  /** The agent's own IP addresses, IPv4 or IPv6, without prefix length. */
  readonly addresses: readonly string[];
  /** The machine's `certificate.generation`. */
  readonly machineGeneration: number;
  readonly dates: LeafDates;
}

/** When a leaf begins and ends. */
export interface LeafDates {
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly notBefore: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly notAfter: string;
  /** The certificate's Validity in DER. */
  readonly encoded: Uint8Array;
}

/** A leaf certificate and its private key. */
export interface Leaf {
  /** PEM, ending in LF. */
  readonly certificate: string;
  /** PKCS#8 in PEM, ending in LF, without the public key: the certificate has it, and platforms count each byte. */
  readonly privateKey: string;
  /** 40 hexadecimal digits in lower case. */
  readonly serialNumber: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly notBefore: string;
  /** `YYYY-MM-DDThh:mm:ssZ` */
  readonly notAfter: string;
}

interface Profile {
  /** BasicConstraints, KeyUsage and ExtendedKeyUsage, which all leaves of a role share. */
  readonly extensions: Uint8Array;
  /** Listens, so that it has names and addresses besides the role's. */
  readonly isListener: boolean;
}

const digitalSignatureOnly = [endEntityConstraints(), keyUsage(KeyUsage.digitalSignature)];

/** An agent is a server and a client of TLS: it serves RPC and HTTPS and dials the others; one alone breaks Nomad. */
const agent: Profile = {
  extensions: Buffer.concat([...digitalSignatureOnly, extendedKeyUsage(KeyPurpose.serverAuth, KeyPurpose.clientAuth)]),
  isListener: true,
};

/** The operator only dials, and no server shall pass for one with the operator's certificate. */
const operator: Profile = {
  extensions: Buffer.concat([...digitalSignatureOnly, extendedKeyUsage(KeyPurpose.clientAuth)]),
  isListener: false,
};

const profiles: Readonly<Record<LeafRole, Profile>> = Object.freeze({ server: agent, client: agent, cli: operator });

/** An authority made ready to issue the leaves of a group. It holds keys: never print it. */
export interface LeafIssuer {
  readonly issuer: Issuer;
  readonly group: LeafGroup;
  readonly pseudorandomKey: Uint8Array;
  /** The steps of the subject's Name before the machine's own. */
  readonly subject: readonly Uint8Array[];
  /** The name that says the role, as a GeneralName in DER. */
  readonly roleName: Uint8Array;
}

/** Encodes what all leaves of a group have in common. */
export function prepareLeaves(issuer: Issuer, group: LeafGroup): LeafIssuer {
  const { cluster, role, region, leafSeed } = group;
  return Object.freeze({
    issuer,
    group,
    pseudorandomKey: extractLeafKey(Buffer.from(leafSeed, 'base64')),
    // Says to people whose certificate it is. The role's name may be longer than a commonName: it is in the SAN alone.
    subject: [encodeNameStep('organization', cluster), encodeNameStep('organizationalUnit', role)],
    roleName: dnsName(`${role}.${region}.nomad`),
  });
}

/**
 * Issues one leaf: its key derived from the seed, the certificate signed deterministically and its signature checked.
 * @throws RangeError when an address is no IP address, or the machine's name would pass for a Nomad role
 */
export function issueLeaf(leaves: LeafIssuer, request: LeafRequest): Leaf {
  const { issuer, group } = leaves;
  const scalar = deriveLeafScalar(leaves.pseudorandomKey, { ...group, ...request });
  const point = publicPoint(scalar);
  const signed = signCertificate(issuer.key, {
    issuer: issuer.name,
    validity: request.dates.encoded,
    subject: encodeName(...leaves.subject, encodeNameStep('commonName', request.machine)),
    publicKey: encodePublicKey(point),
    extensions: [
      profiles[group.role].extensions,
      subjectKeyIdentifier(keyIdentifier(point)),
      issuer.authorityKeyIdentifier,
      leafNames(leaves, request),
    ],
  });
  return Object.freeze({
    certificate: encodePem('CERTIFICATE', signed.certificate),
    privateKey: encodePem('PRIVATE KEY', encodePrivateKey(scalar)),
    serialNumber: Buffer.from(signed.serialNumber).toString('hex'),
    notBefore: request.dates.notBefore,
    notAfter: request.dates.notAfter,
  });
}

/**
 * When a leaf begins and ends: from 48 hours before `issuedAt`, for so many days after it, never beyond the authority.
 * @param issuedAt `YYYY-MM-DDThh:mm:ssZ`: the machine's `certificate.issuedAt`, or else the secrets file's
 * @returns undefined when nothing of that lies within the authority's validity, or `issuedAt` is no moment
 */
export function leafDates(issuer: Issuer, issuedAt: string, validityDays: number): LeafDates | undefined {
  const seconds = parseInstant(issuedAt);
  const validity = seconds === undefined ? undefined : within(validityFrom(seconds, validityDays), issuer.validity);
  if (!validity) return undefined;
  const { notBefore, notAfter } = validity;
  return Object.freeze({
    notBefore: formatInstant(notBefore),
    notAfter: formatInstant(notAfter),
    encoded: encodeValidity(validity),
  });
}

const loopback = { localhost: dnsName('localhost'), address: ipAddress('127.0.0.1') };

/** An agent is known by its role, by its machine's name and by its addresses; the operator by the role alone. */
function leafNames({ group, roleName }: LeafIssuer, { machine, addresses }: LeafRequest): Uint8Array {
  if (!profiles[group.role].isListener) return subjectAltName(roleName);
  // Nomad takes the holder of such a name for a server, whatever else the certificate says.
  if (/\.nomad\.?$/.test(machine.toLowerCase())) throw new RangeError('the name of a machine ends in .nomad');
  const own = new Set(addresses);
  own.delete('127.0.0.1');
  return subjectAltName(roleName, loopback.localhost, dnsName(machine), loopback.address, ...[...own].map(ipAddress));
}
