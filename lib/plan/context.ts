/** What all machines of a build share, made once: the server group, the issuer and the trusted certificates. */

import type { Cluster, Machine } from '../cluster/cluster.ts';
import type { ServerMember } from '../cluster/server-member.ts';
import { isIpv6Text } from '../net/ip.ts';
import { type Issuer, prepareIssuer } from '../pki/leaf.ts';
import type { Secrets } from '../secrets/secrets.ts';

export interface BuildContext {
  readonly cluster: Cluster;
  readonly secrets: Secrets;
  readonly issuer: Issuer;
  /** Every trusted authority in PEM, whatever their order in the secrets file. */
  readonly authorities: string;
  /** In the order of the description. */
  readonly servers: readonly ServerMember[];
  readonly clientCount: number;
}

/**
 * Prepares what every machine's plan is made from.
 * @param servers the list of servers that the machines learn
 * @throws RangeError where a server's address is not known beforehand; the checks of the load stage rule that out
 */
export function buildContext(
  cluster: Cluster,
  secrets: Secrets,
  servers: readonly ServerMember[] = serverMembers(cluster),
): BuildContext {
  return Object.freeze({
    cluster,
    secrets,
    issuer: prepareIssuer(secrets.signer),
    authorities: secrets.authorities
      .map(({ certificate }) => certificate)
      .sort()
      .join(''),
    servers,
    clientCount: cluster.machines.filter(({ client }) => client).length,
  });
}

/** The servers of a cluster as its machines learn them, in the order of the description. */
export function serverMembers({ machines }: Cluster): readonly ServerMember[] {
  return machines.filter(({ server }) => server).map(serverMember);
}

function serverMember({ name, server }: Machine): ServerMember {
  if (!server?.address) throw new RangeError(`the address of server ${name} is not known`);
  return { name, address: server.address };
}

/** `address:port`, with brackets around an IPv6 address (RFC 3986 section 3.2.2). */
export function hostPort(address: string, port: number): string {
  return isIpv6Text(address) ? `[${address}]:${port}` : `${address}:${port}`;
}
