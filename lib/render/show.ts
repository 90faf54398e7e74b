/** A bundle as text for reviews and snapshot tests: every secret is replaced by the beginning of its SHA-256. */

import { hash } from 'node:crypto';
import { deepFreeze } from '../frozen.ts';
import type { MachinePlan, PlannedFile, SharedPlan } from '../machine/machine-plan.ts';
import { oncePerValue } from '../once.ts';
import { decodeDataUrl } from './data-url.ts';
import { type RenderedDocument, renderDocuments } from './documents.ts';

/** Shows one machine's documents. The text holds no secret, and changes whenever one of them does. */
export function showPlan(plan: MachinePlan): string {
  const { format, os, platform } = plan.target;
  return [
    `# ${plan.machine} of cluster ${plan.cluster}: ${format} for ${os} on ${platform}`,
    ...plan.certificates.map(
      ({ role, serialNumber, notBefore, notAfter }) =>
        `# ${role} certificate ${serialNumber}, from ${notBefore} to ${notAfter}`,
    ),
    ...renderDocuments(redact(plan)).map(document),
  ].join('\n');
}

/** The way in which `head` and `tail` set off one file from the next. */
function document({ name, text }: RenderedDocument): string {
  return `\n==> ${name} <==\n${name === 'config.ign' ? readableConfig(text) : text}`;
}

/** An Ignition config with the texts of its files and units as lists of lines. */
function readableConfig(text: string): string {
  const readable = (key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    if (key === 'source' && value.startsWith('data:')) return decodeDataUrl(value).split('\n');
    return key === 'contents' ? value.split('\n') : value;
  };
  return `${JSON.stringify(JSON.parse(text), readable, 2)}\n`;
}

function redact(plan: MachinePlan): MachinePlan {
  const files = plan.files.map(redactFile);
  return { ...plan, files, shared: redactShared(plan.shared) };
}

/** For machines of a kind the same value again, so that it is encoded once for them, too. */
const redactShared = oncePerValue(
  (shared: SharedPlan): SharedPlan => deepFreeze({ ...shared, files: shared.files.map(redactFile) }),
);

/** A secret as it is shown: the beginning of its SHA-256, and its length. */
export function secretShown(content: string): string {
  return `secret, sha256 ${hash('sha256', content, 'hex').slice(0, 16)}, ${Buffer.byteLength(content)} bytes`;
}

function redactFile(file: PlannedFile): PlannedFile {
  if (!file.secret) return file;
  return { ...file, content: `${secretShown(file.content)}\n` };
}
