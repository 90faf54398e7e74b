/** What a machine shall be after its first boot, in no image's language: the product of the plan stage. */

import type { Target } from '../cluster/cluster.ts';
import type { UserDataPart } from '../cluster/user-data-part.ts';
import type { JsonObject, Role } from '../cluster/vocabulary.ts';
import { mergeConfig } from '../nomad/merge-config.ts';
import type { UnitFile } from '../systemd/unit-file.ts';

export interface MachinePlan {
  readonly cluster: string;
  readonly machine: string;
  /** `<cluster>-<machine>-<instance>` */
  readonly instanceId: string;
  readonly hostname: string;
  readonly target: Target;
  /** What it has in common with other machines: one frozen value for all of its kind, which the renderers read once. */
  readonly shared: SharedPlan;
  /** This machine's own files, beside the shared ones. Owned by root. */
  readonly files: readonly PlannedFile[];
  /** What this machine's agents are told beside `shared.agentConfigs`; `agentConfig` puts both together. */
  readonly agentConfigs: AgentConfigs;
  readonly network: PlannedNetwork;
  /**
   * Where the platform makes the network: the cards that it may leave out, which files of the image's own network
   * program bring up. Absent where the bundle configures all of `network`.
   */
  readonly furtherCards?: PlannedNetwork;
  readonly certificates: readonly PlannedCertificate[];
}

/** The part of a plan that all machines of a kind have: those with the same roles, target and settings. */
export interface SharedPlan {
  /** Whether anybody may log in over the network; without, no SSH server runs and its keys are not made. */
  readonly remoteAccess: boolean;
  readonly groups: readonly PlannedGroup[];
  readonly users: readonly PlannedUser[];
  /** Parents before children. */
  readonly directories: readonly PlannedDirectory[];
  /** Owned by root. */
  readonly files: readonly PlannedFile[];
  /** What the machine fetches itself. */
  readonly downloads: readonly PlannedDownload[];
  readonly units: readonly PlannedUnit[];
  /** Where the kernel goes by labels: the folders whose files need those that the system's policy gives them. */
  readonly labeledFolders?: readonly string[];
  /** Sent beside the build's own first-boot document, as they are. */
  readonly userDataParts: readonly UserDataPart[];
  /** What the agents of all these machines are told, as the values that `agent.json` holds. */
  readonly agentConfigs: AgentConfigs;
}

/** An agent's configuration by its role, in Nomad's own words. */
export type AgentConfigs = Readonly<Partial<Record<Role, JsonObject>>>;

/** The whole configuration of one of the machine's agents but for its secrets; `undefined` without such an agent. */
export function agentConfig({ shared, agentConfigs }: MachinePlan, role: Role): JsonObject | undefined {
  const [common, own] = [shared.agentConfigs[role], agentConfigs[role]];
  return common && own && mergeConfig(common, own);
}

/** All files of a machine, by path. */
export function filesOf({ shared, files }: MachinePlan): readonly PlannedFile[] {
  return [...shared.files, ...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}

export interface PlannedGroup {
  readonly name: string;
}

export interface PlannedUser {
  readonly name: string;
  readonly primaryGroup?: string;
  readonly comment: string;
  /** A system account has no home, no shell and no password. */
  readonly system: boolean;
  readonly shell: string;
  readonly sshAuthorizedKeys: readonly string[];
}

export interface PlannedDirectory {
  readonly path: string;
  /** Four octal digits, for example `0700`. */
  readonly mode: string;
  /** An account of the machine, which has a group of the same name. */
  readonly owner: string;
}

/**
 * A file of the machine. The content of one that holds key material is no enumerable property, so that nothing which
 * prints, compares or copies a plan takes it along: its SHA-256 stands for it.
 */
export interface PlannedFile {
  readonly path: string;
  readonly mode: string;
  /** ASCII text. */
  readonly content: string;
  /** Holds key material: shown as a hash only, never under /etc. */
  readonly secret: boolean;
  /** Of a secret file's content, in hexadecimal digits. */
  readonly sha256?: string;
}

/** A file too large for a first-boot document: Nomad's binary, or a systemd-sysext image. Owned by root. */
export interface PlannedDownload {
  readonly path: string;
  readonly mode: string;
  readonly url: string;
  /** Of the file as it ends up on the disk, decompressed: in hexadecimal digits. */
  readonly hash: `sha256-${string}` | `sha512-${string}`;
  /** How the file is compressed where it is fetched. */
  readonly compression?: 'gzip';
}

export interface PlannedUnit {
  readonly name: string;
  readonly content?: UnitFile | string;
  readonly dropIns: readonly { readonly name: string; readonly content: UnitFile | string }[];
  /** Enabled, and started at the first boot. */
  readonly enable: boolean;
  readonly mask: boolean;
}

export interface PlannedNetwork {
  readonly interfaces: readonly PlannedInterface[];
}

export interface PlannedInterface {
  readonly network: string;
  readonly mac?: string;
  readonly name?: string;
  /** With prefix length, for example `10.10.0.11/24`; none with DHCP. */
  readonly addresses: readonly string[];
  /** For which families an address is asked for. */
  readonly dhcp: false | 'ipv4' | 'ipv6' | 'both';
  readonly gateways: readonly string[];
  readonly nameservers: readonly string[];
  readonly mtu?: number;
  /** Whether another card has the default route, whatever DHCP says here. */
  readonly isFurther?: true;
  /** How what has a source address of this card leaves by it. */
  readonly sourceRoute?: SourceRoute;
  /** Whether somebody else brings the card up, under its name, and the bundle adds to that. */
  readonly isAddition?: true;
}

/** A routing table of its own for the packets from a subnet. */
export interface SourceRoute {
  readonly from: string;
  readonly gateway: string;
  readonly table: number;
}

/** A certificate in the bundle, for the manifest. */
export interface PlannedCertificate {
  readonly role: 'server' | 'client';
  readonly serialNumber: string;
  /** ISO 8601, UTC, to the second. */
  readonly notBefore: string;
  readonly notAfter: string;
}
