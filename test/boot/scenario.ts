/** What a row of the boots' table is, and how one is played: its machines switched on, judged, and thrown away. */

import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printEvidence } from './promises/evidence.ts';
import { Hopeless, type Report } from './promises/report.ts';
import type { Scene } from './promises/scene.ts';
import type { BundleFormat } from './rehearsal/bundles.ts';
import { createOperator } from './rehearsal/operator.ts';
import type { RootName } from './rehearsal/root-image.ts';
import { partOf, removePart, type Sandbox } from './rehearsal/sandbox.ts';
import { type Setting, setStageIn } from './stage.ts';

/** A promise judges through the scene's report; it throws only where nothing after it would mean anything. */
export type ScenePromise = (scene: Scene) => Promise<void>;

export interface Scenario {
  readonly name: string;
  /** What it shows, in a few words. */
  readonly about: string;
  readonly description: Description;
  readonly root: RootName;
  readonly format: BundleFormat;
  /** Whether each machine has a copy of the root: what runs chroots on it is spared copying them. */
  readonly isCopied?: true;
  /** Path of the Nomad binary, if it is not the usual one. */
  readonly nomad?: string;
  /** Too long for every run. */
  readonly slow?: true;
  /** One after the other. The machines are off at first. */
  readonly promises: readonly ScenePromise[];
}

/** A description by its path, with a small edit of its text where it is not booted as it stands. */
export interface Description {
  readonly path: string;
  /** Gets the text and an empty folder, which the promises know as the scene's. */
  readonly edit?: (text: string, folder: string) => string | Promise<string>;
  /** Bundles that were built from it before. */
  readonly built?: Setting['built'];
}

/** A fixture by its folder's name. */
export function fixture(name: string, edit?: Description['edit']): Description {
  const path = fileURLToPath(new URL(`../../fixtures/${name}/cluster.yaml`, import.meta.url));
  return { path, ...(edit && { edit }) };
}

/** Plays one scenario in a part of the sandbox; nothing of it is left afterwards. */
export async function play(sandbox: Sandbox, scenario: Scenario, report: Report): Promise<void> {
  report.heading(`${scenario.name}: ${scenario.about}`);
  const part = partOf(sandbox, scenario.name);
  const failedBefore = report.failed;
  let scene: Scene | undefined;
  try {
    scene = await openScene(part, scenario, report);
    for (const promise of scenario.promises) await promise(scene);
  } catch (error) {
    if (error instanceof Hopeless) report.skip('all that follows', `it needs this: ${error.message}`);
    else await report.check('the scenario runs to its end', () => Promise.reject(error));
  }
  if (scene && report.failed > failedBefore) await printEvidence(scene);
  await scene?.rehearsal.close();
  await removePart(part);
}

async function openScene(
  part: Sandbox,
  { description, root, format, isCopied, nomad }: Scenario,
  report: Report,
): Promise<Scene> {
  const cluster = description.edit ? await placeEdited(part, description) : description.path;
  const { built } = description;
  const stage = await setStageIn(part, {
    cluster,
    root,
    format,
    ...(isCopied && { isCopied }),
    ...(nomad && { nomad }),
    ...(built && { built }),
  });
  const operator = await createOperator(part, join(stage.bundles, 'operator'), stage.nomad);
  return {
    ...stage,
    operator,
    report,
    get machines() {
      return stage.rehearsal.machines;
    },
  };
}

/** Writes the edited description into the part, the secrets that stood beside it next to it. */
async function placeEdited({ folder }: Sandbox, { path, edit = (text) => text }: Description): Promise<string> {
  const [text, secrets] = [readFileSync(path, 'utf8'), join(dirname(path), 'cluster.secrets.json')];
  const edited = await edit(text, folder);
  if (edited === text) throw new Error(`the edit of ${path} changes nothing`);
  const cluster = join(folder, 'cluster.yaml');
  writeFileSync(cluster, edited);
  if (existsSync(secrets)) copyFileSync(secrets, join(folder, 'cluster.secrets.json'));
  return cluster;
}
