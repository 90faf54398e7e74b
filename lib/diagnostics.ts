/** The one catalogue of problems: every code, its severity, what it says and how to mend it. */

import { escapeInvisible, show } from './quote.ts';

/** How grave a problem is: an error stops the build, a warning and a notice do not. */
export type Severity = 'error' | 'warning' | 'notice';

/** Where a value stands in the description: keys and list indexes from the top. */
export type DescriptionPath = readonly (string | number)[];

/** A place in the source text, both counted from 1 (columns in UTF-16 units, as editors do), and the line itself. */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  /** Empty if the line may hold a secret. */
  readonly sourceLine: string;
}

/** Another place that a problem is about, for example where a name was given first. */
export interface RelatedPlace {
  readonly path: DescriptionPath;
  /** Where the description has it, if `path` names one machine of a range. */
  readonly writtenPath?: DescriptionPath;
  readonly position?: SourcePosition;
}

/** One problem of a description or of a secrets file. It never holds a secret. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** For a machine of a range this names the machine. */
  readonly path: DescriptionPath;
  /** Where the description has it, if `path` names one machine of a range. */
  readonly writtenPath?: DescriptionPath;
  /** What is wrong, in one sentence that names what was expected and what was found. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly mend: string;
  /** Absent if the description is a value and has no text. */
  readonly position?: SourcePosition;
  /** The other place of a problem that has two. */
  readonly first?: RelatedPlace;
  /** The file that the description was read from, if the caller named it. */
  readonly fileName?: string;
}

/** One line of the catalogue: `Facts` is what the sentences are made from. */
interface Problem<Facts> {
  readonly severity: Severity;
  readonly message: (facts: Facts) => string;
  readonly mend: (facts: Facts) => string;
  /** `key`: the caret stands under the key and not under its value. */
  readonly caret: 'key' | 'value';
  /** The source line may hold a secret and is not shown. */
  readonly hidesSource: boolean;
}

type Sentence<Facts> = string | ((facts: Facts) => string);
type Marks = { readonly caret?: 'key'; readonly hidesSource?: true };

function problem<Facts>(severity: Severity, message: Sentence<Facts>, mend: Sentence<Facts>, marks: Marks) {
  const builder = (sentence: Sentence<Facts>) => (typeof sentence === 'string' ? () => sentence : sentence);
  return Object.freeze<Problem<Facts>>({
    severity,
    message: builder(message),
    mend: builder(mend),
    caret: marks.caret ?? 'value',
    hidesSource: marks.hidesSource ?? false,
  });
}

const error = <F = unknown>(message: Sentence<F>, mend: Sentence<F>, marks: Marks = {}) =>
  problem<F>('error', message, mend, marks);
const warning = <F = unknown>(message: Sentence<F>, mend: Sentence<F>, marks: Marks = {}) =>
  problem<F>('warning', message, mend, marks);
const notice = <F = unknown>(message: Sentence<F>, mend: Sentence<F>, marks: Marks = {}) =>
  problem<F>('notice', message, mend, marks);

const restoreSecrets =
  'restore the file from a backup or from version control; new secrets would renew every certificate';

function secretsError<F = { readonly expected?: string | undefined }>(message: Sentence<F>, mend: Sentence<F>) {
  return error<F>(message, mend, { hidesSource: true });
}

/** Words joined as a sentence does: `a, b and c`; of many only the first. */
function list(words: readonly string[]): string {
  if (words.length > 8) return `${words.slice(0, 7).join(', ')} and ${words.length - 7} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `machine n1`, `machines n1, n2 and n3`. */
const machineList = (names: readonly string[]) => `machine${names.length > 1 ? 's' : ''} ${list(names)}`;

/** How a sentence about one machine ends if it is true of others of its range. */
const soFor = (others: number, range: string) =>
  `, and likewise for ${others} more machine${others > 1 ? 's' : ''} of ${show(range)}`;

const pick = (suggestion: string | undefined, otherwise: string) =>
  suggestion === undefined ? otherwise : `did you mean ${suggestion}?`;

/** A key of an agent's configuration that is not known in its block, which is empty at the top. */
interface UnknownSetting {
  readonly key: string;
  readonly block: string;
  readonly version: string;
  readonly suggestion?: string;
}

const inBlock = (block: string) => (block === '' ? 'at the top' : `in \`${block}\``);

/** The largest bundle of so many machines, and what would help. */
interface SizeFacts {
  readonly machine: string;
  readonly count: number;
  readonly platform: string;
  readonly bytes: number;
  readonly limit: number;
  readonly parts: string;
  readonly help: string;
}

/** What the platform has to be told of one machine. */
interface AddressesToTell {
  readonly machine: string;
  readonly addresses: readonly string[];
  /** In the words of the platform's tools, one for each card. */
  readonly orders: readonly string[];
}

const catalogue = {
  // The text
  'not-text': error<{ what: string }>(
    ({ what }) => `expected a text in UTF-8, received ${what}`,
    'save the description as plain UTF-8 text, YAML or JSON',
  ),
  'too-large': error<{ length: number; limit: number }>(
    ({ length, limit }) => `expected at most ${limit} characters, received ${length}`,
    'split the cluster into regions, one description each: even ten thousand machines written out fit the limit',
  ),
  'empty-description': error(
    'expected the description of a cluster, received nothing but blanks and comments',
    'begin with `name:`, `nomad:`, `networks:`, `server:`, `client:` and `machines:`',
  ),
  'yaml-syntax': error<{ reason: string; mend: string }>(
    ({ reason }) => `expected YAML or JSON that can be read, received a mistake: ${reason}`,
    ({ mend }) => mend,
  ),
  'yaml-too-deep': error<{ limit: number }>(
    ({ limit }) => `expected values nested at most ${limit} deep, received more`,
    'no part of a description is nested so deep: close the brackets or correct the indentation',
  ),
  'yaml-several-documents': error(
    'expected one document, received a second one after `---`',
    'keep one cluster in each file and remove the second document',
  ),
  'yaml-tag': error<{ tag: string }>(
    ({ tag }) => `expected a plain value, received the YAML tag ${show(tag)}`,
    'remove the tag; quote the value where it shall be a string',
  ),
  'yaml-key': error(
    'expected a word as a key, received a list or a mapping',
    'write the key as a plain word, and quote values that begin with { or [',
  ),
  'yaml-merge-key': error(
    'expected a word as a key, received the merge key `<<`, which YAML 1.2 does not know',
    'write the keys out, or give the whole value as an alias (`*name`)',
    { caret: 'key' },
  ),
  'yaml-unknown-alias': error<{ name: string }>(
    ({ name }) => `expected the name of an anchor that ended above, received *${escapeInvisible(name)}`,
    ({ name }) => `mark a value above with &${escapeInvisible(name)}, or quote the string that begins with *`,
  ),
  'yaml-alias-expansion': error<{ limit: number }>(
    ({ limit }) => `expected aliases that repeat at most ${limit} values in all, received more`,
    'write the values out instead of repeating them by aliases of aliases',
  ),
  'number-not-exact': error<{ source: string }>(
    ({ source }) => `expected a number that can be kept exactly, received ${escapeInvisible(source)}`,
    ({ source }) => `quote it where it is not meant as a number: "${escapeInvisible(source)}"`,
  ),
  'duplicate-key': error<{ key: string }>(
    ({ key }) => `expected each key once, received ${show(key)} a second time`,
    'keep one of the two and remove the other',
    { caret: 'key' },
  ),
  'duplicate-machine': error<{ key: string; others?: number; of?: string; range?: string; rest?: string | undefined }>(
    ({ key, others = 0, of = '' }) =>
      `expected each machine name once, received ${show(key)} a second time${others > 0 ? soFor(others, of) : ''}`,
    ({ range, rest }) => {
      if (range === undefined) return 'give one of the two machines another name';
      if (rest === undefined) return `take the machines that have an entry of their own out of ${show(range)}`;
      return rest === ''
        ? `remove ${show(range)}, for other entries give all its machines`
        : `write "${rest}" in place of ${show(range)}`;
    },
    { caret: 'key' },
  ),
  'reserved-key': error<{ key: string }>(
    ({ key }) => `expected a key that JavaScript leaves alone, received ${show(key)}`,
    'choose another key',
    { caret: 'key' },
  ),
  'not-plain-data': error<{ what: string }>(
    ({ what }) => `expected strings, numbers, booleans, lists and mappings, received ${what}`,
    'give plain data, as JSON can hold it',
  ),
  'more-problems': error<{ count: number }>(
    ({ count }) => `expected fewer problems: ${count} more are not listed`,
    'mend those above first',
  ),

  // The shape
  'unknown-key': error<{ key: string; known: readonly string[]; suggestion?: string; places: readonly string[] }>(
    ({ key, known }) =>
      `expected ${known.length > 12 ? 'a known key' : `one of ${known.join(', ')}`}, received the unknown key ${show(key)}`,
    ({ suggestion, places }) =>
      pick(suggestion, places.length > 0 ? `move it to ${places.join(' or ')}` : 'remove the key'),
    { caret: 'key' },
  ),
  'missing-key': error<{ key: string; expects: string }>(
    ({ key, expects }) => `expected the key ${show(key)}${expects && ` (${expects})`}, received none`,
    ({ key }) => `add \`${key}:\` here`,
    { caret: 'key' },
  ),
  'wrong-type': error<{ expected: string; received: string; mend: string }>(
    ({ expected, received }) => `expected ${expected}, received ${received}`,
    ({ mend }) => mend,
  ),
  'not-one-of': error<{ allowed: readonly string[]; received: string; suggestion?: string }>(
    ({ allowed, received }) =>
      `expected ${allowed.length > 1 ? 'one of ' : ''}${allowed.join(', ')}, received ${received}`,
    ({ allowed, suggestion }) => pick(suggestion, allowed.length > 1 ? 'choose one of them' : `write ${allowed[0]}`),
  ),
  'wrong-form': error<{ expected: string; received: string }>(
    ({ expected, received }) => `expected ${expected}, received ${received}`,
    'write it in the expected form',
  ),
  'out-of-range': error<{ comparison: string; limit: number; received: string }>(
    ({ comparison, limit, received }) => `expected a number ${comparison} ${limit}, received ${received}`,
    'give a number within the bounds',
  ),
  'nothing-given': error<{ what: string }>(
    ({ what }) => `expected at least one entry, received an empty ${what}`,
    'add an entry, or remove the key where it may be left out',
    { caret: 'key' },
  ),
  'listed-twice': error<{ item: string }>(
    ({ item }) => `expected each entry once, received ${show(item)} a second time`,
    'remove the second entry',
  ),
  'both-forms': error<{ one: string; many: string }>(
    ({ one, many }) => `expected either ${one} or ${many}, received both`,
    ({ one, many }) => `put everything into ${many} and remove ${one}`,
    { caret: 'key' },
  ),
  'no-subnet': error(
    'expected a subnet, received a network without one',
    'add `subnet:` in CIDR notation, for example 10.10.0.0/24',
    { caret: 'key' },
  ),
  'octal-number': error<{ source: string; quoted: string }>(
    ({ source }) =>
      `expected a quoted octal string such as "0640", received the number ${source}, which YAML reads as decimal`,
    ({ quoted }) => `quote it, with all four digits: ${quoted}`,
  ),
  'version-number': error<{ source: string }>(
    ({ source }) => `expected a version of three parts such as 1.11.3, received the number ${source}`,
    'write all three parts: MAJOR.MINOR.PATCH',
  ),

  // Names
  hostname: error<{ name: string; why: string; suggestion?: string }>(
    ({ name, why }) => `expected a host name that DNS accepts (RFC 1123), received ${show(name)}: ${why}`,
    ({ suggestion }) => (suggestion === undefined ? 'choose a name of a-z, 0-9 and - inside' : `name it ${suggestion}`),
    { caret: 'key' },
  ),
  'network-name': error<{ name: string }>(
    ({ name }) =>
      `expected a network name of a-z, 0-9 and -, at most 32 characters, a letter first, received ${show(name)}`,
    'rename the network, here and wherever it is named',
    { caret: 'key' },
  ),

  // Ranges of machines
  'range-form': error<{ name: string; why: string; mend: string }>(
    ({ name, why }) => `expected a range of machines such as "worker-[001-500]", received ${show(name)}: ${why}`,
    ({ mend }) => mend,
    { caret: 'key' },
  ),
  'range-digits': error<{ name: string; padded?: string | undefined; plain?: string | undefined }>(
    ({ name }) => `expected numbers with as many digits each, because some begin with 0, received ${show(name)}`,
    ({ padded, plain }) =>
      padded === undefined || plain === undefined
        ? 'write all numbers with as many digits, or none with a 0 in front'
        : `write "${padded}", or "${plain}" where no name has a 0 in front`,
    { caret: 'key' },
  ),
  'range-reversed': error<{ ends: readonly [string, string]; suggestion?: string | undefined }>(
    ({ ends: [first, last] }) => `expected the smaller number in front, received ${first}-${last}`,
    ({ suggestion }) => (suggestion === undefined ? 'swap the two numbers' : `write "${suggestion}"`),
    { caret: 'key' },
  ),
  'range-number-twice': error<{ number: number; suggestion?: string | undefined }>(
    ({ number }) => `expected each number of a range once, received ${number} a second time`,
    ({ suggestion }) => (suggestion === undefined ? 'remove one of the two' : `write "${suggestion}"`),
    { caret: 'key' },
  ),
  'range-too-large': error<{ count: number; limit: number }>(
    ({ count, limit }) => `expected at most ${limit} machines in all ranges together, received ${count}`,
    'correct the numbers, or split the cluster into regions, one description each',
    { caret: 'key' },
  ),
  'range-too-costly': error<{ count: number; limit: number }>(
    ({ count, limit }) =>
      `expected at most ${limit} interfaces and addresses in all ranges together, received ${count}`,
    'correct the numbers, or split the cluster into regions, one description each',
    { caret: 'key' },
  ),
  'count-form': error<{ what: string; example: string; received: string }>(
    ({ what, example, received }) =>
      `expected ${what} to count from and + n, such as "${example}", received ${received}`,
    "write the address, a plus and n, which is the number in a machine's name",
  ),
  'count-missing': error<{
    what: string;
    received: string;
    count: number;
    text: string;
    machine: string;
    next: string;
  }>(
    ({ what, received, count }) =>
      `expected ${what} that counts up, received ${received}, which all ${count} machines of the range would have`,
    ({ text, machine, next }) => `write "${text} + n": n is the number in the name, so ${machine} gets ${next}`,
  ),
  'count-beyond': error<{ what: string; received: string; number: number }>(
    ({ what, received, number }) =>
      `expected ${what} for each machine of the range, received ${received}, which is beyond the last one where n is ${number}`,
    'begin at a lower address, or take the greatest numbers out of the range',
  ),
  'count-outside-range': error<{ what: string; received: string; machine: string; range: string }>(
    ({ what, received, machine }) =>
      `expected ${what}, received ${received}: n is the number of a machine of a range, and ${machine} is none`,
    ({ what, range }) => `write ${what} without + n, or name the machine as a range does: "${range}"`,
  ),

  // Nomad
  'nomad-version': error<{ received: string; understood: string; suggestion?: string }>(
    ({ received, understood }) => `expected a Nomad version that is understood (${understood}), received ${received}`,
    ({ suggestion }) =>
      pick(suggestion, "name the exact release of the machines' binary as `nomad version` does, without the v"),
  ),
  'nomad-unknown-line': warning<{ version: string; newest: string }>(
    ({ version, newest }) =>
      `Nomad ${version} is of a line that this build does not know: it writes what ${newest} reads`,
    ({ newest }) =>
      `try it on a machine of its own first, look for a newer build of this program, or name a release up to ${newest}.x`,
  ),
  'nomad-prerelease': warning<{ version: string; release: string }>(
    ({ version, release }) =>
      `Nomad ${version} is no finished release: it is taken for ${release}, and may know less or other settings`,
    'try it on a machine of its own first, or name a finished release',
  ),
  'nomad-lacks-fixes': notice<{ version: string; cves: readonly string[]; newest: string }>(
    ({ version, cves }) => `Nomad ${version} lacks the fix${cves.length > 1 ? 'es' : ''} of ${list(cves)}`,
    ({ newest }) =>
      `they are in ${newest}, and of earlier lines in Enterprise releases alone, which docs/versions.md names: plan for one of these`,
  ),
  'nomad-line-ended': notice<{ version: string; lastCommunity: string; newest: string }>(
    ({ version, lastCommunity }) =>
      `Nomad ${version} is of a line that has ended: its last release for everybody was ${lastCommunity}`,
    ({ newest }) => `what was mended since is in ${newest}: plan for it`,
  ),
  'nomad-without-token': warning<{ version: string }>(
    ({ version }) =>
      `Nomad ${version} bootstraps ACLs with a token of its own alone: this build's is written nowhere, and \`ready\` says nothing of ACLs`,
    'once the machines are ready, run `nomad acl bootstrap` before anybody else does, and keep what it prints; or raise `nomad.version` to 1.3.2',
  ),
  'nomad-cgroups': warning<{ version: string; os: string; machines: readonly string[] }>(
    ({ version, os, machines }) =>
      `Nomad ${version} runs tasks of exec and java with cgroups version 1 alone, and ${os} boots with version 2 (${machineList(machines)})`,
    'have the image boot with `systemd.unified_cgroup_hierarchy=0` on the kernel command line, under systemd 256 and 257 with `SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1` beside it (258 has no version 1); or raise `nomad.version` to 1.3.0',
  ),
  'nomad-license': warning<{ version: string }>(
    ({ version }) =>
      `Nomad ${version} is an Enterprise release, whose servers do not start without a licence, and the description names none`,
    'hand it over by a drop-in of `nomad-server.service` with LoadCredential= and NOMAD_LICENSE_PATH, as docs/versions.md shows, or have the image do so',
  ),
  'raw-exec': notice(
    "raw_exec is enabled: it hands every job author root on the machine, and with it the machine's keys",
    'leave it out unless everybody who may submit a job may also have the cluster',
  ),

  'docker-hands-out-machine': warning<{ setting: string; what: string }>(
    ({ setting, what }) => `${setting} is on, which ${what}: every job's author can then read the machine's keys`,
    'remove it unless everybody who may submit a job may also have the cluster; host volumes give a task single folders',
    { caret: 'key' },
  ),

  'setting-version': error<{
    setting: string;
    version: string;
    since: string | undefined;
    until: string | undefined;
    except: readonly string[];
  }>(
    ({ setting, version, since, until, except }) => {
      if (except.includes(version)) return `\`${setting}\` does not work in Nomad ${version}`;
      return until === undefined
        ? `\`${setting}\` needs Nomad ${since}, the description says ${version}`
        : `\`${setting}\` is unknown to Nomad from ${until} on, the description says ${version}`;
    },
    ({ setting, until }) =>
      until === undefined ? `raise \`nomad.version\`, or leave \`${setting}\` out` : `leave \`${setting}\` out`,
  ),

  'client-newer-than-servers': error<{ machine: string; count: number; received: string; servers: string }>(
    ({ machine, count, received, servers }) =>
      `expected clients that are no newer than the servers (Nomad ${servers}), received ${received} for ${machine}${count > 1 ? ` and ${count - 1} more` : ''}`,
    'upgrade the servers first: give them this version, or the clients that of the servers',
  ),
  'server-versions-differ': warning<{ machine: string; older: string; newer: string }>(
    ({ machine, older, newer }) =>
      `servers have different releases of Nomad: ${machine} has ${older}, others have ${newer}; that is for the time of an upgrade only`,
    'upgrade the others one after the other, each once the one before is ready, and then name one version for all',
  ),

  'install-without-method': error(
    "a machine's installation stands in the place of the cluster's whole, and this one names no method",
    'add `method`, and what that method needs',
    { caret: 'key' },
  ),
  'install-incomplete': error<{ because: string; missing: string }>(
    ({ because, missing }) => `expected ${missing}, because ${because}, received none`,
    ({ missing }) =>
      missing === 'repository'
        ? 'add `repository: { url, suite, key }`'
        : `add \`${missing.split(' ')[0]}\`; sha256sum FILE and sha512sum FILE print the digits`,
  ),
  'install-unneeded': error<{ key: string; method: string }>(
    ({ key, method }) => `expected no ${key}, which the method ${method} has no use for, received one`,
    ({ key }) => `remove \`${key}\`, or set the \`method\` that it belongs to`,
    { caret: 'key' },
  ),
  'install-zip': error<{ machine: string }>(
    ({ machine }) =>
      `expected a raw or gzip-compressed binary, because Ignition cannot unpack zip (machine ${machine}), received a zip`,
    'unpack it, and host the binary itself, raw or with .gz at the end',
  ),
  'install-of-os': error<{ method: string; machine: string; os: string; expected: readonly string[] }>(
    ({ method, machine, os, expected }) =>
      `expected one of ${list(expected)}, because machine ${machine} is ${os}, received ${method}`,
    'set one of these, or another `target.os`',
  ),
  'install-architectures': error<{ architectures: readonly string[] }>(
    ({ architectures }) =>
      `expected machines of one architecture, because one file serves all, received ${list(architectures)}`,
    'give each its own file: `architectures: { amd64: { url, sha256 }, arm64: { url, sha256 } }`',
  ),
  'install-architecture-missing': error<{ machine: string; arch: string }>(
    ({ machine, arch }) => `expected a file for ${arch}, which machine ${machine} is, received none`,
    ({ arch }) => `add \`${arch}: { url, sha256 }\``,
    { caret: 'key' },
  ),
  'install-package-version': error<{ version: string; received: string }>(
    ({ version, received }) =>
      `expected a package of Nomad ${version}, which the description says, received ${received}`,
    ({ version }) => `give the version of the package that holds ${version}, for example ${version}-1, or leave it out`,
  ),
  'install-mirrors-unused': warning<{ machine: string; count: number }>(
    ({ machine, count }) =>
      `Ignition tries one URL alone (machine ${machine}): ${count === 1 ? 'the other one is' : `the other ${count} are`} without effect there`,
    'host the file where one URL is enough, or put the binary into the image',
    { caret: 'key' },
  ),
  'install-before-network': warning<{ machines: readonly string[] }>(
    ({ machines }) =>
      `Ignition fetches in the initial RAM disk, before the fixed addresses of this description are set: without DHCP there nothing comes (${machineList(machines)})`,
    'have a DHCP server answer there, give `ip=` on the kernel command line, or put Nomad into the image and set `method: preinstalled`',
  ),

  // Targets
  'format-of-os': error<{ os: string; expected: string; received: string }>(
    ({ os, expected, received }) => `expected the format ${expected}, which images of ${os} read, received ${received}`,
    ({ os, expected }) => `set \`format: ${expected}\`, or another os than ${os}`,
  ),
  'user-data-with-ignition': error<{ machine: string }>(
    ({ machine }) =>
      `\`extra.userData\` cannot be used with format ignition (machine ${machine}): its parts are for cloud-init`,
    'say the same as `extra.files` and `extra.units`',
    { caret: 'key' },
  ),
  'user-data-part': error<{ problem: string }>(
    ({ problem }) =>
      ({
        jinja: 'expected a plain part, received a jinja template: nobody could review what it becomes',
        shebang: 'expected a script that begins with #!, received another text',
      })[problem] ?? 'expected #cloud-config as the first line, received another text',
    ({ problem }) =>
      problem === 'jinja' ? 'write out what the template would give' : 'correct the first line, or the `type`',
  ),
  'user-data-merge': error(
    "expected a merge rule of cloud-init's, received another text",
    'write for example list(append)+dict(no_replace,recurse_list)+str()',
  ),
  'metadata-unguarded': warning<{ platform: string }>(
    ({ platform }) =>
      `expected the metadata guard, received none: on ${platform} every task can read the machine's keys over HTTP`,
    'remove `metadataGuard: false`, unless only trusted people submit jobs',
  ),
  'instance-without-effect': warning<{ machines: readonly string[]; reader: string }>(
    ({ machines, reader }) =>
      reader === 'ignition'
        ? `a raised instance does nothing for ${machineList(machines)}: Ignition runs at a machine's first boot alone`
        : `a raised instance does nothing for ${machineList(machines)}: on ${reader} the instance-id is the platform's`,
    'replace the machine: a new one runs its first boot by itself',
  ),
  // Networks that the platform makes
  'platform-network-count': error<{ platform: string; machine: string; most: number; networks: readonly string[] }>(
    ({ platform, machine, most, networks }) =>
      `expected at most ${most} private network on ${platform}, which attaches a machine to no more, received ${list(networks)} for ${machine}`,
    'let server and client agents share one network, with `client.ports.http` of its own, or choose another platform',
    { caret: 'key' },
  ),
  'server-on-choosing-platform': error<{ machine: string; platform: string }>(
    ({ machine, platform }) =>
      `expected a server whose address is known beforehand, because every join list names it; received ${machine} on ${platform}, which alone chooses addresses`,
    ({ platform }) =>
      `run the servers where an address can be asked for; clients can stay on ${platform}, without an \`address\``,
    { caret: 'key' },
  ),
  'address-chosen-by-platform': error<{ machine: string; platform: string; received: string }>(
    ({ machine, platform, received }) =>
      `expected no address, because ${platform} alone chooses it, received ${received} for ${machine}`,
    "leave it out: the client agent binds whatever address it finds inside its network's subnet",
    { caret: 'key' },
  ),
  'address-of-platform': error<{ platform: string; received: string; range: string }>(
    ({ platform, received }) =>
      `expected an address that ${platform} gives to machines, received ${received}, which it keeps for itself`,
    ({ range }) => `choose one of ${range}`,
    { caret: 'key' },
  ),
  'subnet-not-of-platform': error<{
    platform: string;
    network: string;
    received: string;
    within: readonly string[];
  }>(
    ({ platform, network, received, within }) =>
      `expected a subnet that ${platform} routes (within ${list(within)}), received ${received} for network ${network}`,
    'choose a subnet within these',
    { caret: 'key' },
  ),
  'addresses-to-tell': notice<{ platform: string; told: readonly AddressesToTell[] }>(
    ({ told }) =>
      `the platform has to give ${list(told.map(({ machine, addresses }) => `${machine} ${addresses.join(' and ')}`))}; agents bind these and wait for them`,
    ({ told: [first], platform }) =>
      `tell ${platform} when it creates the machine; for ${first?.machine}: ${(first?.orders ?? []).map((order) => `\`${order}\``).join(' ')}`,
    { caret: 'key' },
  ),
  'card-unknown': notice<{ platform: string; machines: readonly string[]; by: string }>(
    ({ platform, machines, by }) =>
      `further cards of ${machineList(machines)} come up only with ${platform}'s own images: ${by}; on others nobody knows which card is meant`,
    'for another image add `name:` (or `mac:` once it is known), and the bundle brings the card up itself',
    { caret: 'key' },
  ),
  'ignored-by-platform': notice<{
    platform: string;
    setting: string;
    owners: readonly string[];
    instead: string;
    hasImage: boolean;
  }>(
    ({ platform, setting, owners, hasImage }) =>
      `\`${setting}\` of ${list(owners)} does nothing on ${platform}, where the platform makes the network${hasImage ? ' (unless the image of --iso is attached)' : ''}`,
    ({ instead }) => instead,
    { caret: 'key' },
  ),

  'bundle-too-large': error<SizeFacts>(
    ({ machine, count, platform, bytes, limit, parts }) =>
      `expected at most ${limit} bytes of user-data on ${platform}, received ${bytes} for ${machine}${
        count > 1 ? `, the largest of ${count} machines over the limit` : ''
      }; the largest parts: ${parts}`,
    ({ help }) => help,
    { caret: 'key' },
  ),
  'bundle-near-limit': warning<SizeFacts>(
    ({ machine, count, platform, bytes, limit, parts }) =>
      `user-data of ${machine}${
        count > 1 ? `, the largest of ${count} machines near the limit,` : ''
      } takes ${bytes} of the ${limit} bytes that ${platform} allows; the largest parts: ${parts}`,
    ({ help }) => help,
    { caret: 'key' },
  ),
  'certificate-outside-authority': error<{ machine: string }>(
    ({ machine }) => `expected certificates of ${machine} that begin while the authority lives, received another date`,
    'correct `certificate.issuedAt`, or let another authority of the secrets file sign',
  ),

  // Networks
  'unknown-network': error<{ name: string; known: readonly string[]; suggestion?: string }>(
    ({ name, known }) => `expected a network that \`networks\` declares (${list(known)}), received ${show(name)}`,
    ({ name, suggestion }) => pick(suggestion, `add ${show(name)} to \`networks\`, or name one that is there`),
  ),
  'subnet-form': error<{ received: string; why: string }>(
    ({ received, why }) => `expected a subnet in CIDR notation such as 10.10.0.0/24, received ${received}: ${why}`,
    'write ADDRESS/LENGTH, for example 10.10.0.0/24 or fd00:10::/64',
  ),
  'subnet-leading-zero': error<{ received: string; decimal: string; octal: string }>(
    ({ received, octal }) =>
      `expected a subnet without leading zeros, received ${received}, which some programs read as octal${octal && ` (${octal})`}`,
    ({ decimal }) => `write ${decimal}`,
  ),
  'subnet-host-bits': error<{ received: string; subnet: string }>(
    ({ received }) => `expected a subnet whose host bits are zero, received ${received}`,
    ({ subnet }) => `write ${subnet}; a machine's own address belongs to its interface`,
  ),
  'subnet-reserved': error<{ received: string; what: string }>(
    ({ received, what }) => `expected a subnet for hosts, received ${received}, which ${what}`,
    'choose a private subnet (RFC 1918, RFC 4193) or one that was assigned to you',
  ),
  'subnet-overlap': error<{ received: string; other: string; otherNetwork: string }>(
    ({ received, other, otherNetwork }) =>
      `expected subnets that do not overlap, received ${received}, which overlaps ${other} of network ${otherNetwork}`,
    'give each network a range of its own: agents find their network by its addresses',
  ),
  'address-form': error<{ received: string; why: string }>(
    ({ received, why }) => `expected an IP address, received ${received}: ${why}`,
    'write four decimal numbers (10.10.0.11) or IPv6 (fd00:10::11), without a length',
  ),
  'address-leading-zero': error<{ received: string; decimal: string; octal: string }>(
    ({ received, octal }) =>
      `expected an address without leading zeros, received ${received}, which some programs read as octal${octal && ` (${octal})`}`,
    ({ decimal }) => `write ${decimal}`,
  ),
  'address-outside-subnet': error<{ received: string; network: string; subnets: readonly string[]; fitting?: string }>(
    ({ received, network, subnets }) =>
      `expected an address in network ${network} (${list(subnets)}), received ${received}`,
    ({ fitting, network }) =>
      fitting === undefined
        ? `give an address of network ${network}, or widen its subnet`
        : `give an address of network ${network}, or attach the interface to ${fitting}, which holds this one`,
  ),
  'address-not-for-hosts': error<{ received: string; what: string; subnet: string; range: string }>(
    ({ received, what, subnet }) => `expected an address for a host, received ${received}, the ${what} of ${subnet}`,
    ({ range }) => `choose one of ${range}`,
  ),
  'duplicate-address': error<{ received: string; owner: string }>(
    ({ received, owner }) => `expected each address once, received ${received}, which ${owner} has`,
    'give one of the two another address',
  ),
  'gateway-outside-subnet': error<{ received: string; network: string; subnets: readonly string[] }>(
    ({ received, network, subnets }) =>
      `expected a gateway inside network ${network} (${list(subnets)}), received ${received}`,
    'give the address that the router has in this network',
  ),
  'gateway-twice': error<{ received: string; other: string; subnet: string }>(
    ({ received, other, subnet }) => `expected one gateway in ${subnet}, received ${received} beside ${other}`,
    'keep the one that shall be the default route',
  ),
  'two-default-gateways': error<{ machine: string; networks: readonly string[] }>(
    ({ machine, networks }) =>
      `expected at most one network with a default gateway on machine ${machine}, received ${list(networks)}`,
    'keep `gateway` on the network that leads out and remove it from the others',
    { caret: 'key' },
  ),
  'mtu-below-ipv6': error<{ received: number }>(
    ({ received }) => `expected an MTU of at least 1280 on a network with IPv6 (RFC 8200), received ${received}`,
    'raise the MTU or remove the IPv6 subnet',
  ),

  // Interfaces
  'mac-number': error<{ source: string; quoted: string }>(
    ({ source }) =>
      `expected a MAC address as a string, received the number ${source}: YAML reads digits without colons so`,
    ({ quoted }) => `quote it: ${quoted}`,
  ),
  'mac-form': error<{ received: string }>(
    ({ received }) => `expected a MAC address of six octets such as 52:54:00:10:00:01, received ${received}`,
    'write twelve hexadecimal digits, in pairs with colons or dashes',
  ),
  'mac-not-for-hosts': error<{ received: string; what: string }>(
    ({ received, what }) => `expected the MAC address of one interface, received ${received}, ${what}`,
    'copy the address that the hypervisor or `ip link` shows for this interface',
  ),
  'duplicate-mac': error<{ received: string; owner: string }>(
    ({ received, owner }) => `expected each MAC address once, received ${received}, which ${owner} has`,
    'give each interface its own MAC address',
  ),
  'interface-unnamed': error<{ machine: string }>(
    ({ machine }) => `expected mac or name, because machine ${machine} has several interfaces, received neither`,
    'add `mac:` (quoted), or `name:` where the image is known to use it',
    { caret: 'key' },
  ),
  'interface-name-twice': error<{ name: string }>(
    ({ name }) => `expected each interface name once on a machine, received ${show(name)} a second time`,
    'name each interface as the operating system does, for example ens3 and ens4',
  ),
  'interface-name-loopback': error(
    'expected the name of a network interface, received "lo", the loopback interface',
    'name the interface that is attached to the network',
  ),
  'interface-network-twice': error<{ network: string; machine: string }>(
    ({ network, machine }) => `expected one interface of machine ${machine} on network ${network}, received a second`,
    'attach it to another network; several addresses of one interface are written as `addresses`',
  ),

  // Agents
  'no-server': error(
    'expected at least one machine with a server agent, received none',
    'give three machines the role server (it is the default of `roles`)',
    { caret: 'key' },
  ),
  'single-server': warning(
    'expected three or five servers, received one: without it the whole cluster stands still, and its state is kept once',
    'add two machines with a server agent; keep one only for a trial',
    { caret: 'key' },
  ),
  'even-servers': warning<{ count: number; quorum: number }>(
    ({ count, quorum }) =>
      `expected an odd number of servers, received ${count}: a quorum needs ${quorum}, so ${count} bear no more losses than ${count - 1}`,
    ({ count }) => `have ${count - 1} or ${count + 1} servers`,
    { caret: 'key' },
  ),
  'server-off-network': error<{ machine: string; network: string }>(
    ({ machine, network }) =>
      `expected an interface on ${network}, the server network, because machine ${machine} carries a server agent; received none`,
    ({ network }) => `add an interface on ${network}, or take the server out: \`roles: [client]\``,
    { caret: 'key' },
  ),
  'client-off-network': error<{ machine: string; network: string }>(
    ({ machine, network }) =>
      `expected an interface on ${network}, the client network, because machine ${machine} carries a client agent; received none`,
    ({ network }) => `add an interface on ${network}, or take the client out: \`roles: [server]\``,
    { caret: 'key' },
  ),
  'server-on-dhcp': error<{ machine: string; network: string }>(
    ({ machine, network }) =>
      `expected an address on ${network}, because every join list names the server ${machine}; received none, so DHCP would choose it`,
    'add `address:` to this interface',
    { caret: 'key' },
  ),
  'agents-collide': error<{ machine: string; count: number; port: number; word: string; suggestion: number }>(
    ({ machine, count, port, word }) =>
      `expected an address and port for each agent, received port ${port} of one address for the client's HTTP and the server's ${word} on machine ${machine}${count > 1 ? ` and ${count - 1} more` : ''}`,
    ({ suggestion }) => `set \`client.ports.http\`, for example to ${suggestion}, or give the clients another network`,
  ),
  'server-ports-collide': error<{ port: number; word: string }>(
    ({ port, word }) => `expected a port of its own, received ${port}, which is also the server's ${word} port`,
    'choose another port; Nomad uses 4646 (http), 4647 (rpc) and 4648 (serf)',
  ),
  'server-port-privileged': error<{ port: number }>(
    ({ port }) => `expected a port of 1024 or more, received ${port}: the server agent runs without privileges`,
    'choose a port that needs no privileges',
  ),
  'server-memory': error<{ machine: string; limit: number; memory: number }>(
    ({ machine, limit, memory }) =>
      `expected a server memory limit of at most half of machine ${machine}'s ${memory} MiB, received ${limit} MiB`,
    ({ memory }) =>
      `lower \`server.resources.memoryMaxMiB\` to ${Math.floor(memory / 2)} or less, or give the machine more memory`,
  ),
  'updates-of-os': error<{ os: string; received: string }>(
    ({ os, received }) =>
      `expected \`image\`, for nothing reboots a machine by itself on ${os}; received \`${received}\``,
    () => 'leave it out; a program of your own that reboots can be told by `extra.files`',
  ),
  'server-memory-short': warning<{ clients: number; fitting: number; limit: number; machine: string; count: number }>(
    ({ clients, fitting, limit, machine, count }) =>
      `expected a server memory limit of ${fitting} MiB for ${clients} clients, received ${limit} MiB on ${machine}${count > 1 ? ` and ${count - 1} more` : ''}: a server that the cluster has outgrown is killed at its limit again and again`,
    ({ fitting }) =>
      `raise \`server.resources.memoryMaxMiB\` to ${fitting} on machines of ${2 * fitting} MiB or more, or watch the servers' memory if your jobs are few`,
  ),
  'failover-too-short': error<{ received: number; least: number; clients: number }>(
    ({ received, least, clients }) =>
      `expected at least ${least}s, for a client of ${clients} may be silent for so long while all is well; received ${received}s`,
    ({ least }) => `give ${least}s or more, or leave it out: it then follows from the number of clients`,
  ),
  'task-memory': error<{ machine: string; reserved: number; memory: number; least: number }>(
    ({ machine, reserved, memory, least }) =>
      `expected at least ${least} MiB for tasks on machine ${machine}, received ${memory} MiB in all, of which ${reserved} MiB are reserved for the system and the agents`,
    ({ reserved, least }) =>
      `give the machine ${reserved + least} MiB or more, or lower \`client.reserved.memoryMiB\` or \`server.resources.memoryMaxMiB\``,
  ),
  'server-family': error<{ received: string; network: string; first: string }>(
    ({ received, network, first }) =>
      `expected an address of the family of ${first}, the first subnet of ${network}, because servers dial each other there; received ${received} alone`,
    ({ first }) => `give the server an address in ${first} too, or put the subnet first in which every server has one`,
  ),
  'client-without-route': warning<{ machines: readonly string[]; where: readonly string[] }>(
    ({ machines, where }) =>
      `expected a way from ${machineList(machines)} to ${list(where)}, where servers listen; received neither an interface on it nor a gateway`,
    ({ where }) => `add \`gateway:\` to a network of theirs, or an interface on ${list(where)}`,
    { caret: 'key' },
  ),
  'server-without-route': warning<{ machines: readonly string[]; where: readonly string[] }>(
    ({ machines, where }) =>
      `expected a way from ${machineList(machines)} to ${list(where)}, where other servers listen; received neither an interface on it nor a gateway`,
    ({ where }) => `add \`gateway:\` to a network of theirs, or an interface on ${list(where)}`,
    { caret: 'key' },
  ),
  'server-without-way-back': warning<{ machines: readonly string[]; where: readonly string[] }>(
    ({ machines, where }) =>
      `expected a way from ${machineList(machines)} back to ${list(where)}, where clients dial these servers from; received neither an interface on it nor a gateway`,
    ({ where }) => `add \`gateway:\` to a network of theirs, or an interface on ${list(where)}`,
    { caret: 'key' },
  ),

  // More Nomad settings
  'config-invariant': error<{ setting: string; why: string; instead: string }>(
    ({ setting, why }) => `expected settings that the description has no word for, received ${setting}: ${why}`,
    ({ instead }) => instead,
    { caret: 'key' },
  ),
  'config-secret': error<{ setting: string; instead: string }>(
    ({ setting }) => `expected a description without secrets, received ${setting}`,
    ({ instead }) => instead,
    { caret: 'key', hidesSource: true },
  ),
  'config-block': error<{ block: string; received: string }>(
    ({ block, received }) => `expected the block ${show(block)} as one mapping, received ${received}`,
    'write the block as `{ … }`, not as a list or a single value: it is merged key by key',
  ),
  'config-case': error<{ key: string; lower: string }>(
    ({ key, lower }) =>
      `expected the setting ${show(lower)}, received ${show(key)}, which Nomad reads as the same word`,
    ({ lower }) => `write ${lower}`,
    { caret: 'key' },
  ),
  'config-key': error<{ key: string }>(
    ({ key }) => `expected the name of a setting, of A-Z, a-z, 0-9 and . _ -, received ${show(key)}`,
    "write the name as Nomad's reference does",
    { caret: 'key' },
  ),
  'config-unknown-key': error<UnknownSetting & { places: readonly string[] }>(
    ({ key, block, version }) =>
      `expected a setting that Nomad ${version} knows ${inBlock(block)}, received the unknown key ${show(key)}`,
    ({ suggestion, places }) =>
      pick(
        suggestion,
        places.length > 0
          ? `write it where Nomad has it: ${list(places)}`
          : "look its name up in Nomad's reference, or remove it: Nomad refuses some unknown keys, and ignores others in silence",
      ),
    { caret: 'key' },
  ),
  'config-unread-key': warning<UnknownSetting & { newestRead: string }>(
    ({ key, block, version, newestRead }) =>
      `the settings of Nomad ${version} are not known to this build, those up to ${newestRead} have no ${show(key)} ${inBlock(block)}`,
    ({ suggestion }) => pick(suggestion, 'make sure that the release knows it: Nomad refuses most unknown keys'),
    { caret: 'key' },
  ),
  'config-has-word': notice<{ settings: readonly string[]; words: readonly string[] }>(
    ({ settings }) =>
      `${list(settings)} of \`config\` ${settings.length > 1 ? 'have words of their own' : 'has a word of its own'} in the description`,
    ({ words }) => `write ${list(words)} instead; as long as both are given, \`config\` wins`,
    { caret: 'key' },
  ),
  'plugin-unchecked': notice<{ plugin: string }>(
    ({ plugin }) => `the plugin ${show(plugin)} is not part of Nomad: what \`config\` says of it is not checked`,
    'compare it with the documentation of the plugin: if that refuses its configuration, the agent does not start',
    { caret: 'key' },
  ),
  'config-plugin': error(
    'expected `plugin` as a mapping of plugin names to their blocks, received something else',
    'write plugin: { docker: { config: { volumes: { enabled: true } } } }, or [{ docker: [{ config: [{ … }] }] }]',
    { caret: 'key' },
  ),
  'config-exposes-secrets': error<{ setting: string; source: string; what: string }>(
    ({ setting, source, what }) =>
      `expected paths that tasks may see, received ${show(source)} in ${setting}, which holds ${what}`,
    'name the single files or folders that tasks need',
    { caret: 'key' },
  ),

  'host-volume-name': error<{ name: string }>(
    ({ name }) => `expected a name of letters, digits, _ and -, at most 63 characters, received ${show(name)}`,
    'choose a name such as postgres-data: jobs name it as `source`',
    { caret: 'key' },
  ),
  'host-volume-of-system': error<{ path: string; folder: string }>(
    ({ path, folder }) =>
      `expected a folder of your own, received ${path}, ${path === folder ? 'which is' : `which lies in ${folder},`} the system's`,
    'choose a folder below /srv, /opt, /mnt or /var/lib',
  ),
  'host-volume-twice': error<{ path: string }>(
    ({ path }) => `expected one owner and one mode for the folder ${path}, received two`,
    'give both volumes the same owner, group and mode, or a folder each',
    { caret: 'key' },
  ),
  'host-network-apart': warning<{ network: string; machines: readonly string[] }>(
    ({ network, machines }) =>
      `expected a network that client machines are attached to, received ${network}, and ${machineList(machines)} ${machines.length === 1 ? 'has' : 'have'} no interface on it`,
    ({ network }) => `add an interface on ${network}, or leave the network out: no port can be had there`,
  ),
  'plugin-name': error<{ name: string }>(
    ({ name }) => `expected the name of a plugin's program, such as nomad-driver-podman, received ${show(name)}`,
    'write the name that the program has in its archive',
    { caret: 'key' },
  ),
  'packages-of-os': error<{ machine: string; os: string }>(
    ({ machine, os }) => `expected a system that can install packages, received ${os} (machine ${machine})`,
    'leave `installPackages` out there, and put what drivers need into the image',
    { caret: 'key' },
  ),

  // Users
  'user-reserved': error<{ name: string }>(
    ({ name }) => `expected a name that no account of the system has, received ${show(name)}`,
    'choose a name of a person',
  ),
  'user-twice': error<{ name: string }>(
    ({ name }) => `expected each user once, received ${show(name)} a second time`,
    'put all SSH keys of a user into one entry',
  ),
  'user-ssh-key': error<{ why: string }>(
    ({ why }) => `expected an SSH public key on one line, received ${why}`,
    'copy the line of the .pub file: type, base64, comment',
    { hidesSource: true },
  ),

  // Extras
  'file-reserved': error<{ path: string; reserved: string; mend: string }>(
    ({ path, reserved }) =>
      `expected a path that the build leaves alone, received ${path}, which belongs to ${reserved}`,
    ({ mend }) => mend,
  ),
  'file-twice': error<{ path: string }>(
    ({ path }) => `expected each path once, received ${path} a second time`,
    'put the content into one entry',
  ),
  'file-inside-file': error<{ path: string; parent: string }>(
    ({ path, parent }) => `expected ${parent} to be a folder or a file, received both: ${path} lies inside it`,
    'rename one of the two',
  ),
  'file-is-folder': error<{ path: string }>(
    ({ path }) => `expected the path of a file, received ${path}, which is a folder of the system`,
    'name the file inside the folder',
  ),
  'not-ascii': error<{ character: string; line: number }>(
    ({ character, line }) => `expected ASCII text, received ${character} on line ${line} of the content`,
    'leave the character out: first-boot data that is not ASCII gets lost on the way to some machines',
  ),
  'unit-name': error<{ name: string }>(
    ({ name }) => `expected the name of a systemd unit such as backup.service, received ${show(name)}`,
    'write NAME.TYPE, with a type such as service, timer, socket, path, mount or target',
    { caret: 'key' },
  ),
  'unit-template': error<{ name: string; instance: string }>(
    ({ name }) => `expected a unit that can be started, received enable of the template ${show(name)}`,
    ({ instance }) => `remove \`enable\` here, and enable an instance of it: ${instance}: { enable: true }`,
    { caret: 'key' },
  ),
  'unit-reserved': error<{ name: string; mend: string }>(
    ({ name }) => `expected a unit that the build leaves alone, received ${show(name)}`,
    ({ mend }) => mend,
    { caret: 'key' },
  ),
  'unit-without-purpose': error<{ name: string }>(
    ({ name }) => `expected content, dropIns or enable, received a unit ${show(name)} without any of them`,
    'add one of them, or remove the unit',
    { caret: 'key' },
  ),
  'unit-without-install': error<{ name: string }>(
    ({ name }) => `expected an [Install] section, because ${show(name)} is to be enabled, received none`,
    'add [Install] with WantedBy=multi-user.target, or start it from a timer of your own',
    { caret: 'key' },
  ),
  'drop-in-name': error<{ name: string }>(
    ({ name }) => `expected the name of a drop-in such as 50-limits.conf, received ${show(name)}`,
    'write letters, digits, and . _ - @ with .conf at the end',
    { caret: 'key' },
  ),
  'drop-in-reserved': error<{ name: string; unit: string }>(
    ({ name, unit }) => `expected a drop-in of your own for ${unit}, received ${show(name)}, which the build writes`,
    'choose a name that sorts after it, for example 50-own.conf: later settings win',
    { caret: 'key' },
  ),

  // Certificates
  'validity-too-long': error<{ received: string; limit: string }>(
    ({ received, limit }) => `expected at most ${limit}, which is how long the authority lives, received ${received}`,
    'choose a shorter validity',
  ),
  'validity-short': warning<{ received: string }>(
    ({ received }) =>
      `expected certificates that live 30 days or longer, received ${received}: nobody logs in to renew them`,
    'choose a longer validity, or replace every machine before the end',
  ),
  'no-such-date': error<{ received: string }>(
    ({ received }) => `expected a day and time that exist, received ${received}`,
    'correct the date, for example 2027-01-31T00:00:00Z',
  ),

  // The secrets file: no sentence holds anything that was read from it
  'secrets-empty': secretsError('expected secrets, received an empty file', restoreSecrets),
  'secrets-encrypted': secretsError(
    'expected secrets as JSON, received an encrypted file',
    'decrypt it on the way: `sops -d FILE | build-userdata … --secrets -`, or with the tool that encrypted it',
  ),
  'secrets-not-json': secretsError(
    'expected JSON, received a text that was cut off or changed by hand',
    restoreSecrets,
  ),
  'secrets-format-unknown': secretsError(
    'expected format 1 or 2, received one that this version does not know',
    'use the version of nomad-firstboot that wrote the file, or a newer one',
  ),
  'secrets-incomplete': secretsError('expected every value, received a file that lacks one', restoreSecrets),
  'secrets-unknown-key': secretsError(
    'expected known keys alone, received another',
    'remove it; remarks belong in the key `note`',
  ),
  'secrets-invalid': secretsError(
    ({ expected }) => `expected ${expected ?? 'a value of the right form'}, received something else`,
    restoreSecrets,
  ),
  'secrets-token-form': secretsError(
    'expected a UUID in lower case, or { "revoked": true }, received something else',
    'if the token was revoked, write `"bootstrapToken": { "revoked": true }`; else restore it from a backup or from version control',
  ),
  'secrets-token-revoked': notice(
    'the bootstrap token is revoked: no bundle and no file of the operator carries one, and a new cluster would have nobody to bootstrap its ACLs',
    'set NOMAD_TOKEN to a token of your own where you use the cluster; for a new cluster make new secrets',
    { hidesSource: true },
  ),
  'secrets-of-another-cluster': secretsError<{ cluster: string }>(
    ({ cluster }) =>
      `expected the secrets of cluster ${show(cluster)}, which the description names, received another's`,
    'give the secrets file of this cluster; keys are derived from the name, so a renamed cluster needs new secrets',
  ),
  'secrets-for-tests': problem<unknown>(
    'notice',
    'these are test secrets, which everybody may know',
    'for a real cluster leave them out: the first build into a folder makes its secrets',
    { hidesSource: true },
  ),
  'authority-certificate-unreadable': secretsError(
    'expected one certificate in PEM, received something else',
    'give one CERTIFICATE block, complete with its first and last line',
  ),
  'authority-not-ca': secretsError(
    'expected the certificate of an authority (basicConstraints CA, keyUsage keyCertSign), received another',
    'give the certificate of an authority',
  ),
  'authority-key-missing': secretsError(
    'expected a private key, because this authority signs; received none',
    'add its `privateKey`, or mark another authority with `"signs": true`',
  ),
  'authority-signer-missing': secretsError(
    'expected one authority that signs, received none',
    'add `"signs": true` to the authority that signs: one whose certificate every machine has received already',
  ),
  'authority-signer-twice': secretsError(
    'expected one authority that signs, received a second one',
    'remove `"signs": true` from all but one: a machine has certificates of one authority and trusts them all',
  ),
  'authority-key-unreadable': secretsError(
    'expected a key in PEM without a passphrase, received something else',
    'give the key as PKCS#8 in PEM: `openssl pkcs8 -topk8 -nocrypt` converts',
  ),
  'authority-key-unsupported': secretsError(
    'expected a key on the curve P-256, received another',
    'use an authority with a P-256 key; others can stay behind it as trusted ones, without their key',
  ),
  'authority-key-mismatch': secretsError(
    "expected the private key of the authority's certificate, received another's",
    'give the key and the certificate that were made together',
  ),
  'authority-expired': secretsError(
    'expected an authority that lives at the moment that certificates are issued at, received one that has ended',
    'let another authority sign, or correct `issuedAt`',
  ),
  'authority-no-longer-valid': warning(
    'expected trusted authorities that live, received one that ends before certificates are issued',
    'remove it once no certificate of it is in use',
  ),
} as const;

/** The stable names of all problems. */
export type DiagnosticCode = keyof typeof catalogue;

/** What the sentences of a code are made from. */
export type FactsOf<Code extends DiagnosticCode> =
  (typeof catalogue)[Code] extends Problem<infer Facts> ? Facts : never;

/** Every code, in the order of the catalogue. */
export const diagnosticCodes = Object.freeze(Object.keys(catalogue)) as readonly DiagnosticCode[];

/**
 * One problem at one path of a description or secrets file; `first` names the other place of a problem that has two.
 * Facts never hold a secret: they become part of the message.
 */
export function diagnostic<Code extends DiagnosticCode>(
  code: Code,
  path: DescriptionPath,
  facts: FactsOf<Code>,
  first?: DescriptionPath,
): Diagnostic {
  const entry = catalogue[code] as unknown as Problem<FactsOf<Code>>;
  return Object.freeze({
    code,
    severity: entry.severity,
    path,
    message: entry.message(facts),
    mend: entry.mend(facts),
    ...(first === undefined ? {} : { first: { path: first } }),
  });
}

/** The problem of one machine of a range, which as many others of the range have at the same place. */
export function repeated(problem: Diagnostic, others: number): Diagnostic {
  const range = String(problem.writtenPath?.[1] ?? '');
  return Object.freeze({ ...problem, message: `${problem.message}${soFor(others, range)}` });
}

/** Whether a problem's caret stands under the key rather than under the value, and whether its line is kept back. */
export function marksOf(code: DiagnosticCode): { readonly caret: 'key' | 'value'; readonly hidesSource: boolean } {
  return catalogue[code];
}

/** Whether a problem stops the build. */
export const isError = ({ severity }: { readonly severity: Severity }): boolean => severity === 'error';
