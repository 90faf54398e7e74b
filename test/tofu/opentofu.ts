/** The OpenTofu that go.mod declares, built once and kept, and how it is run: without network, without the user's settings. */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from '../boot/rehearsal/cache.ts';
import { attempt, type Outcome, runLoudly } from '../boot/rehearsal/command.ts';

const module = fileURLToPath(new URL('./', import.meta.url));

/** Path of the binary: TOFU_BIN where it is set, else the built one (400 s of processor time with empty caches). */
async function openTofu(): Promise<string> {
  if (process.env.TOFU_BIN) return process.env.TOFU_BIN;
  const inputs = ['go.mod', 'go.sum'].map((name) => readFileSync(join(module, name), 'utf8'));
  const version = /github\.com\/opentofu\/opentofu v(\S+)/.exec(inputs[0] ?? '')?.[1];
  if (!version) throw new Error(`${module}go.mod names no version of OpenTofu`);
  return cached(`opentofu-${version}`, inputs, async (path) => {
    console.log(`building OpenTofu ${version} (about 400 s of processor time, once)`);
    const flags = ['-mod=readonly', '-trimpath', '-ldflags', '-s -w'];
    await runLoudly(
      ['nice', '-n', '19', 'go', 'build', ...flags, '-o', path, 'github.com/opentofu/opentofu/cmd/tofu'],
      {
        cwd: module,
      },
    );
  });
}

/** Runs it in a folder. */
export type Tofu = (folder: string, ...args: readonly string[]) => Promise<Outcome>;

/** Its only source of providers is an empty folder. @param folder for its settings */
export async function isolatedTofu(folder: string): Promise<Tofu> {
  const binary = await openTofu();
  const [settings, mirror] = [join(folder, 'tofurc'), join(folder, 'no-providers')];
  mkdirSync(mirror);
  writeFileSync(
    settings,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  );
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, TF_CLI_CONFIG_FILE: settings, TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' };
  return (cwd, ...args) => attempt([binary, ...args], { cwd, env });
}
