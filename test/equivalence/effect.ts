/** What a few files mean to those who read them, where two ways of writing mean the same. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** By path: what the reader of the file takes from it; undefined where it might as well be missing. */
const meanings: Readonly<Record<string, (text: string) => string | undefined>> = {
  '/etc/hosts': hosts,
  '/etc/shadow': passwords(1),
  '/etc/gshadow': passwords(1),
};

/**
 * The content of a file as far as it has an effect.
 * @returns the bytes themselves for all but a few; undefined for a file without any effect
 */
export function inEffect(path: string, content: Buffer): Buffer | string | undefined {
  const meaning = path.endsWith('/.ssh/authorized_keys') ? authorizedKeys : meanings[path];
  return meaning ? meaning(content.toString()) : content;
}

/**
 * sshd(8), AUTHORIZED_KEYS FILE FORMAT: the order of the keys, which cloud-init draws, says nothing, and without a key
 * the file, which cloud-init always makes for root, opens nothing.
 */
function authorizedKeys(text: string): string | undefined {
  return text === '' ? undefined : text.split('\n').sort().join('\n');
}

/** hosts(5): an address and its names, white space and comments aside. */
function hosts(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/));
  return lines
    .map((words) => [...new Set(words)].join(' '))
    .filter(Boolean)
    .join('\n');
}

/**
 * shadow(5), gshadow(5): a password field that begins with `!` or `*` accepts none. The day of the last change is
 * that of the test.
 */
function passwords(field: number) {
  return (text: string) =>
    text
      .split('\n')
      .map((line) => line.split(':'))
      .map((fields) => fields.map((value, index) => (index === field && /^[!*]/.test(value) ? 'none' : value)))
      .map((fields) => (fields.length === 9 ? fields.with(2, 'today') : fields).join(':'))
      .join('\n');
}

const sshdFolder = '/etc/ssh/sshd_config';

/** sshd's configuration is compared as a whole, for it may be spread over files. */
export function isPartOfSshd(path: string): boolean {
  return path.startsWith(sshdFolder);
}

/** sshd_config(5): the first value of each keyword, in the order in which the image includes the files. */
export function sshdSettings(disk: string): string {
  const folder = join(disk, `${sshdFolder}.d`);
  const included = existsSync(folder)
    ? readdirSync(folder)
        .sort()
        .map((name) => join(folder, name))
    : [];
  const files = [...included, join(disk, sshdFolder)].filter(existsSync);
  const lines = files.flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  const settings = new Map<string, string>();
  for (const line of lines) {
    const [, keyword, value = ''] = /^\s*([A-Za-z]+)\s+(.*)$/.exec(line) ?? [];
    if (keyword && !settings.has(keyword.toLowerCase())) settings.set(keyword.toLowerCase(), value);
  }
  return [...settings]
    .map(([keyword, value]) => `${keyword} ${value}`)
    .sort()
    .join(', ');
}
