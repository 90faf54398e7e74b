/** A server as the machines of its cluster learn it. */
export interface ServerMember {
  readonly name: string;
  /** IPv4 or IPv6, without prefix length or brackets. */
  readonly address: string;
}
