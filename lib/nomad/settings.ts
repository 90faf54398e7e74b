/**
 * The plain settings of the agents, one row each: a setting that Nomad takes as it is costs an entry in the schema and a
 * row here. Default, merge of a machine's over the cluster's, the check of the version and docs/settings.md follow.
 * Source: Nomad's agent configuration reference, its changelog, and `command/agent/config.go` of its releases; a key that
 * came with a patch release which cannot be read has the next one that can.
 */

import { descriptionDefaults } from '../cluster/description.generated.ts';
import type { Settings, SettingWord } from '../cluster/settings.ts';
import type { JsonObject, JsonValue, Role } from '../cluster/vocabulary.ts';
import { mergeConfig } from './merge-config.ts';
import { atLeast } from './releases.ts';

interface SettingRow {
  /** Where Nomad wants it, with dots between blocks: `client.node_pool`. */
  readonly key: string;
  /** Whether a machine may set it for itself; then its own value replaces the cluster's, and maps are joined. */
  readonly ofMachine?: true;
  /** The first release that knows it; without it every release that is understood does. */
  readonly since?: string;
  /** The first release that no longer knows it. */
  readonly until?: string;
  /** Releases in between that know it and get it wrong. */
  readonly except?: readonly string[];
}

/** What both agents say to Consul and to Vault. */
const ofServices = {
  'consul.address': { key: 'consul.address' },
  'consul.grpcAddress': { key: 'consul.grpc_address' },
  'consul.ssl': { key: 'consul.ssl' },
  'consul.verifySsl': { key: 'consul.verify_ssl' },
  'consul.caFile': { key: 'consul.ca_file' },
  'consul.grpcCaFile': { key: 'consul.grpc_ca_file', since: '1.4.5' },
  'consul.certFile': { key: 'consul.cert_file' },
  'consul.keyFile': { key: 'consul.key_file' },
  'consul.namespace': { key: 'consul.namespace', since: '1.0.0' },
  'consul.timeout': { key: 'consul.timeout' },
  'consul.autoAdvertise': { key: 'consul.auto_advertise' },
  'consul.checksUseAdvertise': { key: 'consul.checks_use_advertise' },
  'consul.serverServiceName': { key: 'consul.server_service_name' },
  'consul.clientServiceName': { key: 'consul.client_service_name' },
  'consul.tags': { key: 'consul.tags' },
  'consul.allowUnauthenticated': { key: 'consul.allow_unauthenticated', until: '1.10.0' },
  'consul.serviceAuthMethod': { key: 'consul.service_auth_method', since: '1.7.0' },
  'consul.taskAuthMethod': { key: 'consul.task_auth_method', since: '1.7.0' },
  'consul.serviceIdentity.audience': { key: 'consul.service_identity.aud', since: '1.7.0' },
  'consul.serviceIdentity.ttl': { key: 'consul.service_identity.ttl', since: '1.7.0' },
  'consul.taskIdentity.audience': { key: 'consul.task_identity.aud', since: '1.7.0' },
  'consul.taskIdentity.ttl': { key: 'consul.task_identity.ttl', since: '1.7.0' },
  'vault.enabled': { key: 'vault.enabled' },
  'vault.address': { key: 'vault.address' },
  'vault.namespace': { key: 'vault.namespace' },
  'vault.role': { key: 'vault.create_from_role' },
  'vault.jwtAuthBackendPath': { key: 'vault.jwt_auth_backend_path', since: '1.7.0' },
  'vault.caFile': { key: 'vault.ca_file' },
  'vault.caPath': { key: 'vault.ca_path' },
  'vault.certFile': { key: 'vault.cert_file' },
  'vault.keyFile': { key: 'vault.key_file' },
  'vault.tlsServerName': { key: 'vault.tls_server_name' },
  'vault.tlsSkipVerify': { key: 'vault.tls_skip_verify' },
  'vault.taskTokenTtl': { key: 'vault.task_token_ttl', until: '1.10.0' },
  'vault.allowUnauthenticated': { key: 'vault.allow_unauthenticated', until: '1.10.0' },
  'vault.defaultIdentity.audience': { key: 'vault.default_identity.aud', since: '1.7.0' },
  'vault.defaultIdentity.ttl': { key: 'vault.default_identity.ttl', since: '1.7.0' },
  'vault.defaultIdentity.env': { key: 'vault.default_identity.env', since: '1.7.0' },
  'vault.defaultIdentity.file': { key: 'vault.default_identity.file', since: '1.7.0' },
} as const;

const ofBothAgents = {
  ...ofServices,
  logLevel: { key: 'log_level', ofMachine: true },
  'telemetry.collectionInterval': { key: 'telemetry.collection_interval', ofMachine: true },
  'telemetry.prometheus': { key: 'telemetry.prometheus_metrics', ofMachine: true },
  'telemetry.allocationMetrics': { key: 'telemetry.publish_allocation_metrics', ofMachine: true },
  'telemetry.nodeMetrics': { key: 'telemetry.publish_node_metrics', ofMachine: true },
  'telemetry.statsdAddress': { key: 'telemetry.statsd_address' },
  'telemetry.statsiteAddress': { key: 'telemetry.statsite_address' },
  'telemetry.datadogAddress': { key: 'telemetry.datadog_address' },
  'telemetry.datadogTags': { key: 'telemetry.datadog_tags' },
  'telemetry.disableHostname': { key: 'telemetry.disable_hostname' },
  'telemetry.useNodeName': { key: 'telemetry.use_node_name' },
  'telemetry.disableDispatchedJobSummaryMetrics': { key: 'telemetry.disable_dispatched_job_summary_metrics' },
  'telemetry.disableAllocationHookMetrics': { key: 'telemetry.disable_allocation_hook_metrics', since: '1.9.7' },
  'telemetry.includeAllocMetadata': { key: 'telemetry.include_alloc_metadata_in_metrics', since: '1.9.0' },
  'telemetry.allowedMetadataKeys': { key: 'telemetry.allowed_metadata_keys_in_metrics', since: '1.9.0' },
  logJson: { key: 'log_json' },
  logIncludeLocation: { key: 'log_include_location', since: '1.6.3' },
  httpApiResponseHeaders: { key: 'http_api_response_headers' },
  'limits.httpsHandshakeTimeout': { key: 'limits.https_handshake_timeout' },
  'limits.httpMaxConnsPerClient': { key: 'limits.http_max_conns_per_client' },
  'acl.tokenTtl': { key: 'acl.token_ttl' },
  'acl.policyTtl': { key: 'acl.policy_ttl' },
  'acl.roleTtl': { key: 'acl.role_ttl', since: '1.5.0' },
} as const;

const preemption = 'server.default_scheduler_config.preemption_config';

/** By agent and by the description's word, in the order in which they are written. */
const settingRows: { readonly [Agent in Role]: Readonly<Record<SettingWord<Agent>, SettingRow>> } = {
  server: {
    ...ofBothAgents,
    failoverHeartbeatTtl: { key: 'server.failover_heartbeat_ttl', since: '1.2.0' },
    minHeartbeatTtl: { key: 'server.min_heartbeat_ttl' },
    heartbeatGrace: { key: 'server.heartbeat_grace' },
    maxHeartbeatsPerSecond: { key: 'server.max_heartbeats_per_second' },
    nodeGcThreshold: { key: 'server.node_gc_threshold' },
    jobGcInterval: { key: 'server.job_gc_interval' },
    jobGcThreshold: { key: 'server.job_gc_threshold' },
    evalGcThreshold: { key: 'server.eval_gc_threshold' },
    batchEvalGcThreshold: { key: 'server.batch_eval_gc_threshold', since: '1.4.5' },
    deploymentGcThreshold: { key: 'server.deployment_gc_threshold' },
    csiVolumeClaimGcInterval: { key: 'server.csi_volume_claim_gc_interval', since: '1.5.0' },
    csiVolumeClaimGcThreshold: { key: 'server.csi_volume_claim_gc_threshold' },
    csiPluginGcThreshold: { key: 'server.csi_plugin_gc_threshold' },
    aclTokenGcThreshold: { key: 'server.acl_token_gc_threshold', since: '1.4.0' },
    rootKeyGcInterval: { key: 'server.root_key_gc_interval', since: '1.4.0' },
    rootKeyGcThreshold: { key: 'server.root_key_gc_threshold', since: '1.4.0' },
    rootKeyRotationThreshold: { key: 'server.root_key_rotation_threshold', since: '1.4.0' },
    'autopilot.cleanupDeadServers': { key: 'autopilot.cleanup_dead_servers' },
    'autopilot.lastContactThreshold': { key: 'autopilot.last_contact_threshold' },
    'autopilot.maxTrailingLogs': { key: 'autopilot.max_trailing_logs' },
    'autopilot.serverStabilizationTime': { key: 'autopilot.server_stabilization_time' },
    'autopilot.minQuorum': { key: 'autopilot.min_quorum' },
    numSchedulers: { key: 'server.num_schedulers' },
    enabledSchedulers: { key: 'server.enabled_schedulers' },
    'defaultSchedulerConfig.algorithm': { key: 'server.default_scheduler_config.scheduler_algorithm' },
    'defaultSchedulerConfig.memoryOversubscription': {
      key: 'server.default_scheduler_config.memory_oversubscription_enabled',
      since: '1.1.0',
    },
    // The plan says what Nomad's default is, if anything else of the block is said.
    'defaultSchedulerConfig.preemption.system': { key: `${preemption}.system_scheduler_enabled` },
    'defaultSchedulerConfig.preemption.sysbatch': { key: `${preemption}.sysbatch_scheduler_enabled`, since: '1.2.0' },
    'defaultSchedulerConfig.preemption.batch': { key: `${preemption}.batch_scheduler_enabled` },
    'defaultSchedulerConfig.preemption.service': { key: `${preemption}.service_scheduler_enabled` },
    'planRejectionTracker.enabled': { key: 'server.plan_rejection_tracker.enabled', since: '1.4.0' },
    'planRejectionTracker.nodeThreshold': { key: 'server.plan_rejection_tracker.node_threshold', since: '1.4.0' },
    'planRejectionTracker.nodeWindow': { key: 'server.plan_rejection_tracker.node_window', since: '1.4.0' },
    enableEventBroker: { key: 'server.enable_event_broker', since: '1.0.0' },
    eventBufferSize: { key: 'server.event_buffer_size', since: '1.0.0' },
    jobDefaultPriority: { key: 'server.job_default_priority', since: '1.5.0' },
    jobMaxPriority: { key: 'server.job_max_priority', since: '1.5.0' },
    jobMaxCount: { key: 'server.job_max_count', since: '1.11.0' },
    jobMaxSourceSize: { key: 'server.job_max_source_size', since: '1.6.0' },
    jobTrackedVersions: { key: 'server.job_tracked_versions', since: '1.7.0' },
    raftMultiplier: { key: 'server.raft_multiplier', since: '0.12.0' },
    raftSnapshotThreshold: { key: 'server.raft_snapshot_threshold', since: '1.5.0' },
    raftSnapshotInterval: { key: 'server.raft_snapshot_interval', since: '1.5.0' },
    raftTrailingLogs: { key: 'server.raft_trailing_logs', since: '1.5.0' },
    startTimeout: { key: 'server.start_timeout', since: '1.10.1' },
    oidcIssuer: { key: 'server.oidc_issuer', since: '1.7.0' },
    'ui.enabled': { key: 'ui.enabled', since: '1.3.0' },
    'ui.showCliHints': { key: 'ui.show_cli_hints', since: '1.10.1' },
    'ui.label.text': { key: 'ui.label.text', since: '1.5.0' },
    'ui.label.backgroundColor': { key: 'ui.label.background_color', since: '1.5.0' },
    'ui.label.textColor': { key: 'ui.label.text_color', since: '1.5.0' },
    'limits.rpcHandshakeTimeout': { key: 'limits.rpc_handshake_timeout' },
    'limits.rpcMaxConnsPerClient': { key: 'limits.rpc_max_conns_per_client' },
    'acl.tokenMinExpirationTtl': { key: 'acl.token_min_expiration_ttl', since: '1.4.0' },
    'acl.tokenMaxExpirationTtl': { key: 'acl.token_max_expiration_ttl', since: '1.4.0' },
  },
  client: {
    ...ofBothAgents,
    nodePool: { key: 'client.node_pool', ofMachine: true, since: '1.6.0' },
    nodeClass: { key: 'client.node_class', ofMachine: true },
    // Not for servers, whose proof counts with metrics.
    'telemetry.prefixFilter': { key: 'telemetry.prefix_filter' },
    'telemetry.filterDefault': { key: 'telemetry.filter_default' },
    maxKillTimeout: { key: 'client.max_kill_timeout', ofMachine: true },
    meta: { key: 'client.meta', ofMachine: true },
    hostVolumesDir: { key: 'client.host_volumes_dir', ofMachine: true, since: '1.10.0' },
    // The plan adds the limit of a server agent on the same machine.
    'reserved.memoryMiB': { key: 'client.reserved.memory', ofMachine: true },
    'reserved.diskMiB': { key: 'client.reserved.disk', ofMachine: true },
    'reserved.cpuMHz': { key: 'client.reserved.cpu', ofMachine: true },
    'reserved.cores': { key: 'client.reserved.cores', ofMachine: true, since: '1.1.0' },
    // Before, an agent under systemd gave a drain up, or the servers refused one to a node.
    'drainOnShutdown.deadline': {
      key: 'client.drain_on_shutdown.deadline',
      ofMachine: true,
      since: '1.10.3',
      except: ['1.11.0'],
    },
    'drainOnShutdown.ignoreSystemJobs': {
      key: 'client.drain_on_shutdown.ignore_system_jobs',
      ofMachine: true,
      since: '1.10.3',
      except: ['1.11.0'],
    },
    gcInterval: { key: 'client.gc_interval', ofMachine: true },
    gcDiskUsageThreshold: { key: 'client.gc_disk_usage_threshold', ofMachine: true },
    gcInodeUsageThreshold: { key: 'client.gc_inode_usage_threshold', ofMachine: true },
    gcMaxAllocs: { key: 'client.gc_max_allocs', ofMachine: true },
    gcParallelDestroys: { key: 'client.gc_parallel_destroys', ofMachine: true },
    gcVolumesOnNodeGc: { key: 'client.gc_volumes_on_node_gc', ofMachine: true, since: '1.10.2' },
    nodeMaxAllocs: { key: 'client.node_max_allocs', ofMachine: true, since: '1.10.2' },
    networkSpeedMbit: { key: 'client.network_speed', ofMachine: true },
    cpuTotalComputeMHz: { key: 'client.cpu_total_compute', ofMachine: true },
    cpuDisableDmidecode: { key: 'client.cpu_disable_dmidecode', ofMachine: true, since: '1.9.7' },
    memoryTotalMiB: { key: 'client.memory_total_mb', ofMachine: true },
    diskTotalMiB: { key: 'client.disk_total_mb', ofMachine: true, since: '1.5.0' },
    diskFreeMiB: { key: 'client.disk_free_mb', ofMachine: true, since: '1.5.0' },
    reservableCores: { key: 'client.reservable_cores', ofMachine: true, since: '1.1.0' },
    minDynamicPort: { key: 'client.min_dynamic_port', ofMachine: true, since: '1.2.0' },
    maxDynamicPort: { key: 'client.max_dynamic_port', ofMachine: true, since: '1.2.0' },
    disableRemoteExec: { key: 'client.disable_remote_exec' },
    'artifact.httpReadTimeout': { key: 'client.artifact.http_read_timeout', since: '1.4.0' },
    'artifact.httpMaxSize': { key: 'client.artifact.http_max_size', since: '1.4.0' },
    'artifact.gcsTimeout': { key: 'client.artifact.gcs_timeout', since: '1.4.0' },
    'artifact.gitTimeout': { key: 'client.artifact.git_timeout', since: '1.4.0' },
    'artifact.hgTimeout': { key: 'client.artifact.hg_timeout', since: '1.4.0' },
    'artifact.s3Timeout': { key: 'client.artifact.s3_timeout', since: '1.4.0' },
    'artifact.decompressionSizeLimit': { key: 'client.artifact.decompression_size_limit', since: '1.4.4' },
    'artifact.decompressionFileCountLimit': { key: 'client.artifact.decompression_file_count_limit', since: '1.4.4' },
    'artifact.setEnvironmentVariables': { key: 'client.artifact.set_environment_variables', since: '1.5.0' },
  },
};

/** A row with what follows from it. */
export interface PlainSetting extends SettingRow {
  readonly word: string;
  /** The keys that lead to it in the description, below `server` or `client`. */
  readonly steps: readonly string[];
  readonly fallback: JsonValue | undefined;
  readonly isKnownTo: (version: string) => boolean;
}

/** All plain settings of each agent. */
export const plainSettings: Readonly<Record<Role, readonly PlainSetting[]>> = {
  server: settingsOf('server'),
  client: settingsOf('client'),
};

function settingsOf(role: Role): readonly PlainSetting[] {
  const defaults: Readonly<Record<string, JsonValue>> = descriptionDefaults;
  return Object.entries<SettingRow>(settingRows[role]).map(([word, row]) => ({
    ...row,
    word,
    steps: word.split('.'),
    fallback: defaults[`${role}.${word}`],
    isKnownTo: isWithin(row),
  }));
}

/** Whether a version of Nomad knows a setting: from `since` on, no longer from `until` on, and not if it is an exception. */
export function isWithin({
  since,
  until,
  except,
}: Pick<SettingRow, 'since' | 'until' | 'except'>): (version: string) => boolean {
  const isSince = since === undefined ? undefined : atLeast(since);
  const isGone = until === undefined ? undefined : atLeast(until);
  return (version) => isSince?.(version) !== false && isGone?.(version) !== true && !except?.includes(version);
}

/**
 * The part of an agent's configuration that its settings are, in Nomad's words.
 * @param version Nomad's; what it does not know is left out
 */
export function settingsConfig<Agent extends Role>(
  role: Agent,
  settings: Settings<Agent>,
  version: string,
): JsonObject {
  let config: JsonObject = {};
  for (const { word, key, isKnownTo } of plainSettings[role]) {
    const value = (settings as JsonObject)[word];
    if (value === undefined || !isKnownTo(version)) continue;
    config = mergeConfig(config, inBlocks(key.split('.'), value));
  }
  return config;
}

/** `{client: {node_pool: value}}` */
function inBlocks([key = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  return { [key]: rest.length === 0 ? value : inBlocks(rest, value) };
}
