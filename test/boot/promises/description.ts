/**
 * What a description promises, read from its text alone: an outside judge asks the author's words,
 * not the library that is being judged.
 */

import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/** An agent that shall run, and the one address that it may listen on. */
export interface ExpectedAgent {
  readonly machine: string;
  readonly address: string;
}

export interface Expected {
  readonly cluster: string;
  readonly region: string;
  readonly servers: readonly ExpectedAgent[];
  readonly clients: readonly ExpectedAgent[];
  readonly serverPorts: { readonly http: number; readonly rpc: number; readonly serf: number };
  readonly clientPorts: { readonly http: number };
  /** Who may log in. */
  readonly people: readonly string[];
  /** Where the image has Nomad, if it has. */
  readonly nomadPath: string | undefined;
}

interface Description {
  readonly name: string;
  readonly region?: string;
  readonly nomad?: { readonly install?: { readonly method?: string; readonly path?: string } };
  readonly users?: readonly { readonly name: string }[];
  readonly server: { readonly network: string; readonly ports?: Partial<Expected['serverPorts']> };
  readonly client: { readonly network: string; readonly ports?: Partial<Expected['clientPorts']> };
  readonly machines: Readonly<Record<string, DescribedMachine>>;
}

interface DescribedMachine {
  readonly roles?: readonly string[];
  readonly interfaces: readonly {
    readonly network: string;
    readonly address?: string;
    readonly addresses?: readonly string[];
  }[];
}

/** Reads the description at `path` (YAML or JSON). */
export function readExpected(path: string): Expected {
  const description = load(readFileSync(path, 'utf8')) as Description;
  const agents = (role: string, network: string) =>
    Object.entries(description.machines)
      .flatMap(([name, machine]) => membersOf(name, machine))
      .filter(([, { roles }]) => (roles ?? ['server', 'client']).includes(role))
      .map(([machine, { interfaces }]) => ({ machine, address: addressOn(network, interfaces, machine) }));
  return {
    cluster: description.name,
    region: description.region ?? 'global',
    servers: agents('server', description.server.network),
    clients: agents('client', description.client.network),
    serverPorts: { http: 4646, rpc: 4647, serf: 4648, ...description.server.ports },
    clientPorts: { http: 4646, ...description.client.ports },
    people: (description.users ?? []).map(({ name }) => name),
    nomadPath: pathInImage(description),
  };
}

/** The machines of a range such as `server-[1-3]`, or the one that the name is of. */
function membersOf(name: string, machine: DescribedMachine): (readonly [name: string, machine: DescribedMachine])[] {
  const [, before = '', first = '', last = '', after = ''] = /^(.*)\[(\d+)-(\d+)\](.*)$/.exec(name) ?? [];
  if (first === '') return [[name, machine]];
  const numbers = Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
  return numbers.map((n) => {
    const counted = ({ address, ...nic }: DescribedMachine['interfaces'][number]) =>
      address === undefined ? nic : { ...nic, address: plus(address, n) };
    const own = `${before}${String(n).padStart(first.length, '0')}${after}`;
    return [own, { ...machine, interfaces: machine.interfaces.map(counted) }];
  });
}

/** `10.10.0.10 + n`; descriptions here count within the last octet. */
function plus(address: string, n: number): string {
  const [, network = '', octet = ''] = /^(\d+\.\d+\.\d+\.)(\d+) \+ n$/.exec(address) ?? [];
  if (octet === '') throw new Error(`${address} is not counted`);
  return `${network}${Number(octet) + n}`;
}

function pathInImage({
  nomad: { install: { method = 'preinstalled', path = '/usr/bin/nomad' } = {} } = {},
}: Description) {
  return method === 'preinstalled' ? path : undefined;
}

function addressOn(network: string, interfaces: DescribedMachine['interfaces'], machine: string): string {
  const nic = interfaces.find((candidate) => candidate.network === network);
  const address = nic?.address ?? nic?.addresses?.[0];
  if (address === undefined) throw new Error(`${machine} has no fixed address on ${network}, which this test needs`);
  return address;
}
