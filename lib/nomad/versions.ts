/** What depends on Nomad's version beside settings, one predicate for each thing, named after it. */

import { atLeast } from './releases.ts';

/** READY=1 is sent once the agent serves, so `Type=notify` may be relied on (sound from 1.10.1 on). */
export const notifiesSystemd = atLeast('1.10.1');

/** `/.well-known/jwks.json` tells without a token whether the keyring is there (1.7.0: workload identities by OIDC). */
export const servesJwks = atLeast('1.7.0');

/** Tasks no longer inherit the agent's oom_score_adj. */
export const resetsOomScoreOfTasks = atLeast('1.7.3');
