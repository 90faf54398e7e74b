/** Reads what cloud-init's documents put on a machine. */

import { load } from 'js-yaml';
import type { JsonValue } from '../../cluster/vocabulary.ts';
import { isJsonObject } from '../../nomad/merge-config.ts';
import { isMultipart, messageParts } from './decode.ts';
import { documentItem, fileItem, type Item } from './item.ts';

/** One entry of write_files, as the build writes it. */
interface WrittenFile {
  readonly path: string;
  readonly permissions?: string;
  readonly content?: string;
}

/** @param text user-data, unpacked */
export function userDataItems(text: string): readonly Item[] {
  if (!isMultipart(text)) return cloudConfigItems(text);
  const [own, ...others] = messageParts(text);
  return [
    ...(own ? cloudConfigItems(own.content) : []),
    ...others.map(({ name, ...part }) => documentItem('user-data part', name, part)),
  ];
}

function cloudConfigItems(text: string): readonly Item[] {
  const config = load(text) as JsonValue;
  if (!isJsonObject(config)) return [documentItem('user-data', '', text)];
  const { write_files: files, ...others } = config;
  const written = Array.isArray(files) ? (files as unknown as readonly WrittenFile[]) : [];
  return [
    ...written.map(({ path, permissions = '0644', content = '' }) => fileItem(path, permissions, content)),
    ...Object.entries(others).map(([key, value]) => documentItem('user-data', key, value)),
  ];
}

/** Both NoCloud's YAML and VMware's JSON, in which the network stands encoded. */
export function metaDataItems(text: string): readonly Item[] {
  const metaData = load(text) as JsonValue;
  if (!isJsonObject(metaData)) return [documentItem('meta-data', '', text)];
  return Object.entries(metaData).map(([key, value]) => ({
    ...documentItem('meta-data', key, value),
    isSecret: false,
  }));
}
