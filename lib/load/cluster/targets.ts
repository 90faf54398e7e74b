/** Whether format, operating system and platform go together, and whether what is asked for can be had there. */

import type { Cluster, Machine, Target } from '../../cluster/cluster.ts';
import { platforms, servesUserDataByHttp } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Report } from '../report.ts';

/** Checks the cluster's target and every machine's own. */
export function checkTargets(
  draft: ClusterDraft,
  { machines, client, extra }: Pick<Cluster, 'machines' | 'client' | 'extra'>,
  report: Report,
): void {
  for (const [top, target] of distinctTargets(draft, machines)) checkTarget(top, target, report);
  const withIgnition = machines.find(({ target }) => target.format === 'ignition');
  if (extra.userData.length > 0 && withIgnition)
    report.add('user-data-with-ignition', ['extra', 'userData'], { machine: withIgnition.name });
  const exposed = machines.find(({ client: agent, target }) => agent && servesUserDataByHttp(target.platform));
  if (!client.metadataGuard && exposed)
    report.add('metadata-unguarded', ['client', 'metadataGuard'], { platform: exposed.target.platform });
  checkInstances(machines, report);
}

/** A number that was raised where nothing on the machine reads it: one warning. */
function checkInstances(machines: readonly Machine[], report: Report): void {
  const vain = machines.filter(({ instance, target: { format, platform } }) => {
    return instance > 1 && (format === 'ignition' || platforms[platform].instanceIdFrom === 'platform');
  });
  const [first] = vain;
  if (!first) return;
  const { format, platform } = first.target;
  const facts = { machines: vain.map(({ name }) => name), reader: format === 'ignition' ? format : platform };
  report.add('instance-without-effect', ['machines', first.name, 'instance'], facts);
}

/** The cluster's target once, and each that a machine names itself. */
function* distinctTargets(draft: ClusterDraft, machines: readonly Machine[]): Iterable<[readonly string[], Target]> {
  let isSeen = false;
  for (const { name, target } of machines) {
    if (draft.machines?.[name]?.target !== undefined) yield [['machines', name, 'target'], target];
    else if (!isSeen) {
      isSeen = true;
      yield [['target'], target];
    }
  }
}

function checkTarget(path: readonly string[], { format, os }: Target, report: Report): void {
  if (report.isDamaged(path)) return;
  const expected = systems[os].format;
  if (expected !== format) report.add('format-of-os', path, { os, expected, received: format });
}
