/** What only description and secrets together can be wrong about. */

import type { Machine } from '../cluster/cluster.ts';
import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import { leafValidity } from '../pki/leaf.ts';
import type { BuildContext } from './context.ts';

/** Whether every machine's certificates begin while the authority lives. Signs nothing. */
export function checkCertificates(
  { cluster, secrets, issuer }: BuildContext,
  machines: readonly Machine[],
): readonly Diagnostic[] {
  return machines.flatMap(({ name, certificate: { issuedAt } }) => {
    if (leafValidity(issuer, issuedAt ?? secrets.issuedAt, cluster.leafValidityDays)) return [];
    return [
      diagnostic('certificate-outside-authority', ['machines', name, 'certificate', 'issuedAt'], { machine: name }),
    ];
  });
}
