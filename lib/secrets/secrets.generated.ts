// Generated from schemas/ by `npm run generate`: do not edit.

/**
 * Everything secret about a cluster, of constant size whatever the number of machines. Keep it encrypted or 0600.
 */
export interface SecretsFile {
  /**
   * A note for people; it changes nothing.
   */
  note?: string;
  /**
   * Version of this file's format.
   */
  format: 1;
  /**
   * Name of the cluster that these secrets belong to.
   */
  cluster: string;
  /**
   * The moment that the validity of the certificates counts from, in UTC to the second.
   */
  issuedAt: string;
  /**
   * Counts the leaf keys of the whole cluster: raise it for new keys everywhere.
   */
  generation: number;
  /**
   * Newest first: the first signs, all are trusted.
   *
   * @minItems 1
   *
   * Items: One certificate authority.
   */
  authorities: {
    /**
     * The authority's certificate in PEM (RFC 7468).
     */
    certificate: string;
    /**
     * The authority's P-256 key as PKCS#8 in PEM. The first authority needs it; those that are only trusted do not.
     */
    privateKey?: string;
  }[];
  /**
   * 32 bytes in standard base64: encrypts the gossip between servers.
   */
  gossipKey: string;
  /**
   * The secret-id of the management token that the cluster is bootstrapped with: a UUID (RFC 9562).
   */
  bootstrapToken: string;
  /**
   * 32 bytes in standard base64, from which every leaf key is derived.
   */
  leafSeed: string;
}

/** The keys that each object knows, by the words that lead to it; `*` stands for any key or index. */
export const secretsKeys: Readonly<Record<string, readonly string[]>> = {
  "": [
    "note",
    "format",
    "cluster",
    "issuedAt",
    "generation",
    "authorities",
    "gossipKey",
    "bootstrapToken",
    "leafSeed"
  ],
  "authorities.*": [
    "certificate",
    "privateKey"
  ]
};

/** The documented defaults, by the words that lead to them. */
export const secretsDefaults = {} as const;

/** What each pattern of the schema asks for, in words. */
export const secretsExpectations: Readonly<Record<string, string>> = {};
