/** What only description and secrets together can be wrong about. */

import type { Machine } from '../cluster/cluster.ts';
import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import { type BuildContext, datesOf } from './context.ts';

/** Whether every machine's certificates begin while the authority lives. Signs nothing. */
export function checkCertificates(context: BuildContext, machines: readonly Machine[]): readonly Diagnostic[] {
  return machines
    .filter((machine) => !datesOf(context, machine))
    .map(({ name }) =>
      diagnostic('certificate-outside-authority', ['machines', name, 'certificate', 'issuedAt'], { machine: name }),
    );
}
