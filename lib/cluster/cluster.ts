/** The checked cluster: every default filled in, every shorthand spelled out. All later stages read this alone. */

import type { Downloads } from './downloads.ts';
import type { ClientProvisions } from './provisions.ts';
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

/** What all machines share; whatever may differ from machine to machine stands in each machine alone. */
export interface Cluster {
  readonly name: string;
  readonly region: string;
  /** Of machines that name no other: MAJOR.MINOR.PATCH */
  readonly nomadVersion: string;
  /** By network name, in the order of the description. */
  readonly networks: Readonly<Record<string, Network>>;
  readonly server: ServerCommons;
  readonly client: ClientCommons;
  /** Validity of leaf certificates in days. */
  readonly leafValidityDays: number;
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

/** Where every server agent listens. */
export interface ServerCommons {
  readonly network: string;
  readonly ports: { readonly http: number; readonly rpc: number; readonly serf: number };
}

/** Where every client agent listens. */
export interface ClientCommons {
  readonly network: string;
  readonly ports: { readonly http: number };
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

export interface Machine extends MachineSettings {
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

/** What can be said of all machines and of one: the very same objects for all machines that say nothing of their own. */
export interface MachineSettings {
  readonly nomad: NomadRelease;
  readonly users: readonly OperatorUser[];
  readonly extra: Extra;
  /** What becomes of reboots after updates; absent where the operating system decides. */
  readonly reboots?: 'staggered' | 'off' | 'image';
}

/** What can be said of all server agents and of one. */
export interface ServerAgent {
  readonly memoryMaxMiB: number;
  /** Without `failoverHeartbeatTtl` that follows from the number of clients. */
  readonly settings: Settings<'server'>;
  /** The description's `server.config` and the machine's own, merged. */
  readonly config: JsonObject;
}

/** What can be said of all client agents and of one. */
export interface ClientAgent {
  readonly drivers: readonly TaskDriver[];
  readonly provisions: ClientProvisions;
  /** Whether everybody is kept from a metadata service that hands out user-data. */
  readonly metadataGuard: boolean;
  /** Services that the guard lets in beside the platform's own. */
  readonly metadataReaders: readonly string[];
  readonly settings: Settings<'client'>;
  /** The description's `client.config` and the machine's own, merged. */
  readonly config: JsonObject;
}

interface MachineServer extends ServerAgent {
  /** Where the agent listens: `undefined` with DHCP, then binding goes by the network's subnets. */
  readonly address?: string;
}

interface MachineClient extends ClientAgent {
  readonly address?: string;
}
