/** The help texts of the command, one for the whole and one for each subcommand. */

import type { CommandName } from './arguments.ts';

const overview = `build-userdata: first-boot bundles for a whole Nomad cluster from one description

Usage
  build-userdata DESCRIPTION --out FOLDER      every machine's bundle, and the operator's files
  build-userdata DESCRIPTION --machine NAME    one machine's user-data on standard output
  build-userdata DESCRIPTION --json            every bundle as JSON on standard output
  build-userdata DESCRIPTION --tar FILE        every bundle as one tar archive; - is standard output
  build-userdata show DESCRIPTION MACHINE      one bundle as text, secrets as hashes
  build-userdata explain DESCRIPTION MACHINE   what holds for one machine, and who says so
  build-userdata check DESCRIPTION             all that a build would say, and nothing else
  build-userdata inventory DESCRIPTION         the machines as a table, or as data for other tools
  build-userdata diff OLD NEW                  what a change means for each machine that runs
  build-userdata init [FILE]                   a description to begin with

DESCRIPTION is a YAML or JSON file, or - for standard input.

Options
  --secrets FILE   the cluster's secrets, or - for standard input
                   (without it: cluster.secrets.json beside cluster.yaml)
  --locked         never make secrets: fail when there are none
  --iso            with --out: a seed.iso for each machine, to attach as a disk or CD
                   (NoCloud; on openstack a config drive), where the platform takes one
  --json           with --out: which machines changed, and how, as JSON on standard output
  --help           this text; build-userdata COMMAND --help for check, show, explain,
                   inventory, diff, init
  --version        the version

The first build into a folder makes the secrets file (mode 0600). Keep it: every
later build needs it, and the same description and secrets give the same bytes.

Examples
  build-userdata cluster.yaml --out out
  build-userdata cluster.yaml --machine n1 > user-data
  sops -d cluster.secrets.enc.json | build-userdata cluster.yaml --secrets - --out out
  build-userdata cluster.yaml --locked --json | jq -r '.n1.userData.content'
  . out/operator/env.sh && nomad server members

Output folder
  machines/NAME/user-data, meta-data, network-config    (Ignition: config.ign),
                   and of these what the platform reads
  operator/ca.pem, cli.pem, cli-key.pem, token, env.sh
  manifest.json    sizes, SHA-256, instance-ids and certificates

A build writes all or nothing: an earlier folder stays as it is until the new
one is complete. A folder that the command did not make is never touched.

Exit status
  0   done; there may be warnings
  1   the description or the secrets are wrong; nothing was written
  2   wrong usage
  3   reading or writing failed; an earlier folder is as it was
  70  an error of the command itself
  130, 143  interrupted by Ctrl-C or by a termination signal; as 3
  141  the reader of standard output went away before the end

Environment
  NO_COLOR                     no colour on a terminal
  NODE_DEBUG=build-userdata    the stack of an internal error (may quote input)
`;

const check = `build-userdata check: all that a build would say, and nothing else

Usage
  build-userdata check DESCRIPTION [--secrets FILE] [--at DATE] [--json]

All problems are printed on standard error, with line, column and mend, and each
bundle is built and measured. With secrets (--secrets, or cluster.secrets.json
beside cluster.yaml where it exists) they are checked too, and certificates that
end within 90 days are named. Without, sizes are measured with throw-away
secrets, which changes them by a few bytes. Nothing is written and no secrets
are kept.

Options
  --secrets FILE   the cluster's secrets, or - for standard input
  --at DATE        look at the certificates as of this day (2030-01-31, in UTC)
  --json           the problems as JSON on standard output, for editors and
                   pipelines: {"format": 1, "cluster": …, "diagnostics": [{"code",
                   "severity", "file", "path", "line", "column", "message",
                   "mend"}]}; line and column are null where there is no place

Examples
  build-userdata check cluster.yaml
  build-userdata check cluster.yaml --at 2035-06-01
  generate-description | build-userdata check -

Exit status: 0 no errors (warnings do not count), 1 errors, 2 wrong usage, 3 reading failed.
`;

const show = `build-userdata show: one machine's bundle as text

Usage
  build-userdata show DESCRIPTION MACHINE [--secrets FILE]

Prints what the machine will receive, with each secret as the first digits of
its SHA-256: for reviews, for diffs, for snapshot tests. No secrets are made.

Options
  --secrets FILE   the cluster's secrets, or - for standard input
                   (without it: cluster.secrets.json beside cluster.yaml)

Examples
  build-userdata show cluster.yaml n1
  diff <(build-userdata show old.yaml n1 --secrets S) <(build-userdata show new.yaml n1 --secrets S)

Exit status: 0 done, 1 the description or the secrets are wrong, 2 wrong usage, 3 reading failed.
`;

const explain = `build-userdata explain: what holds for one machine, and who says so

Usage
  build-userdata explain DESCRIPTION MACHINE [SETTING] [--json]

Prints each setting of the machine with its value and where that comes from: the
machine's own entry or the cluster, with the line; a default; Nomad's release, the
platform or the operating system. What is said of one machine is laid over what
is said of all: a value stands in the place of the cluster's, mappings are joined
key by key, users, files, units and parts by their names, and any other list and
the installation are replaced whole. No secrets are needed, and none are shown:
files that only root may read appear as the first digits of their SHA-256.

Options
  SETTING          the words that lead to a setting, for it and what is below it
  --json           {"format": 1, "cluster", "machine", "settings": [{"setting",
                   "value", "from", "line", "entry", "why"}]}

Examples
  build-userdata explain cluster.yaml n1
  build-userdata explain cluster.yaml worker-017 client.drivers
  build-userdata explain cluster.yaml n1 --json | jq '.settings[] | select(.from == "machine")'

Exit status: 0 done, 1 the description is wrong, 2 wrong usage, 3 reading failed.
`;

const inventory = `build-userdata inventory: the machines as a table, or as data for the tools that create them

Usage
  build-userdata inventory DESCRIPTION [--secrets FILE] [--out FOLDER]
                           [--json | --flat] [--contents]

Tells of each machine its name, roles, datacenter, its networks with address,
prefix and MAC, how its documents are attached, their size against the
platform's limit, and their paths. Ranges are expanded. Nothing is written.

Options
  --secrets FILE   the cluster's secrets, or - for standard input; without any,
                   sizes are true to a few bytes and no hashes are told
  --out FOLDER     the folder that a build writes, in front of each path
  --json           as JSON, one machine a line
  --flat           the same keys with strings alone: whatever is no string is its
                   JSON; for tools that take nothing else, as Terraform's
                   data source external
  --contents       with --json or --flat: the documents themselves. Those that
                   say "sensitive": true hold keys

Examples
  build-userdata inventory cluster.yaml
  build-userdata inventory cluster.yaml --json | jq -r '.machines[].networks.private.address'

Exit status: 0 done, 1 the description or the secrets are wrong, 2 wrong usage, 3 reading failed.
`;

const diff = `build-userdata diff: what a change means for each machine that runs

Usage
  build-userdata diff OLD NEW [--secrets FILE] [--old-secrets FILE] [--json]

OLD and NEW are each a description, which is built in memory, or a folder or an
archive that a build wrote. What differs is told by file and in words, as found
inside gzip, MIME, base64 and Ignition, and never a secret. Each machine has one
verdict:

  nothing    it has what it would be given
  may wait   a running machine loses nothing until it is replaced for another
             reason, which is told
  replace    to have the change it has to be made anew: new user-data changes no
             machine that runs
  new        it is not there yet
  remove     it is described no more

Options
  --secrets FILE      the secrets of descriptions, or - for standard input
                      (without it: cluster.secrets.json beside cluster.yaml)
  --old-secrets FILE  those of OLD, if they are others
  --json              {"format": 1, "cluster": …, "machines": {NAME: {"verdict",
                      "changes": [{"rule", "what", "urgency", "reason"}]}}}

Examples
  build-userdata diff out cluster.yaml
  git show HEAD~:cluster.yaml > old.yaml; build-userdata diff old.yaml cluster.yaml --secrets cluster.secrets.json

Exit status: 0 nothing differs, 1 a side is wrong, 2 wrong usage, 3 reading failed, 4 there are changes.
`;

const init = `build-userdata init: a description to begin with

Usage
  build-userdata init [FILE] [--platform NAME] [--os NAME] [--servers N] [--clients N]
                      [--name NAME]

Writes a short description in the form of its platform, whose comments tell what
is to be decided. A file that is there already is never overwritten. On a terminal
it asks for platform, servers and clients, if their options are missing: Enter takes
the default, Ctrl-D or Ctrl-C ends it and nothing is written. Elsewhere it asks
nothing.

Options
  FILE             cluster.yaml unless another is named; - is standard output
  --platform NAME  where the machines run: nocloud (which is the default), libvirt,
                   proxmox, vmware, ec2, gcp, azure, openstack, hetzner,
                   digitalocean, oci, akamai, scaleway, vultr
  --os NAME        debian (the default), ubuntu, fedora-coreos, flatcar, microos
  --servers N      1 to 9, 3 by default
  --clients N      0 to 10000, 10 by default; without any the servers carry a client
  --name NAME      of the cluster, demo by default

Examples
  build-userdata init --platform hetzner
  build-userdata init - --platform ec2 --clients 500 | build-userdata check -

Exit status: 0 done, 2 wrong usage, 3 the file is there already or cannot be written,
or the answers ended too early.
`;

const texts: Readonly<Record<CommandName, string>> = { build: overview, check, show, explain, inventory, diff, init };

/** The help text of a command, or of the whole. */
export function helpText(topic: CommandName | undefined): string {
  return texts[topic ?? 'build'];
}
