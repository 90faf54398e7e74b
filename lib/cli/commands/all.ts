/** The commands that read a description, in one place: bundled, they are one file that is loaded at once. */

export { runBuild } from './build.ts';
export { runCheck } from './check.ts';
export { runDiff } from './diff.ts';
export { runExplain } from './explain.ts';
export { runInit } from './init.ts';
export { runInventory } from './inventory.ts';
export { runShow } from './show.ts';
