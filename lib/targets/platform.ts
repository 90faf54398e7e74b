/** What is known of a platform, row by row: user-data, documents, and who makes the network of its machines. */

/**
 * How user-data is written: `plain` text, binary `gzip`, or text in `base64` of one of the two. Whatever is not said
 * here is done by the platform's own tools.
 */
export type UserDataEncoding = 'plain' | 'gzip' | 'base64' | 'gzip+base64';

/**
 * What a limit is compared with: the packed user-data as it is; its length after the base64 that the platform's tools
 * put around it; or that together with all other metadata of the machine.
 */
type Counting = 'packed' | 'after-base64' | 'after-base64-with-metadata';

/** The files of a bundle for cloud-init, by their names in the output. */
type CloudInitDocument = 'user-data' | 'meta-data' | 'network-config';

export interface Platform {
  readonly title: string;
  /** Absent where there is none in practice, or none is documented. */
  readonly limitBytes?: number;
  readonly counting: Counting;
  /** The first is taken where it fits comfortably, the second where it does not. */
  readonly encodings: readonly [UserDataEncoding, UserDataEncoding?];
  /** Metadata key that must tell the encoding. */
  readonly encodingKey?: EncodingKey;
  /** Whether processes on the machine can read the user-data over HTTP, at one of the metadata addresses. */
  readonly servesUserData: boolean;
  /** Units in the platform's images that ask for metadata later than at the boot; those that are missing do no harm. */
  readonly metadataReaders?: readonly string[];
  /** What cloud-init reads there, each file with the platform's own name for it; nothing else is written. */
  readonly documents: Readonly<Partial<Record<CloudInitDocument, string>>>;
  /** How the packed user-data, the file FILE of machine NAME, comes to the machine. */
  readonly attach: string;
  /**
   * The same as one command, a word each, for programs: FILE, META and NETWORK stand for the paths of the documents, NAME
   * for the machine. Absent where one command does not do.
   */
  readonly attachCommand?: readonly string[];
  /**
   * Where cloud-init finds the instance-id, which makes it run a first boot again: in our meta-data, which is attached;
   * in our image alone; or in the platform's own metadata, where a machine keeps the one that it was created with.
   */
  readonly instanceIdFrom: 'meta-data' | 'image' | 'platform';
  /** The image that a machine can be given as a disk or CD; absent where its first boot reads none. */
  readonly image?: 'nocloud' | 'config-drive';
  /** Nomad's own fingerprint of the platform, where there is one. */
  readonly nomadFingerprint?: string;
  /** Who makes the network of a machine. */
  readonly network: PlatformNetwork;
  /** The firewall in the platform's images that keeps all but SSH out, where there is one. */
  readonly hostFirewall?: string;
  /** What differs for an image that reads Ignition. */
  readonly ignition?: Partial<Pick<Platform, 'encodings' | 'encodingKey' | 'attach' | 'attachCommand' | 'network'>>;
  /** What the row rests on; "unconfirmed" where no document or source was read. */
  readonly source: string;
}

interface EncodingKey {
  readonly name: string;
  /** Its value for each encoding that needs one. */
  readonly values: Partial<Record<UserDataEncoding, string>>;
  /** How the command that attaches is told, a word each; VALUE stands for the value. */
  readonly option: readonly string[];
}

/** Who makes the network of a machine: the description by documents of the build, or the platform. */
type PlatformNetwork = DescribedNetwork | MadeNetwork;

/** The bundle configures every card as the description says. */
interface DescribedNetwork {
  readonly madeBy: 'description';
  /** The document that holds the network, where cloud-init reads one. */
  readonly document: 'network-config' | 'meta-data';
  /** The first three octets of MAC addresses that people may give there; absent where the platform chooses them. */
  readonly macPrefix?: string;
}

/** The platform configures the machine, and what the description says is expected of it. */
export interface MadeNetwork {
  readonly madeBy: 'platform';
  /** How the platform is told an address; absent where it alone chooses. */
  readonly tell?: AddressOrder;
  /** How the platform is told a MAC in the same breath; absent where it alone chooses. */
  readonly tellMac?: string;
  /** Whether a public card, which no description names, comes before those of the description. */
  readonly hasPublicCard: boolean;
  /** How many private networks a machine can be in, where that is a matter of the platform and not of the machine. */
  readonly mostNetworks?: number;
  /** The cards after the machine's first. */
  readonly furtherCards: FurtherCards;
  /** Prefix and gateway as the machine sees them, where they are not the subnet's own. */
  readonly seenAs?: string;
  /** The MTU that the platform's network has, where it is not Ethernet's. */
  readonly mtu?: number;
  /** Who routes answers out by the card that was asked, where somebody does. */
  readonly policyRouting?: string;
  /**
   * Where the platform drops what leaves by another card than its source address's, and nobody routes it: how cloud-init
   * calls the cards, before their number. The bundle adds source rules on machines with several cards.
   */
  readonly sourceRoutedCards?: string;
  /** Which addresses machines can have. */
  readonly addresses?: AddressRules;
  /** What the console says if an address does not come; VERSION stands for cloud-init's. */
  readonly whyNoAddress: string;
  /** What the facts of the network rest on. */
  readonly source: string;
}

/** What the platform's tools are told, with ADDRESS, NETWORK, INDEX (of the card, from 0) and NAME (of the machine). */
interface AddressOrder {
  /** For a machine with one card. */
  readonly only: string;
  /** For each of several cards. */
  readonly each: string;
  /** The same for people, in a few words. */
  readonly inWords: string;
}

interface FurtherCards {
  /** Who brings them up in the platform's images, and how, in words. */
  readonly broughtUp: string;
  /** The first version of cloud-init that does, where not every one does. */
  readonly since?: string;
  /** How the bundle brings up those that cloud-init may leave out; absent where it leaves none. */
  readonly bundle?: 'dhcp' | 'static';
  /** The names that such cards have, and the first never has, as one pattern (fnmatch(3)) under cloud-init. */
  readonly names?: string;
}

/** Which addresses of an IPv4 subnet the platform gives to nobody. */
export interface AddressRules {
  /** How many at its beginning, and at its end. */
  readonly reservedFirst: number;
  readonly reservedLast: number;
  /** Subnets that networks have to lie in, if not all do. */
  readonly within?: readonly string[];
  /** Single addresses that the platform keeps for itself. */
  readonly never?: readonly string[];
}

export const KIB = 1024;

/** cloud-init's own, when a network card comes while the machine runs (cloud-init documentation: Hotplug). */
export const HOTPLUG = 'cloud-init-hotplugd.service';
