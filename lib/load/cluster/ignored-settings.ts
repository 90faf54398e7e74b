/** Settings of networks and interfaces that are without effect where the platform makes the network: a notice for each. */

import type { Interface, Machine, Network } from '../../cluster/cluster.ts';
import { bringsUp } from '../../targets/made-network.ts';
import type { MadeNetwork } from '../../targets/platform.ts';
import { platformFor } from '../../targets/platforms.ts';
import type { ClusterDraft } from '../draft.ts';
import type { Place } from '../place.ts';
import type { MadeGroup } from './made-groups.ts';

/** Where a setting stands that does nothing, and whose it is. */
interface Ignored {
  readonly at: Place;
  readonly owner: string;
}

/** Reports each setting once, at the first place that has it. */
export function reportIgnored(draft: ClusterDraft, group: MadeGroup, top: Place): void {
  const { platform, format } = group.target;
  const hasImage = platformFor(platform, format).image !== undefined;
  const settings = [...cardSettings(group, top), ...networkSettings(draft, group, top)];
  for (const { setting, ignored, instead } of settings) {
    const [first] = ignored;
    if (!first) continue;
    const owners = [...new Set(ignored.map(({ owner }) => owner))];
    first.at.add('ignored-by-platform', { platform, setting, owners, instead, hasImage });
  }
}

interface Setting {
  readonly setting: string;
  readonly ignored: readonly Ignored[];
  readonly instead: string;
}

function cardSettings({ machines, made }: MadeGroup, top: Place): readonly Setting[] {
  const cards = machines.flatMap((machine) => machine.interfaces.map((card, index) => ({ machine, card, index })));
  const ignoring = (setting: 'mac' | 'name', hasEffect: (machine: Machine, card: Interface) => boolean) =>
    cards
      .filter(({ machine, card }) => card[setting] !== undefined && !hasEffect(machine, card))
      .map(({ machine: { name }, index }) => {
        return { at: top.key('machines').key(name).key('interfaces').key(index).key(setting), owner: name };
      });
  const isMatched = (machine: Machine, card: Interface) => bringsUp(machine, card) === 'bundle';
  return [
    {
      setting: 'mac',
      ignored: made.tellMac === undefined ? ignoring('mac', isMatched) : [],
      instead: 'leave it out: the platform gives each card its own',
    },
    {
      setting: 'name',
      ignored: ignoring('name', (machine, card) => card.mac === undefined && isMatched(machine, card)),
      instead: 'leave it out: the platform brings the card up, whatever its name',
    },
  ];
}

function networkSettings(draft: ClusterDraft, { machines, made, networks }: MadeGroup, top: Place): readonly Setting[] {
  const ignoring = (keys: readonly string[], isIgnored: (network: Network) => boolean): readonly Ignored[] =>
    networks.filter(isIgnored).map(({ name }) => {
      const written = draft.networks?.[name] ?? {};
      const key = keys.find((one) => one in written) ?? '';
      return { at: top.key('networks').key(name).key(key), owner: name };
    });
  const isWritten = ({ name }: Network) =>
    machines.some((machine) =>
      machine.interfaces.some((card) => card.network === name && bringsUp(machine, card) === 'bundle'),
    );
  return [
    {
      setting: 'gateway',
      ignored: ignoring(['gateway', 'gateways'], ({ gateways }) => gateways.length > 0),
      instead: "leave it out: the gateway is the platform's router, and routes are set there",
    },
    {
      setting: 'nameservers',
      ignored: ignoring(['nameservers'], ({ nameservers }) => nameservers.length > 0),
      instead: "leave them out, and set them in the platform's network",
    },
    {
      setting: 'mtu',
      ignored: ignoring(['mtu'], (network) => network.mtu !== undefined && !isWritten(network)),
      instead: insteadOfMtu(made),
    },
  ];
}

function insteadOfMtu({ mtu }: MadeNetwork): string {
  return mtu === undefined
    ? "leave it out, and set it in the platform's network"
    : `leave it out: the platform's network has ${mtu}`;
}
