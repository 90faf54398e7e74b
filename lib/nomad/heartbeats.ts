/**
 * How long clients may be silent. Source: Nomad 1.11.3, `nomad/heartbeat.go` and the defaults of `nomad/config.go`: a
 * client is told to come back after 10 s, or after a fiftieth of a second for each client if that is more, and up to
 * as long again, drawn by lot; another 10 s are granted to each.
 */

const minimumTtlSeconds = 10;
const maximumHeartbeatsPerSecond = 50;
const graceSeconds = 10;

/** The longest that a client of so many may be silent while all is well, in seconds. */
export function longestHeartbeatSeconds(clients: number): number {
  return 2 * Math.max(minimumTtlSeconds, Math.ceil(clients / maximumHeartbeatsPerSecond));
}

/** Where a new leader must not count clients as down earlier: a heartbeat late by its whole grace, in seconds. */
export function shortestFailoverSeconds(clients: number): number {
  return longestHeartbeatSeconds(clients) + graceSeconds;
}

/**
 * `server.failover_heartbeat_ttl` for so many clients, in seconds: how long a new leader waits for a client before it
 * counts it as down. Nomad's 300 s would leave the tasks of a two-agent machine that died as leader unplaced for as long.
 * Three heartbeats leave time for one that is lost and one that is tried again while the cluster elects.
 */
export function failoverSeconds(clients: number): number {
  return 3 * longestHeartbeatSeconds(clients);
}
