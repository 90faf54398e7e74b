/** What only description and secrets together can be wrong about. */

import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import type { Cluster } from '../load/cluster.ts';
import { leafValidity, prepareIssuer } from '../pki/leaf.ts';
import type { Secrets } from '../secrets/secrets.ts';

/** Whether every machine's certificates begin while the authority lives. Signs nothing. */
export function checkCertificates(cluster: Cluster, secrets: Secrets): readonly Diagnostic[] {
  const issuer = prepareIssuer(secrets.authorities[0]);
  return cluster.machines.flatMap(({ name, certificate: { issuedAt } }) => {
    if (leafValidity(issuer, issuedAt ?? secrets.issuedAt, cluster.leafValidityDays)) return [];
    return [
      diagnostic('certificate-outside-authority', ['machines', name, 'certificate', 'issuedAt'], { machine: name }),
    ];
  });
}
