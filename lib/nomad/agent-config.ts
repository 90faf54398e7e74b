/**
 * The agents' configuration files as typed values: what a bundle writes beside the plain settings (settings.ts).
 * Source: Nomad's agent configuration reference. Nomad reads JSON where blocks are objects; `plugin` blocks are
 * wrapped in lists at every level, the one form that always parses. Type aliases, not interfaces, so that each is a
 * JsonObject, too.
 */

import type { JsonObject } from '../cluster/vocabulary.ts';

/** What both agents are told on every machine of a kind. */
type SharedConfig = {
  readonly region: string;
  readonly datacenter: string;
  readonly data_dir: string;
  readonly leave_on_interrupt: boolean;
  readonly leave_on_terminate: boolean;
  readonly disable_update_check: boolean;
  readonly consul: {
    readonly auto_advertise: boolean;
    readonly server_auto_join: boolean;
    readonly client_auto_join: boolean;
  };
  readonly acl: { readonly enabled: boolean };
  readonly tls: TlsConfig;
};

export type SharedServerConfig = SharedConfig & {
  readonly ports: { readonly http: number; readonly rpc: number; readonly serf: number };
  readonly server: {
    readonly enabled: true;
    readonly bootstrap_expect: number;
    /** Where the settings do not say it. */
    readonly failover_heartbeat_ttl?: string;
    /** Where Nomad would speak an older one, which it cannot leave behind later without a procedure of its own. */
    readonly raft_protocol?: 3;
  };
};

export type SharedClientConfig = SharedConfig & {
  readonly ports: { readonly http: number };
  readonly client: {
    readonly enabled: true;
    readonly server_join: ServerJoin;
    /** Beside the memory and disk that the settings reserve. */
    readonly reserved: { readonly reserved_ports: string };
    /** Path on the machine to path in the chroot of exec and java tasks. */
    readonly chroot_env: Readonly<Record<string, string>>;
    readonly options: Readonly<Record<string, string>>;
    /** Where CNI's plugins are. */
    readonly cni_path?: string;
    /** By name, with subnets of this machine's addresses. */
    readonly host_network?: Readonly<Record<string, { readonly cidr: string }>>;
    readonly host_volume?: Readonly<Record<string, { readonly path: string; readonly read_only: boolean }>>;
  };
  /** Where the plugins are that are no part of Nomad. */
  readonly plugin_dir?: string;
  readonly plugin?: readonly JsonObject[];
};

/** What an agent is told of its machine alone. */
type OwnConfig = {
  readonly name: string;
  readonly bind_addr: string;
};

export type OwnServerConfig = OwnConfig & {
  readonly advertise: { readonly http: string; readonly rpc: string; readonly serf: string };
  /** Absent if there is no other server. */
  readonly server?: { readonly server_join: ServerJoin };
};

export type OwnClientConfig = OwnConfig & {
  readonly advertise: { readonly http: string };
  /** Absent where a program of the first boot says it. */
  readonly client?: { readonly network_interface: string };
};

export type TlsConfig = {
  readonly http: true;
  readonly rpc: true;
  readonly ca_file: string;
  readonly cert_file: string;
  readonly key_file: string;
  readonly verify_server_hostname: true;
  readonly verify_https_client: true;
};

export type ServerJoin = {
  readonly retry_join: readonly string[];
  /** 0: for ever. */
  readonly retry_max: 0;
  readonly retry_interval: string;
};

/** The file that holds the gossip key alone, so that the rest of the configuration is no secret. */
export type GossipConfig = {
  readonly server: { readonly encrypt: string };
};

/** Encodes a configuration as the JSON that goes on disk: ASCII, two spaces, keys as given, a final line feed. */
export function encodeAgentConfig(config: object): string {
  return `${escapeUnicode(JSON.stringify(config, null, 2))}\n`;
}

function escapeUnicode(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
