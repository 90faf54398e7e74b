/** What depends on Nomad's version beside settings, one predicate for each thing, named after it. */

import { atLeast } from './releases.ts';

/** `driver.allowlist`, `user.denylist` and `fingerprint.denylist`; before, the lists were called white and black. */
export const namesAllowlists = atLeast('1.0.0');

/** `client.network_interface` may be a template that looks for the interface; before, it is a name. */
export const looksForInterface = atLeast('1.1.0');

/** The drivers exec and java are told which capabilities tasks may have (`allow_caps`); before, tasks had all of them. */
export const limitsTaskCapabilities = atLeast('1.1.0');

/** A server refuses to start without a licence, if it is an Enterprise one; before, it took one over its API, or ran on trial. */
export const startsWithLicense = atLeast('1.1.0');

/** `server.failover_heartbeat_ttl`; before, a new leader waited for 300 s before it counted clients as down. */
export const knowsFailoverTtl = atLeast('1.2.0');

/** Raft protocol 3 unless told otherwise; before, `server.raft_protocol` asks for it. From 1.4.0 on there is no other. */
export const speaksRaft3 = atLeast('1.3.0');

/** Tasks of exec and java run under cgroups version 2; before, the machine has to boot with version 1. */
export const runsOnCgroups2 = atLeast('1.3.0');

/** `nomad operator api` asks the HTTP API. */
export const asksItsApi = atLeast('1.3.0');

/** ACLs are bootstrapped with a token that is given; before, Nomad drew one, which nobody but who asked ever saw. */
export const takesGivenToken = atLeast('1.3.2');

/** READY=1 is sent once the agent serves, so `Type=notify` may be relied on (sound from 1.10.1 on). */
export const notifiesSystemd = atLeast('1.10.1');

/** `/.well-known/jwks.json` tells without a token whether the keyring is there (1.7.0: workload identities by OIDC). */
export const servesJwks = atLeast('1.7.0');

/** Tasks no longer inherit the agent's oom_score_adj. */
export const resetsOomScoreOfTasks = atLeast('1.7.3');
