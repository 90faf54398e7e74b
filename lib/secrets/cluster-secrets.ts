/** A cluster's secrets as a checked value. */

import type { Authority } from '../pki/issuer.ts';
import type { SecretsFile } from './secrets.generated.ts';

/** Everything secret about a cluster, checked and frozen. The fields are those of `schemas/secrets.schema.json`. */
export interface Secrets extends Readonly<Omit<SecretsFile, 'format' | 'authorities' | 'bootstrapToken'>> {
  /** Every authority that machines trust, `signer` among them; their order means nothing. */
  readonly authorities: readonly Authority[];
  /** The authority that signs. */
  readonly signer: Required<Authority>;
  /** A UUID; undefined where the token was revoked, and then nothing that is built holds one. */
  readonly bootstrapToken: string | undefined;
}
