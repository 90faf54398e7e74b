/**
 * What an emulated platform is: its hardware, its wires, and the way in which user-data comes to the machine. Plain data
 * and functions of what was ordered, so that a container, a virtual machine or another project can be served by it.
 */

import type { PlatformName } from '../../lib/cluster/vocabulary.ts';

/** What somebody hands to the platform's tools when the machine is made, as the platform's hint says. */
export interface Order {
  readonly hostname: string;
  /** The bytes of the file that the hint names. */
  readonly userData: Buffer;
  /** Metadata keys beside it, which tell the encoding. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The file `meta-data`. */
  readonly metaData: Buffer;
  /** The file `network-config`. */
  readonly networkConfig: Buffer;
  /** The image that `--iso` makes, where the platform takes one. */
  readonly image?: Buffer;
}

/** What the platform's DHCP server says to one network card. */
export interface Lease {
  /** None where the platform announces no router on this wire. */
  readonly router?: string;
  readonly mtu?: number;
  /** RFC 3442: destination and router by turns. */
  readonly routes?: readonly string[];
  /** Where it is not the one that the subnet has. */
  readonly netmask?: string;
  readonly nameserver?: string;
  /** Further options of dnsmasq: `245,a8:3f:81:10`. */
  readonly options?: readonly string[];
}

export interface NetworkCard {
  /** What the machine's kernel and udev call it. */
  readonly name: string;
  /** Lower case. */
  readonly mac: string;
  readonly driver: string;
  /** The address that the platform means it to have, with the prefix of the platform's subnet. */
  readonly address: string;
  /** Absent where nobody answers DHCP on this wire. */
  readonly lease?: Lease;
}

/** One answer of a metadata service. */
export interface Answer {
  readonly body: string | Buffer;
  readonly contentType?: string;
  /** The request has to carry this header, else 401. */
  readonly needs?: readonly [header: string, value: string];
  /** The caller's port has to be below 1024, else 403. */
  readonly needsPrivilegedPort?: boolean;
}

/** By path, for GET; or by method and path: `PUT /latest/api/token`. */
export type Paths = Readonly<Record<string, Answer | string | Buffer>>;

interface MetadataService {
  /** The addresses it listens at, on port 80; link-local ones of IPv6 on the first card's wire. */
  readonly addresses: readonly string[];
  readonly paths: (order: Order) => Paths;
}

/** A disk or CD: an image that is there, or the files of an ISO 9660 image with this label. */
export type Medium = (
  | { readonly image: Buffer }
  | { readonly label: string; readonly files: Readonly<Record<string, string | Buffer>> }
) & {
  /** Where cloud-init looks for no label but for a device of this name. */
  readonly device?: 'sr0';
};

export interface Emulation {
  readonly platform: PlatformName;
  /** What systemd-detect-virt(1) says on the platform's machines. */
  readonly virtualization: 'kvm' | 'amazon' | 'google' | 'microsoft' | 'vmware';
  /** Files of /sys/class/dmi/id and what they say. */
  readonly dmi: Readonly<Record<string, string>>;
  /** The first is the one that the platform boots by. */
  readonly cards: readonly NetworkCard[];
  readonly service?: MetadataService;
  readonly medium?: (order: Order) => Medium;
  /** Lines of /etc/hosts that the platform's images carry. */
  readonly hosts?: readonly string[];
  /** VMware's guestinfo variables, without that prefix. */
  readonly guestinfo?: (order: Order) => Readonly<Record<string, string>>;
  /** What cloud-init complains of because the emulation goes no further. */
  readonly complaints?: readonly RegExp[];
  /** The platform's own instance-id; absent where it is in what we attach. */
  readonly instanceId?: string;
}
