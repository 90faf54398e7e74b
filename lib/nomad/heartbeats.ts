/**
 * How long clients may be silent. Source: Nomad 1.11.3, `nomad/heartbeat.go` and the defaults of `nomad/config.go`: a
 * client is told to come back after 10 s, or after a fiftieth of a second for each client if that is more, and up to
 * as long again, drawn by lot; another 10 s are granted to each.
 */

import { durationSeconds } from '../cluster/durations.ts';
import type { Settings } from '../cluster/settings.ts';

const minimumTtlSeconds = 10;
const maximumHeartbeatsPerSecond = 50;
const graceSeconds = 10;

/** What a description may say of heartbeats. */
export type HeartbeatSettings = Pick<
  Settings<'server'>,
  'minHeartbeatTtl' | 'heartbeatGrace' | 'maxHeartbeatsPerSecond'
>;

/** The longest that a client of so many may be silent while all is well, in seconds. */
export function longestHeartbeatSeconds(
  clients: number,
  { minHeartbeatTtl, maxHeartbeatsPerSecond = maximumHeartbeatsPerSecond }: HeartbeatSettings = {},
): number {
  const least = minHeartbeatTtl === undefined ? minimumTtlSeconds : durationSeconds(minHeartbeatTtl);
  return 2 * Math.ceil(Math.max(least, clients / maxHeartbeatsPerSecond));
}

/** Where a new leader must not count clients as down earlier: a heartbeat late by its whole grace, in seconds. */
export function shortestFailoverSeconds(clients: number, settings: HeartbeatSettings = {}): number {
  const { heartbeatGrace } = settings;
  const grace = heartbeatGrace === undefined ? graceSeconds : Math.ceil(durationSeconds(heartbeatGrace));
  return longestHeartbeatSeconds(clients, settings) + grace;
}

/**
 * `server.failover_heartbeat_ttl` for so many clients, in seconds: how long a new leader waits for a client before it
 * counts it as down. Nomad's 300 s would leave the tasks of a two-agent machine that died as leader unplaced for as long.
 * Three heartbeats leave time for one that is lost and one that is tried again while the cluster elects; a longer grace
 * is granted besides.
 */
export function failoverSeconds(clients: number, settings: HeartbeatSettings = {}): number {
  return Math.max(3 * longestHeartbeatSeconds(clients, settings), shortestFailoverSeconds(clients, settings));
}
