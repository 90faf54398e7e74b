/** A bundle as text for reviews and snapshot tests: every secret is replaced by the beginning of its SHA-256. */

import { createHash } from 'node:crypto';
import type { MachinePlan, PlannedFile } from '../plan/machine-plan.ts';
import { renderBundle } from './bundle.ts';

/** Shows one machine's documents. The text holds no secret, and changes whenever one of them does. */
export function showPlan(plan: MachinePlan): string {
  const { userData, metaData, networkConfig } = renderBundle(redact(plan));
  const { format, os, platform } = plan.target;
  return [
    `# ${plan.machine} of cluster ${plan.cluster}: ${format} for ${os} on ${platform}`,
    ...plan.certificates.map(
      ({ role, serialNumber, notBefore, notAfter }) =>
        `# ${role} certificate ${serialNumber}, from ${notBefore} to ${notAfter}`,
    ),
    document('user-data', userData.content),
    document('meta-data', metaData.content),
    document('network-config', networkConfig.content),
  ].join('\n');
}

/** The way in which `head` and `tail` set off one file from the next. */
function document(name: string, content: string): string {
  return `\n==> ${name} <==\n${content}`;
}

function redact(plan: MachinePlan): MachinePlan {
  return { ...plan, files: plan.files.map(redactFile) };
}

function redactFile(file: PlannedFile): PlannedFile {
  if (!file.secret) return file;
  const digest = createHash('sha256').update(file.content).digest('hex').slice(0, 16);
  return { ...file, content: `secret, sha256 ${digest}, ${Buffer.byteLength(file.content)} bytes\n` };
}
