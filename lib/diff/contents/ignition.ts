/** Reads what an Ignition config puts on a machine. */

import type { JsonValue } from '../../cluster/vocabulary.ts';
import { unitFolder } from '../../machine/places.ts';
import { isJsonObject } from '../../nomad/merge-config.ts';
import type { IgnitionFile, IgnitionUnit } from '../../render/ignition-config.ts';
import { dataUrlText } from './decode.ts';
import { documentItem, fileItem, type Item } from './item.ts';

interface Resource {
  readonly source: string;
  readonly compression?: string;
}

/** The parts of a config that are read here; a document that is on disk may be anything. */
interface ReadConfig {
  readonly ignition?: { readonly version?: string; readonly config?: { readonly replace?: Resource } };
  readonly storage?: { readonly files?: readonly IgnitionFile[] };
  readonly systemd?: { readonly units?: readonly IgnitionUnit[] };
}

/** @param text the config, also one that carries itself compressed */
export function configItems(text: string): readonly Item[] {
  const config: JsonValue = JSON.parse(text);
  if (!isJsonObject(config)) return [documentItem('config.ign', '', text)];
  const { ignition, storage, systemd, ...others } = config as ReadConfig;
  const replace = ignition?.config?.replace;
  const inner = replace && dataUrlText(replace.source, replace.compression);
  if (inner !== undefined) return configItems(inner);
  const { files = [], ...otherStorage } = storage ?? {};
  return [
    documentItem('config.ign', 'ignition', ignition ?? {}),
    ...files.flatMap(fileItems),
    ...(systemd?.units ?? []).flatMap(unitItems),
    documentItem('config.ign', 'storage', otherStorage),
    ...Object.entries(others).map(([key, value]) => documentItem('config.ign', key, value)),
  ];
}

function fileItems({ path, mode = 0o644, contents, append }: IgnitionFile): readonly Item[] {
  const text = contents && dataUrlText(contents.source, contents.compression);
  return [
    ...(text === undefined ? [] : [fileItem(path, mode.toString(8), text)]),
    ...(contents && text === undefined ? [documentItem('download', path, contents)] : []),
    ...(append ? [documentItem('appended to', path, append)] : []),
  ];
}

function unitItems({ name, contents, dropins = [], ...rest }: IgnitionUnit): readonly Item[] {
  const path = `${unitFolder}/${name}`;
  return [
    ...(contents === undefined ? [] : [fileItem(path, '0644', contents)]),
    ...dropins.map((dropIn) => fileItem(`${path}.d/${dropIn.name}`, '0644', dropIn.contents)),
    ...(Object.keys(rest).length > 0 ? [documentItem('unit', name, rest)] : []),
  ];
}
