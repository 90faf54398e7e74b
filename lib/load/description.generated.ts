// Generated from schemas/ by `npm run generate`: do not edit.

/**
 * The first-boot program that the image runs.
 */
export type FirstBootFormat = "cloud-init" | "ignition";
/**
 * Decides network files and paths. debian and ubuntu boot with cloud-init; fedora-coreos, flatcar and microos with Ignition.
 */
export type OperatingSystem = "debian" | "ubuntu" | "fedora-coreos" | "flatcar" | "microos";
/**
 * Where the machine runs: decides size limits, encodings and how the bundle is attached.
 */
export type Platform =
  | "nocloud"
  | "libvirt"
  | "proxmox"
  | "ec2"
  | "gcp"
  | "azure"
  | "openstack"
  | "hetzner"
  | "digitalocean"
  | "oci"
  | "akamai"
  | "scaleway"
  | "vultr"
  | "vmware";
/**
 * Version of the Ignition configuration, for format ignition. 3.3.0 is read by Ignition 2.11 and later, 3.4.0 by 2.15, 3.5.0 by 2.20, 3.6.0 by 2.26.
 */
export type IgnitionSpec = "3.3.0" | "3.4.0" | "3.5.0" | "3.6.0";
/**
 * Level from which on the agent writes to the journal.
 */
export type LogLevel = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR";
/**
 * Node pool that the client joins (Nomad 1.6 and later).
 */
export type NodePool = string;
/**
 * Node class for constraints in jobs; none by default.
 */
export type NodeClass = string;

/**
 * One region of a Nomad cluster: its networks, its agents and its machines.
 */
export interface ClusterDescription {
  /**
   * Names the cluster in instance-ids and certificates. A DNS label (RFC 1123), at most 32 characters. It seeds the keys: renaming a cluster renews every certificate.
   */
  name: string;
  /**
   * Nomad region. It is part of every certificate's name: server.<region>.nomad and client.<region>.nomad.
   */
  region?: string;
  /**
   * Nomad datacenter of every machine that names none itself.
   */
  datacenter?: string;
  /**
   * The Nomad release that the machines run. It decides which settings are written.
   */
  nomad: {
    /**
     * Exact version of the binary on the machines, MAJOR.MINOR.PATCH.
     */
    version: string;
    /**
     * How the Nomad binary comes to the machine.
     */
    install?: {
      /**
       * preinstalled: the image brings the binary. archive: Ignition fetches the binary, raw or gzip-compressed, by URL. sysext: Ignition fetches a systemd system extension that holds it (flatcar, where /usr is read-only).
       */
      method?: "preinstalled" | "archive" | "sysext";
      /**
       * Absolute path of the Nomad binary. With archive, where it is put: /opt/bin/nomad unless you say otherwise. Packages put it in /usr/bin.
       */
      path?: string;
      /**
       * Where the binary or extension is fetched from, https or http: needed with archive and sysext. HashiCorp serves zip, which Ignition cannot unpack: host the binary itself, raw or with .gz at the end.
       */
      url?: string;
      /**
       * SHA-256 of the file after decompression, 64 hexadecimal digits. Give this or sha512 with url.
       */
      sha256?: string;
      /**
       * SHA-512 of the file after decompression, 128 hexadecimal digits. Give this or sha256 with url.
       */
      sha512?: string;
    };
  };
  /**
   * What the bundles are made for: the first-boot format, the operating system of the image and the platform.
   */
  target?: {
    format?: FirstBootFormat;
    os?: OperatingSystem;
    platform?: Platform;
    ignitionSpec?: IgnitionSpec;
  };
  /**
   * The networks that the machines' interfaces are attached to, by a name of your choice.
   */
  networks: {
    [k: string]: NetworkDescription;
  };
  server: ServerDefaultsDescription;
  client: ClientDefaultsDescription;
  /**
   * Settings of the certificates that the build issues.
   */
  certificates?: {
    /**
     * From issuedAt on, in days (d) or years of 365 days (y); never beyond the authority's own end. Long by default: nobody logs in to renew a certificate, machines are replaced instead.
     */
    validity?: string;
  };
  /**
   * People who may log in by SSH. None by default: then no user is made and the SSH server is masked.
   */
  users?: UserDescription[];
  extra?: ExtraDescription;
  /**
   * The machines by their host name: a DNS label (RFC 1123) each. Machines that differ by a number alone are written as a range, in the form of host lists: "worker-[001-500]", "worker-[1-3,7,10-12]"; their addresses count up with n, the number in the name: "10.20.4.0 + n".
   */
  machines: {
    [k: string]: MachineDescription;
  };
}
/**
 * One layer-3 network. Give subnet, or subnets where it has several (zones, dual stack).
 */
export interface NetworkDescription {
  /**
   * The network's subnet in CIDR notation (RFC 4632). Short for subnets with one entry.
   */
  subnet?: string;
  /**
   * The network's subnets in CIDR notation. Give this or subnet.
   *
   * @minItems 1
   *
   * Items: A subnet in CIDR notation.
   */
  subnets?: string[];
  /**
   * Address of the default gateway inside one of the subnets. Short for gateways with one entry. At most one network of a machine may have one; without it machines get no default route.
   */
  gateway?: string;
  /**
   * Addresses of the default gateways, at most one in each subnet: an IPv4 and an IPv6 one with dual stack. None by default.
   *
   * @minItems 1
   *
   * Items: An IP address.
   */
  gateways?: string[];
  /**
   * Addresses of the DNS servers for interfaces on this network.
   *
   * Items: An IP address.
   */
  nameservers?: string[];
  /**
   * Maximum transmission unit in bytes; the operating system's own value by default.
   */
  mtu?: number;
}
/**
 * Settings of every server agent.
 */
export interface ServerDefaultsDescription {
  /**
   * Name of the network on which the server agents listen and are dialled.
   */
  network: string;
  /**
   * Where the server agent listens.
   */
  ports?: {
    /**
     * HTTPS API of the server agent.
     */
    http?: number;
    /**
     * RPC between servers and from clients.
     */
    rpc?: number;
    /**
     * Gossip between servers, TCP and UDP.
     */
    serf?: number;
  };
  /**
   * The bounds that keep a server agent from harming the client agent beside it.
   */
  resources?: {
    /**
     * MemoryMax of the server unit in MiB; MemoryHigh is 80 % of it. Above it the kernel kills the server agent, which starts again, and nothing else.
     */
    memoryMaxMiB?: number;
  };
  logLevel?: LogLevel;
  telemetry?: TelemetryDescription;
  config?: AgentConfigDescription;
}
/**
 * What the agent measures and publishes on /v1/metrics.
 */
export interface TelemetryDescription {
  /**
   * Serve /v1/metrics?format=prometheus as well.
   */
  prometheus?: boolean;
  /**
   * Time between two measurements, a Go duration.
   */
  collectionInterval?: string;
  /**
   * Publish what each allocation uses (client agents).
   */
  allocationMetrics?: boolean;
  /**
   * Publish what the node uses (client agents).
   */
  nodeMetrics?: boolean;
}
/**
 * Settings of Nomad's agent configuration that this description has no word for, in Nomad's JSON form. Merged over what the build writes; a machine's own over the cluster's. Addresses, ports, TLS, ACLs, data_dir, region and the join list cannot be changed this way.
 */
export interface AgentConfigDescription {
  [k: string]: unknown;
}
/**
 * Settings of every client agent.
 */
export interface ClientDefaultsDescription {
  /**
   * Name of the network on which the client agents listen.
   */
  network: string;
  /**
   * Where the client agent listens.
   */
  ports?: {
    /**
     * HTTPS API of the client agent.
     */
    http?: number;
  };
  /**
   * Task drivers that jobs may use; every other built-in driver is switched off. They decide the client agent's capabilities. raw_exec runs tasks as root without isolation.
   *
   * Items: A task driver built into Nomad.
   */
  drivers?: ("exec" | "raw_exec" | "docker" | "java" | "qemu")[];
  nodePool?: NodePool;
  nodeClass?: NodeClass;
  meta?: MetaDescription;
  logLevel?: LogLevel;
  telemetry?: TelemetryDescription;
  config?: AgentConfigDescription;
  /**
   * On platforms that serve user-data over a metadata address: keep tasks and ordinary users from it with a packet filter, for user-data holds the machine's keys. DNS and NTP on that address stay open. Without effect elsewhere.
   */
  metadataGuard?: boolean;
}
/**
 * Key and value pairs that jobs can use in constraints.
 */
export interface MetaDescription {
  /**
   * A string.
   */
  [k: string]: string;
}
/**
 * A person's account. It has no password: the SSH keys are the only way in.
 */
export interface UserDescription {
  /**
   * A POSIX portable user name of at most 32 characters.
   */
  name: string;
  /**
   * Public keys in authorized_keys format, one a line.
   *
   * @minItems 1
   *
   * Items: One public key.
   */
  sshAuthorizedKeys: string[];
  /**
   * Grants sudo without a password.
   */
  sudo?: boolean;
}
/**
 * Files and units of your own. They may not replace what the build itself writes.
 */
export interface ExtraDescription {
  /**
   * Files to write, owned by root.
   *
   * Items: One file.
   */
  files?: {
    /**
     * Absolute path without dot segments.
     */
    path: string;
    /**
     * The file's text, ASCII.
     */
    content: string;
    /**
     * Permissions as a quoted octal string of four digits.
     */
    mode?: string;
  }[];
  /**
   * Units of your own, and drop-ins for any unit, the two agents' among them.
   */
  units?: {
    /**
     * One unit, or drop-ins for one.
     */
    [k: string]: {
      /**
       * The unit file's text. Leave it out to add drop-ins only.
       */
      content?: string;
      /**
       * Enable the unit and start it at the first boot.
       */
      enable?: boolean;
      /**
       * Text of drop-ins by file name. Drop-ins of your own come after 10-, 20- and 30-; names that the build uses are refused.
       */
      dropIns?: {
        /**
         * The drop-in's text.
         */
        [k: string]: string;
      };
    };
  };
  /**
   * Parts of your own beside the build's cloud-config, sent together as MIME multi-part (format cloud-init only). A part replaces the same top-level key of the build's unless it says how to merge.
   *
   * Items: One part.
   */
  userData?: {
    /**
     * File name of the part.
     */
    name: string;
    /**
     * What the part is.
     */
    type: "cloud-config" | "shell-script";
    /**
     * The part's text, with its first line #cloud-config or #!; jinja templates are refused.
     */
    content: string;
    /**
     * cloud-init's merge rule for a cloud-config part.
     */
    mergeHow?: string;
  }[];
}
/**
 * One machine, or each machine of a range.
 */
export interface MachineDescription {
  /**
   * The agents that the machine carries.
   *
   * @minItems 1
   *
   * Items: An agent.
   */
  roles?: ("server" | "client")[];
  /**
   * The machine's network interfaces.
   *
   * @minItems 1
   */
  interfaces: InterfaceDescription[];
  /**
   * Nomad datacenter of this machine; the cluster's by default.
   */
  datacenter?: string;
  /**
   * The machine's architecture, in Debian's and Go's words.
   */
  arch?: "amd64" | "arm64";
  target?: TargetDescription;
  /**
   * Raise it by hand when the machine shall run its first boot again: it is the end of its cloud-init instance-id.
   */
  instance?: number;
  /**
   * The machine's memory in MiB. Where it is given, a server memory limit of more than half of it is an error; without it nothing is compared.
   */
  memoryMiB?: number;
  /**
   * Renews this machine's certificates and keys alone.
   */
  certificate?: {
    /**
     * Counts the machine's keys: raise it by one for new ones.
     */
    generation?: number;
    /**
     * When the machine's certificates begin, in UTC to the second; the secrets file's issuedAt by default.
     */
    issuedAt?: string;
  };
  /**
   * Settings of this machine's server agent over the cluster's.
   */
  server?: {
    config?: AgentConfigDescription;
  };
  /**
   * Settings of this machine's client agent over the cluster's.
   */
  client?: {
    /**
     * Node pool that the client joins (Nomad 1.6 and later).
     */
    nodePool?: string;
    /**
     * Node class for constraints in jobs; none by default.
     */
    nodeClass?: string;
    /**
     * Key and value pairs of this client, laid over the cluster's; none of its own by default.
     */
    meta?: {
      /**
       * A string.
       */
      [k: string]: string;
    };
    config?: AgentConfigDescription;
  };
}
/**
 * One network interface of a machine, named by mac or by name.
 */
export interface InterfaceDescription {
  /**
   * Name of the network that the interface is attached to.
   */
  network: string;
  /**
   * The interface's MAC address. Upper case and dashes are understood. Quote it: YAML reads digits without colons as a number. On a range of machines it counts up with n, the number in the name. Give this or name where the machine has several interfaces.
   */
  mac?: string;
  /**
   * The interface's name in the operating system, at most 15 characters, for images whose names are known beforehand. Give this or mac where the machine has several interfaces.
   */
  name?: string;
  /**
   * The interface's IP address. On a range of machines it counts up with n, the number in the name. Short for addresses with one entry. Without it the interface takes DHCP.
   */
  address?: string;
  /**
   * The interface's IP addresses; agents bind to the first. Without it the interface takes DHCP.
   *
   * @minItems 1
   *
   * Items: An IP address; on a range of machines one that counts up with n.
   */
  addresses?: string[];
}
/**
 * What this machine's bundle is made for; a field that is not given is the cluster's by default.
 */
export interface TargetDescription {
  /**
   * The first-boot program that the image runs.
   */
  format?: "cloud-init" | "ignition";
  /**
   * Decides network files and paths. debian and ubuntu boot with cloud-init; fedora-coreos, flatcar and microos with Ignition.
   */
  os?: "debian" | "ubuntu" | "fedora-coreos" | "flatcar" | "microos";
  /**
   * Where the machine runs: decides size limits, encodings and how the bundle is attached.
   */
  platform?:
    | "nocloud"
    | "libvirt"
    | "proxmox"
    | "ec2"
    | "gcp"
    | "azure"
    | "openstack"
    | "hetzner"
    | "digitalocean"
    | "oci"
    | "akamai"
    | "scaleway"
    | "vultr"
    | "vmware";
  /**
   * Version of the Ignition configuration, for format ignition. 3.3.0 is read by Ignition 2.11 and later, 3.4.0 by 2.15, 3.5.0 by 2.20, 3.6.0 by 2.26.
   */
  ignitionSpec?: "3.3.0" | "3.4.0" | "3.5.0" | "3.6.0";
}

/** The keys that each object knows, by the words that lead to it; `*` stands for any key or index. */
export const descriptionKeys: Readonly<Record<string, readonly string[]>> = {
  "": [
    "name",
    "region",
    "datacenter",
    "nomad",
    "target",
    "networks",
    "server",
    "client",
    "certificates",
    "users",
    "extra",
    "machines"
  ],
  "nomad": [
    "version",
    "install"
  ],
  "nomad.install": [
    "method",
    "path",
    "url",
    "sha256",
    "sha512"
  ],
  "target": [
    "format",
    "os",
    "platform",
    "ignitionSpec"
  ],
  "networks.*": [
    "subnet",
    "subnets",
    "gateway",
    "gateways",
    "nameservers",
    "mtu"
  ],
  "server": [
    "network",
    "ports",
    "resources",
    "logLevel",
    "telemetry",
    "config"
  ],
  "server.ports": [
    "http",
    "rpc",
    "serf"
  ],
  "server.resources": [
    "memoryMaxMiB"
  ],
  "server.telemetry": [
    "prometheus",
    "collectionInterval",
    "allocationMetrics",
    "nodeMetrics"
  ],
  "client": [
    "network",
    "ports",
    "drivers",
    "nodePool",
    "nodeClass",
    "meta",
    "logLevel",
    "telemetry",
    "config",
    "metadataGuard"
  ],
  "client.ports": [
    "http"
  ],
  "client.telemetry": [
    "prometheus",
    "collectionInterval",
    "allocationMetrics",
    "nodeMetrics"
  ],
  "certificates": [
    "validity"
  ],
  "users.*": [
    "name",
    "sshAuthorizedKeys",
    "sudo"
  ],
  "extra": [
    "files",
    "units",
    "userData"
  ],
  "extra.files.*": [
    "path",
    "content",
    "mode"
  ],
  "extra.units.*": [
    "content",
    "enable",
    "dropIns"
  ],
  "extra.userData.*": [
    "name",
    "type",
    "content",
    "mergeHow"
  ],
  "machines.*": [
    "roles",
    "interfaces",
    "datacenter",
    "arch",
    "target",
    "instance",
    "memoryMiB",
    "certificate",
    "server",
    "client"
  ],
  "machines.*.interfaces.*": [
    "network",
    "mac",
    "name",
    "address",
    "addresses"
  ],
  "machines.*.target": [
    "format",
    "os",
    "platform",
    "ignitionSpec"
  ],
  "machines.*.certificate": [
    "generation",
    "issuedAt"
  ],
  "machines.*.server": [
    "config"
  ],
  "machines.*.client": [
    "nodePool",
    "nodeClass",
    "meta",
    "config"
  ]
};

/** The documented defaults, by the words that lead to them. */
export const descriptionDefaults = {
  "region": "global",
  "datacenter": "dc1",
  "nomad.install.method": "preinstalled",
  "nomad.install.path": "/usr/bin/nomad",
  "target.format": "cloud-init",
  "target.os": "debian",
  "target.platform": "nocloud",
  "target.ignitionSpec": "3.3.0",
  "networks.*.nameservers": [],
  "server.ports.http": 4646,
  "server.ports.rpc": 4647,
  "server.ports.serf": 4648,
  "server.resources.memoryMaxMiB": 1024,
  "server.logLevel": "INFO",
  "server.telemetry.prometheus": true,
  "server.telemetry.collectionInterval": "10s",
  "server.telemetry.allocationMetrics": true,
  "server.telemetry.nodeMetrics": true,
  "server.config": {},
  "client.ports.http": 4646,
  "client.drivers": [
    "exec"
  ],
  "client.nodePool": "default",
  "client.meta": {},
  "client.logLevel": "INFO",
  "client.telemetry.prometheus": true,
  "client.telemetry.collectionInterval": "10s",
  "client.telemetry.allocationMetrics": true,
  "client.telemetry.nodeMetrics": true,
  "client.config": {},
  "client.metadataGuard": true,
  "certificates.validity": "10y",
  "users": [],
  "users.*.sudo": false,
  "extra.files": [],
  "extra.files.*.mode": "0644",
  "extra.units": {},
  "extra.units.*.enable": false,
  "extra.units.*.dropIns": {},
  "extra.userData": [],
  "extra.userData.*.mergeHow": "list(append)+dict(no_replace,recurse_list)+str()",
  "machines.*.roles": [
    "server",
    "client"
  ],
  "machines.*.arch": "amd64",
  "machines.*.instance": 1,
  "machines.*.certificate.generation": 1,
  "machines.*.server.config": {},
  "machines.*.client.config": {}
} as const;

/** What each pattern of the schema asks for, in words. */
export const descriptionExpectations: Readonly<Record<string, string>> = {
  "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$": "a DNS label of at most 32 characters: a-z, 0-9 and - inside",
  "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$": "a DNS label: a-z, 0-9 and - inside, at most 63 characters",
  "^[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?$": "letters, digits, and . _ - inside, at most 64 characters",
  "^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+$": "an absolute path of at most 1024 characters without dot segments, such as /usr/bin/nomad",
  "^[1-9][0-9]{0,4}(ms|s|m)$": "a duration such as 500ms, 10s or 1m",
  "^[A-Za-z0-9_-]{1,128}$": "letters, digits, _ and -, at most 128 characters",
  "^[A-Za-z0-9_.-]{1,128}$": "letters, digits, _ . and -, at most 128 characters",
  "^[1-9][0-9]{0,4}d$|^[1-9][0-9]?y$": "days or years, such as 90d or 10y",
  "^[a-z_][a-z0-9_-]{0,31}$": "a POSIX portable user name: a-z, 0-9, _ and -, not starting with a digit, at most 32 characters",
  "^(?=.{1,1024}$)(/(?!\\.{1,2}(/|$))[A-Za-z0-9@._+-]+)+$": "an absolute path of at most 1024 characters without dot segments, such as /etc/motd",
  "^0[0-7]{3}$": "a quoted octal string of four digits that begins with 0, such as \"0640\"",
  "^[A-Za-z][A-Za-z0-9_.-]{0,14}$": "an interface name of at most 15 characters that begins with a letter, such as ens3",
  "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$": "a moment in UTC to the second, such as 2027-01-31T00:00:00Z"
};
