/** The form of settings: names as Nomad reads them, and blocks that can be merged. */

import type { Rule } from './setting.ts';

/** Blocks that the build writes itself or that rules look into: a list would replace them whole. */
const singleBlocks = new Set([
  'acl',
  'client',
  'client.chroot_env',
  'client.meta',
  'client.options',
  'client.reserved',
  'server',
  'telemetry',
]);

/** Maps whose keys are the user's own words. */
const freeMaps = new Set([
  'client.chroot_env',
  'client.host_network',
  'client.host_volume',
  'client.meta',
  'client.options',
  'http_api_response_headers',
  'plugin',
]);

/** HCL compares names with Go's `EqualFold`, which also takes U+017F for an s and U+212A for a k. */
const settingName = /^[A-Za-z0-9_.-]+$/;

/** Refuses names with strange characters, and capitals in the blocks that are known: those of a plugin of your own may have some. */
export const names: Rule = {
  look: ({ key, block, knownBlock, at }) => {
    if (freeMaps.has(block)) return false;
    const lower = key.toLowerCase();
    const isStrange = !settingName.test(key);
    if (isStrange) at.add('config-key', { key });
    else if (key !== lower && knownBlock && knownBlock.row.is !== 'labelled') at.add('config-case', { key, lower });
    return isStrange;
  },
};

/** Refuses a list or a single value for a block that is merged key by key. */
export const blocks: Rule = {
  look: ({ name, value, at }) => {
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isMapping || !singleBlocks.has(name)) return false;
    const received = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a ${typeof value}`;
    at.add('config-block', { block: name, received });
    return true;
  },
};
