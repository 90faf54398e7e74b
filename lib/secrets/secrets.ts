/** A cluster's secrets: making them, and writing them as the one file they are kept in. */

import { type Authority, createAuthority } from '../pki/authority.ts';
import { formatInstant } from '../pki/validity.ts';
import { printedAsHashes } from './sealed.ts';
import type { SecretsFile } from './secrets.generated.ts';

export type { Authority } from '../pki/authority.ts';

/**
 * Everything secret about a cluster, checked and frozen. The fields are those of `schemas/secrets.schema.json`. Printed
 * or turned into JSON, it shows hashes in the place of what is secret: `formatSecrets` writes it whole.
 */
export interface Secrets extends Readonly<Omit<SecretsFile, 'format' | 'authorities' | 'bootstrapToken'>> {
  /** Every authority that machines trust, `signer` among them; their order means nothing. */
  readonly authorities: readonly Authority[];
  /** The authority that signs. */
  readonly signer: Required<Authority>;
  /** A UUID; undefined if the token was revoked, and then nothing that is built holds one. */
  readonly bootstrapToken: string | undefined;
}

/** Where new secrets come from: the one place where entropy and time enter. */
export interface SecretsSource {
  /** The cluster's name. */
  readonly cluster: string;
  /** Gives as many random octets as are asked for, for example `crypto.randomBytes`. */
  readonly random: (byteLength: number) => Uint8Array;
  readonly now: Date;
}

/**
 * Makes the secrets of a new cluster: an authority, a gossip key, an ACL bootstrap token and the seed of the leaf keys.
 * The same source gives the same secrets.
 * @throws RangeError when `random` gives another number of octets than asked for
 */
export async function createSecrets({ cluster, random, now }: SecretsSource): Promise<Secrets> {
  const octets = (byteLength: number): Buffer => {
    const given = random(byteLength);
    if (given.length !== byteLength) throw new RangeError(`random(${byteLength}) gave ${given.length} octets`);
    return Buffer.from(given);
  };
  const issuedAt = Math.floor(now.getTime() / 1000);
  const signer = await createAuthority(cluster, octets(48), issuedAt);
  return sealed({
    cluster,
    issuedAt: formatInstant(issuedAt),
    generation: 1,
    authorities: [signer],
    signer,
    gossipKey: octets(32).toString('base64'),
    bootstrapToken: uuid(octets(16)),
    leafSeed: octets(32).toString('base64'),
  });
}

/** The same secrets, frozen, and printed without what is secret. */
export function sealed(secrets: Secrets): Secrets {
  const signer = printedAsHashes({ ...secrets.signer }, ['privateKey']);
  const authorities = secrets.authorities.map((authority) =>
    authority === secrets.signer ? signer : printedAsHashes({ ...authority }, ['privateKey']),
  );
  const copy = { ...secrets, authorities: Object.freeze(authorities), signer };
  return printedAsHashes(copy, ['gossipKey', 'bootstrapToken', 'leafSeed']);
}

/** UUID of version 4 from 16 random octets (RFC 9562 5.4). */
function uuid(octets: Buffer): string {
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  return octets.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The secrets file's text: JSON with two spaces and a final LF. It holds everything: write it with mode 0600. */
export function formatSecrets(secrets: Secrets): string {
  const { note, forTests, cluster, issuedAt, generation, authorities, signer, gossipKey, bootstrapToken, leafSeed } =
    secrets;
  const signs = authorities.findIndex(({ certificate, privateKey }) => {
    return certificate === signer.certificate && privateKey === signer.privateKey;
  });
  const file: SecretsFile = {
    ...(note === undefined ? {} : { note }),
    ...(forTests === undefined ? {} : { forTests }),
    format: 2,
    cluster,
    issuedAt,
    generation,
    authorities: authorities.map((authority, index) => ({ ...(index === signs && { signs: true }), ...authority })),
    gossipKey,
    bootstrapToken: bootstrapToken ?? { revoked: true },
    leafSeed,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
