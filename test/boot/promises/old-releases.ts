/** What is another way with releases of Nomad that bootstrap ACLs with a token of their own alone, those before 1.3.2. */

import type { ScenePromise } from '../scenario.ts';

/** Bootstraps ACLs as an operator does, once the machines are ready, and then judges with that token. */
export function onceBootstrapped(promises: readonly ScenePromise[]): ScenePromise {
  return async (scene) => {
    let token = '';
    await scene.report.require('the operator bootstraps ACLs', async () => {
      const { SecretID } = await scene.operator.put<{ SecretID: string }>('/v1/acl/bootstrap');
      token = SecretID;
    });
    const operator = scene.operator.withToken(token);
    const { machines } = scene;
    for (const promise of promises) await promise({ ...scene, machines, operator });
  };
}
