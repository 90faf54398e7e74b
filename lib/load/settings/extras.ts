/** Extra files, units and drop-ins: nothing that the build writes itself, no path twice, ASCII throughout. */

import { posix } from 'node:path';
import type { Extra, ExtraUnit } from '../../cluster/cluster.ts';
import type { ExtraDescription } from '../../cluster/description.generated.ts';
import { descriptionDefaults as defaults } from '../../cluster/description.generated.ts';
import { partProblem } from '../../cluster/user-data-part.ts';
import type { DescriptionPath } from '../../diagnostics.ts';
import { isSshUnit } from '../../targets/systems.ts';
import type { ClusterDraft, Draft } from '../draft.ts';
import type { Report } from '../report.ts';
import { isReservedDropIn, isReservedUnit, isSystemFolder, openUnits, reservationOf } from './reserved-paths.ts';

type UnitDraft = Draft<NonNullable<ExtraDescription['units']>[string]>;

/** Resolves the extras of the whole cluster. */
export function resolveExtra(draft: ClusterDraft, report: Report): Extra {
  const hasUsers = (draft.users ?? defaults.users).length > 0;
  return {
    userData: resolveUserData(draft, report),
    files: resolveFiles(draft, report),
    units: Object.entries(draft.extra?.units ?? defaults['extra.units']).map(([name, unit]) => {
      return resolveUnit(name, unit ?? {}, hasUsers, report);
    }),
  };
}

function resolveUserData({ extra }: ClusterDraft, report: Report): Extra['userData'] {
  return (extra?.userData ?? defaults['extra.userData']).flatMap((draft, index) => {
    if (draft?.name === undefined || draft.type === undefined) return [];
    const { name, type, content = '', mergeHow = defaults['extra.userData.*.mergeHow'] } = draft;
    const path = ['extra', 'userData', index];
    const contentType = type === 'cloud-config' ? 'text/cloud-config' : 'text/x-shellscript';
    const part = { contentType, name, content, ...(type === 'cloud-config' && { mergeType: mergeHow }) } as const;
    const problem = partProblem(part);
    if (problem === 'merge-type') report.add('user-data-merge', [...path, 'mergeHow'], {});
    else if (problem) report.add('user-data-part', [...path, 'content'], { problem });
    reportNotAscii(content, [...path, 'content'], report);
    return [part];
  });
}

function resolveFiles({ extra }: ClusterDraft, report: Report): Extra['files'] {
  const seen = unitPaths({ extra });
  const files = (extra?.files ?? defaults['extra.files']).flatMap((file, index) => {
    if (file?.path === undefined) return [];
    const { path, content = '', mode = defaults['extra.files.*.mode'] } = file;
    const here = ['extra', 'files', index];
    const reservation = reservationOf(path);
    if (reservation)
      report.add('file-reserved', [...here, 'path'], { path, reserved: reservation.owner, mend: reservation.mend });
    else if (isSystemFolder(path)) report.add('file-is-folder', [...here, 'path'], { path });
    const first = seen.get(path);
    if (first) report.add('file-twice', [...here, 'path'], { path }, first);
    else if (!isSystemFolder(path)) seen.set(path, [...here, 'path']);
    reportNotAscii(content, [...here, 'content'], report);
    return { path, content, mode };
  });
  reportFilesInsideFiles(seen, report);
  return files;
}

/** Where the units of one's own and their drop-ins will stand, which are files as well. */
function unitPaths({ extra }: ClusterDraft): Map<string, DescriptionPath> {
  const paths = new Map<string, DescriptionPath>();
  for (const [name, unit] of Object.entries(extra?.units ?? {})) {
    const file = `/etc/systemd/system/${name}`;
    // A reserved unit has its own answer, and a file in its place as well.
    if (!unitName.test(name) || isReservedUnit(name)) continue;
    paths.set(file, ['extra', 'units', name]);
    for (const dropIn of Object.keys(unit?.dropIns ?? {})) {
      if (dropInName.test(dropIn)) paths.set(`${file}.d/${dropIn}`, ['extra', 'units', name, 'dropIns', dropIn]);
    }
  }
  return paths;
}

function reportFilesInsideFiles(seen: ReadonlyMap<string, DescriptionPath>, report: Report): void {
  for (const [path, at] of seen) {
    for (let parent = posix.dirname(path); parent !== '/'; parent = posix.dirname(parent)) {
      const first = seen.get(parent);
      if (first) report.add('file-inside-file', at, { path, parent }, first);
    }
  }
}

/** First-boot data must be ASCII: a single other byte can lose a whole MIME message. */
function reportNotAscii(content: string, path: DescriptionPath, report: Report): void {
  // Controls other than tab and line break do not survive YAML either.
  const strange = /[^\t\n -~]/u.exec(content);
  if (!strange) return;
  const code = (strange[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  const line = content.slice(0, strange.index).split('\n').length;
  report.add('not-ascii', path, { character: `U+${code}`, line });
}

const unitName =
  /^[A-Za-z0-9][A-Za-z0-9:_.\\@-]{0,199}\.(service|socket|device|mount|automount|swap|target|path|timer|slice|scope)$/;
const dropInName = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,199}\.conf$/;

function resolveUnit(name: string, draft: UnitDraft, hasUsers: boolean, report: Report): ExtraUnit {
  const path = ['extra', 'units', name];
  if (!unitName.test(name)) report.add('unit-name', path, { name });
  const isIdle = draft.content === undefined && draft.dropIns === undefined && draft.enable !== true;
  if (isIdle && !report.isDamaged(path)) report.add('unit-without-purpose', path, { name });
  reportReserved(name, draft, path, hasUsers, report);
  if (draft.enable === true && /@\.[a-z]+$/.test(name))
    report.add('unit-template', [...path, 'enable'], { name, instance: name.replace('@.', '@1.') });
  if (draft.enable && draft.content !== undefined && !/^\[Install\]/m.test(draft.content))
    report.add('unit-without-install', path, { name });
  if (draft.content !== undefined) reportNotAscii(draft.content, [...path, 'content'], report);
  return {
    name,
    ...(draft.content !== undefined && { content: draft.content }),
    enable: draft.enable ?? defaults['extra.units.*.enable'],
    dropIns: resolveDropIns(name, draft, [...path, 'dropIns'], report),
  };
}

function reportReserved(
  name: string,
  draft: UnitDraft,
  path: DescriptionPath,
  hasUsers: boolean,
  report: Report,
): void {
  const addsOnly = draft.content === undefined && draft.enable === undefined;
  if (isSshUnit(name) && !hasUsers) {
    report.add('unit-reserved', path, { name, mend: 'name `users`: without any, the SSH server is masked' });
  } else if (openUnits.has(name)) {
    if (!addsOnly)
      report.add('unit-reserved', path, { name, mend: 'give drop-ins only; the build writes and enables the unit' });
  } else if (name === 'nomad.service') {
    report.add('unit-reserved', path, {
      name,
      mend: 'use nomad-server.service or nomad-client.service; this one is masked',
    });
  } else if (isReservedUnit(name)) {
    report.add('unit-reserved', path, {
      name,
      mend: `choose a name that does not begin with nomad, for example own-${name}`,
    });
  }
}

function resolveDropIns(unit: string, draft: UnitDraft, path: DescriptionPath, report: Report): ExtraUnit['dropIns'] {
  const dropIns: Readonly<Record<string, string | undefined>> = draft.dropIns ?? defaults['extra.units.*.dropIns'];
  return Object.entries(dropIns).map(([name, content = '']) => {
    const here = [...path, name];
    if (!dropInName.test(name)) report.add('drop-in-name', here, { name });
    else if (isReservedDropIn(unit, name)) report.add('drop-in-reserved', here, { name, unit });
    reportNotAscii(content, here, report);
    return { name, content };
  });
}
