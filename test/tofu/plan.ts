/** What OpenTofu says, and the plans that it makes, as JSON (`tofu show -json`). */

import assert from 'node:assert/strict';
import type { Tofu } from './opentofu.ts';

/** One resource in a plan. */
export interface Planned {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: { readonly input: Readonly<Record<string, unknown>> };
    readonly after_sensitive: { readonly input?: Readonly<Record<string, unknown>> };
  };
}

/** Runs OpenTofu without colours; gives what it prints. @throws AssertionError unless it ends well */
export async function said(tofu: Tofu, folder: string, ...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await tofu(folder, ...args);
  assert.equal(status, 0, `${args.join(' ')}: ${stdout.slice(-1500)}${stderr}`);
  return stdout;
}

/** Plans; gives what is printed, and every resource. */
export async function plan(tofu: Tofu, folder: string, ...args: readonly string[]) {
  const shown = await said(tofu, folder, 'plan', ...variables, '-out=plan', ...args);
  const { resource_changes } = JSON.parse(await said(tofu, folder, 'show', '-json', 'plan'));
  return { shown, changes: resource_changes as readonly Planned[] };
}

/** What every plan is told. */
export const variables = ['-input=false', '-no-color', '-var', 'image=an-image'];

/** Of a resource with `for_each`, the planned ones. */
export function changesOf(changes: readonly Planned[], resource: string): readonly Planned[] {
  return changes.filter(({ address }) => address.startsWith(`terraform_data.${resource}["`));
}

/** The arguments of one machine's resource. */
export function argumentsOf(changes: readonly Planned[], resource: string, machine: string) {
  const found = changes.find(({ address }) => address === `terraform_data.${resource}["${machine}"]`);
  assert.ok(found, `${resource} ${machine} is not planned`);
  return found.change.after.input;
}
