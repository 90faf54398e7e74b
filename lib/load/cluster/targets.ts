/** Whether format, operating system and platform go together, and whether what is asked for can be had there. */

import type { Machine, Target } from '../../cluster/cluster.ts';
import { platforms, servesUserDataByHttp } from '../../targets/platforms.ts';
import { systems } from '../../targets/systems.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';

/** Checks the cluster's target and every machine's own. */
export function checkTargets(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  for (const [at, target] of distinctTargets(draft, machines, top)) checkTarget(target, at);
  checkParts(draft, machines, top);
  checkGuards(draft, machines, top);
  checkInstances(machines, top.key('machines'));
  checkUpdates(draft, machines, top);
}

/** What is said of reboots where no program is known that could be told: of the first such machine. */
function checkUpdates(draft: ClusterDraft, machines: readonly Machine[], top: Place): void {
  const vain = ({ reboots = 'image', target }: Machine) => reboots !== 'image' && !systems[target.os].updater;
  const first = machines.find(vain);
  if (!first) return;
  const isOwn = draft.machines?.[first.name]?.updates?.reboot !== undefined;
  const at = isOwn ? top.key('machines').key(first.name) : top;
  at.key('updates')
    .key('reboot')
    .add('updates-of-os', { os: first.target.os, received: first.reboots ?? '' });
}

/** Parts of user-data are cloud-init's alone: told where they are written, of the first machine that cannot have them. */
function checkParts({ machines: drafts }: ClusterDraft, machines: readonly Machine[], top: Place): void {
  let isTold = false;
  for (const { name, target, extra } of machines) {
    if (target.format !== 'ignition' || extra.userData.length === 0) continue;
    const isOwn = drafts?.[name]?.extra?.userData !== undefined;
    if (!isOwn && isTold) continue;
    isTold ||= !isOwn;
    const at = isOwn ? top.key('machines').key(name) : top;
    at.key('extra').key('userData').add('user-data-with-ignition', { machine: name });
  }
}

/** Whoever opened the metadata service where it hands out keys: told where that is written. */
function checkGuards({ machines: drafts }: ClusterDraft, machines: readonly Machine[], top: Place): void {
  let isTold = false;
  for (const { name, target, client } of machines) {
    if (!client || client.metadataGuard || !servesUserDataByHttp(target.platform)) continue;
    const isOwn = drafts?.[name]?.client?.metadataGuard !== undefined;
    if (!isOwn && isTold) continue;
    isTold ||= !isOwn;
    const at = isOwn ? top.key('machines').key(name) : top;
    at.key('client').key('metadataGuard').add('metadata-unguarded', { platform: target.platform });
  }
}

/** A number that was raised although nothing on the machine reads it: one warning. */
function checkInstances(machines: readonly Machine[], at: Place): void {
  const vain = machines.filter(({ instance, target: { format, platform } }) => {
    return instance > 1 && (format === 'ignition' || platforms[platform].instanceIdFrom === 'platform');
  });
  const [first] = vain;
  if (!first) return;
  const { format, platform } = first.target;
  const facts = { machines: vain.map(({ name }) => name), reader: format === 'ignition' ? format : platform };
  at.key(first.name).key('instance').add('instance-without-effect', facts);
}

/** The cluster's target once, and each that a machine names itself. */
function* distinctTargets(
  draft: ClusterDraft,
  machines: readonly Machine[],
  top: Place,
): Iterable<readonly [Place, Target]> {
  let isSeen = false;
  for (const { name, target } of machines) {
    if (draft.machines?.[name]?.target !== undefined) yield [top.key('machines').key(name).key('target'), target];
    else if (!isSeen) {
      isSeen = true;
      yield [top.key('target'), target];
    }
  }
}

function checkTarget({ format, os }: Target, at: Place): void {
  if (at.isDamaged()) return;
  const expected = systems[os].format;
  if (expected !== format) at.add('format-of-os', { os, expected, received: format });
}
