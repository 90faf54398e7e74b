/** Extra files, units and drop-ins: nothing that the build writes itself, no path twice, ASCII throughout. */

import { posix } from 'node:path';
import type { Extra, ExtraUnit } from '../../cluster/cluster.ts';
import type { ExtraDescription } from '../../cluster/description.generated.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import { partProblem } from '../../cluster/user-data-part.ts';
import { isSshUnit } from '../../targets/systems.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Place } from '../place.ts';
import { isReservedDropIn, isReservedUnit, isSystemFolder, openUnits, reservationOf } from './reserved-paths.ts';

type UnitDraft = Draft<NonNullable<ExtraDescription['units']>[string]>;

/** Resolves the extras of the whole cluster. */
export function resolveExtra(draft: ClusterDraft, top: Place): Extra {
  const hasUsers = (draft.users ?? defaults.users).length > 0;
  return {
    userData: resolveUserData(draft, top.key('extra').key('userData')),
    files: resolveFiles(draft, top.key('extra')),
    units: Object.entries(draft.extra?.units ?? defaults['extra.units']).map(([name, unit]) => {
      return resolveUnit(name, unit ?? {}, hasUsers, top.key('extra').key('units').key(name));
    }),
  };
}

function resolveUserData({ extra }: ClusterDraft, list: Place): Extra['userData'] {
  return (extra?.userData ?? defaults['extra.userData']).flatMap((draft, index) => {
    if (draft?.name === undefined || draft.type === undefined) return [];
    const { name, type, content = '', mergeHow = defaults['extra.userData.*.mergeHow'] } = draft;
    const at = list.key(index);
    const contentType = type === 'cloud-config' ? 'text/cloud-config' : 'text/x-shellscript';
    const part = { contentType, name, content, ...(type === 'cloud-config' && { mergeType: mergeHow }) } as const;
    const problem = partProblem(part);
    if (problem === 'merge-type') at.key('mergeHow').add('user-data-merge', {});
    else if (problem) at.key('content').add('user-data-part', { problem });
    reportNotAscii(content, at.key('content'));
    return [part];
  });
}

function resolveFiles({ extra }: ClusterDraft, at: Place): Extra['files'] {
  const seen = unitPaths({ extra }, at.key('units'));
  const files = (extra?.files ?? defaults['extra.files']).flatMap((file, index) => {
    if (file?.path === undefined) return [];
    const { path, content = '', mode = defaults['extra.files.*.mode'] } = file;
    const here = at.key('files').key(index);
    const reservation = reservationOf(path);
    if (reservation)
      here.key('path').add('file-reserved', { path, reserved: reservation.owner, mend: reservation.mend });
    else if (isSystemFolder(path)) here.key('path').add('file-is-folder', { path });
    const first = seen.get(path);
    if (first) here.key('path').add('file-twice', { path }, first);
    else if (!isSystemFolder(path)) seen.set(path, here.key('path'));
    reportNotAscii(content, here.key('content'));
    return { path, content, mode };
  });
  reportFilesInsideFiles(seen);
  return files;
}

/** Where the units of one's own and their drop-ins will stand, which are files as well. */
function unitPaths({ extra }: ClusterDraft, at: Place): Map<string, Place> {
  const paths = new Map<string, Place>();
  for (const [name, unit] of Object.entries(extra?.units ?? {})) {
    const file = `/etc/systemd/system/${name}`;
    // A reserved unit has its own answer, and a file in its place as well.
    if (!unitName.test(name) || isReservedUnit(name)) continue;
    paths.set(file, at.key(name));
    for (const dropIn of Object.keys(unit?.dropIns ?? {})) {
      if (dropInName.test(dropIn)) paths.set(`${file}.d/${dropIn}`, at.key(name).key('dropIns').key(dropIn));
    }
  }
  return paths;
}

function reportFilesInsideFiles(seen: ReadonlyMap<string, Place>): void {
  for (const [path, at] of seen) {
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) {
      const first = seen.get(parent);
      if (first) at.add('file-inside-file', { path, parent }, first);
    }
  }
}

/** First-boot data must be ASCII: a single other byte can lose a whole MIME message. */
function reportNotAscii(content: string, at: Place): void {
  // Controls other than tab and line break do not survive YAML either.
  const strange = /[^\t\n -~]/u.exec(content);
  if (!strange) return;
  const code = (strange[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const line = content.slice(0, strange.index).split('\n').length;
  at.add('not-ascii', { character: `U+${code}`, line });
}

const unitName =
  /^[A-Za-z0-9][A-Za-z0-9:_.\\@-]{0,199}\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;
const dropInName = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,199}\.conf$/;

function resolveUnit(name: string, draft: UnitDraft, hasUsers: boolean, at: Place): ExtraUnit {
  if (!unitName.test(name)) at.add('unit-name', { name });
  const isIdle = draft.content === undefined && draft.dropIns === undefined && draft.enable !== true;
  if (isIdle && !at.isDamaged()) at.add('unit-without-purpose', { name });
  reportReserved(name, draft, hasUsers, at);
  if (draft.enable === true && /@\.[a-z]+$/.test(name))
    at.key('enable').add('unit-template', { name, instance: name.replace('@.', '@1.') });
  if (draft.enable && draft.content !== undefined && !/^\[Install\]/m.test(draft.content))
    at.add('unit-without-install', { name });
  if (draft.content !== undefined) reportNotAscii(draft.content, at.key('content'));
  return {
    name,
    ...(draft.content !== undefined && { content: draft.content }),
    enable: draft.enable ?? defaults['extra.units.*.enable'],
    dropIns: resolveDropIns(name, draft, at.key('dropIns')),
  };
}

function reportReserved(name: string, draft: UnitDraft, hasUsers: boolean, at: Place): void {
  const addsOnly = draft.content === undefined && draft.enable === undefined;
  if (isSshUnit(name) && !hasUsers) {
    at.add('unit-reserved', { name, mend: 'name `users`: without any, the SSH server is masked' });
  } else if (openUnits.has(name)) {
    if (!addsOnly) at.add('unit-reserved', { name, mend: 'give drop-ins only; the build writes and enables the unit' });
  } else if (name === 'nomad.service') {
    at.add('unit-reserved', {
      name,
      mend: 'use nomad-server.service or nomad-client.service; this one is masked',
    });
  } else if (isReservedUnit(name)) {
    at.add('unit-reserved', {
      name,
      mend: `choose a name that does not begin with nomad, for example own-${name}`,
    });
  }
}

function resolveDropIns(unit: string, draft: UnitDraft, at: Place): ExtraUnit['dropIns'] {
  const dropIns: Readonly<Record<string, string | undefined>> = draft.dropIns ?? defaults['extra.units.*.dropIns'];
  return Object.entries(dropIns).map(([name, content = '']) => {
    const here = at.key(name);
    if (!dropInName.test(name)) here.add('drop-in-name', { name });
    else if (isReservedDropIn(unit, name)) here.add('drop-in-reserved', { name, unit });
    reportNotAscii(content, here);
    return { name, content };
  });
}
