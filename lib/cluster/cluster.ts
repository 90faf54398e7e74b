/** The checked cluster: every default filled in, every shorthand spelled out. All later stages read this alone. */

import type { Settings } from './settings.ts';
import type { UserDataPart } from './user-data-part.ts';
import type {
  Architecture,
  FirstBootFormat,
  IgnitionSpec,
  JsonObject,
  OperatingSystem,
  PlatformName,
  Role,
  TaskDriver,
} from './vocabulary.ts';

export interface Cluster {
  readonly name: string;
  readonly region: string;
  readonly nomad: NomadRelease;
  /** By network name, in the order of the description. */
  readonly networks: Readonly<Record<string, Network>>;
  readonly server: ServerDefaults;
  readonly client: ClientDefaults;
  /** Validity of leaf certificates in days. */
  readonly leafValidityDays: number;
  readonly users: readonly OperatorUser[];
  readonly extra: Extra;
  /** In the order of the description; names are unique. */
  readonly machines: readonly Machine[];
}

export interface NomadRelease {
  /** MAJOR.MINOR.PATCH, and what a prerelease or an Enterprise release adds: `1.10.5+ent`. */
  readonly version: string;
  readonly install: Installation;
}

/** How the binary comes to the machine, and where it is then. */
export type Installation =
  | { readonly method: 'preinstalled'; readonly path: string }
  | { readonly method: 'archive' | 'sysext'; readonly path: string; readonly downloads: Downloads }
  | {
      readonly method: 'apt';
      readonly path: string;
      readonly repository: AptRepository;
      readonly packageName: string;
      readonly packageVersion: string;
    };

/** One file for all machines, or one for each architecture. */
export type Downloads = Readonly<Partial<Record<Architecture | 'any', Download>>>;

export interface Download {
  /** Mirrors in the order in which they are tried; at least one. */
  readonly urls: readonly string[];
  /** Of a zip itself, of anything else after decompression; in hexadecimal digits. */
  readonly hash: `sha256-${string}` | `sha512-${string}`;
}

export interface AptRepository {
  readonly url: string;
  readonly suite: string;
  readonly components: readonly string[];
  /** ASCII-armored. */
  readonly key: string;
}

export interface Network {
  readonly name: string;
  /** Canonical CIDR notation, host bits zero; at least one. */
  readonly subnets: readonly string[];
  readonly gateways: readonly string[];
  readonly nameservers: readonly string[];
  readonly mtu?: number;
}

export interface ServerDefaults {
  readonly network: string;
  readonly ports: { readonly http: number; readonly rpc: number; readonly serf: number };
  readonly memoryMaxMiB: number;
  /** Without `failoverHeartbeatTtl` that follows from the number of clients. */
  readonly settings: Settings<'server'>;
}

export interface ClientDefaults {
  readonly network: string;
  readonly ports: { readonly http: number };
  readonly drivers: readonly TaskDriver[];
  /** Whether everybody is kept from a metadata service that hands out user-data. */
  readonly metadataGuard: boolean;
  /** Services that the guard lets in beside the platform's own. */
  readonly metadataReaders: readonly string[];
  readonly settings: Settings<'client'>;
}

export interface OperatorUser {
  readonly name: string;
  readonly sshAuthorizedKeys: readonly string[];
  readonly sudo: boolean;
}

export interface Extra {
  readonly userData: readonly UserDataPart[];
  readonly files: readonly { readonly path: string; readonly content: string; readonly mode: string }[];
  readonly units: readonly ExtraUnit[];
}

export interface ExtraUnit {
  readonly name: string;
  readonly content?: string;
  readonly enable: boolean;
  readonly dropIns: readonly { readonly name: string; readonly content: string }[];
}

export interface Target {
  readonly format: FirstBootFormat;
  readonly os: OperatingSystem;
  readonly platform: PlatformName;
  readonly ignitionSpec: IgnitionSpec;
}

export interface Interface {
  readonly network: string;
  /** Lower case, colons. */
  readonly mac?: string;
  readonly name?: string;
  readonly addresses: readonly InterfaceAddress[];
}

export interface InterfaceAddress {
  /** Canonical text (RFC 5952 for IPv6). */
  readonly address: string;
  readonly prefixLength: number;
}

export interface Machine {
  /** Host name, and Nomad's node name. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly interfaces: readonly Interface[];
  readonly datacenter: string;
  readonly arch: Architecture;
  readonly target: Target;
  readonly instance: number;
  readonly memoryMiB?: number;
  readonly certificate: { readonly generation: number; readonly issuedAt?: string };
  /** Present when the machine carries a server agent. */
  readonly server?: MachineServer;
  /** Present when the machine carries a client agent. */
  readonly client?: MachineClient;
}

export interface MachineServer {
  /** Where the agent listens: `undefined` with DHCP, then binding goes by the network's subnets. */
  readonly address?: string;
  /** The cluster's very object if the machine has none of its own. */
  readonly settings: Settings<'server'>;
  /** The description's `server.config` and the machine's own, merged. */
  readonly config: JsonObject;
}

export interface MachineClient {
  readonly address?: string;
  /** The cluster's very object if the machine has none of its own. */
  readonly settings: Settings<'client'>;
  readonly config: JsonObject;
}
