/** A place in the description, as a check is given it: where its problem stands, and what is known about the place. */

import type { DescriptionPath, DiagnosticCode, FactsOf } from '../diagnostics.ts';

/** What a place hands on to: the collector of all problems, which knows what was taken out of the description. */
export interface Collector {
  readonly add: <Code extends DiagnosticCode>(
    code: Code,
    path: DescriptionPath,
    facts: FactsOf<Code>,
    first: DescriptionPath | undefined,
  ) => void;
  /** Whether the very same was said of the same place. */
  readonly hasSaid: <Code extends DiagnosticCode>(code: Code, path: DescriptionPath, facts: FactsOf<Code>) => boolean;
  readonly refuse: (path: DescriptionPath) => void;
  /** False if nothing was taken out, so that no path has to be looked up. */
  readonly hasDamage: boolean;
  readonly isDamaged: (path: DescriptionPath) => boolean;
  readonly lacksMember: (path: DescriptionPath) => boolean;
  readonly isOfRange: (machine: string) => boolean;
  readonly problemCount: () => number;
}

/**
 * A place, from its own key upwards. A class and not closures, for a large description has some hundred thousand
 * places, and few of them a problem: the path is made of a place only there.
 */
export class Place {
  private readonly collector: Collector;
  private readonly above: Place | undefined;
  private readonly step: string | number;
  private readonly members: ReadonlyMap<string | number, Place> | undefined;

  /** Checks are given the top by `newReport` and the other places by `key`. */
  constructor(
    collector: Collector,
    above?: Place,
    step: string | number = '',
    members?: ReadonlyMap<string | number, Place>,
  ) {
    this.collector = collector;
    this.above = above;
    this.step = step;
    this.members = members;
  }

  /** The place of a member of what stands here: a key of a mapping, or an index of a list from 0. */
  key(step: string | number): Place {
    return this.members?.get(step) ?? new Place(this.collector, this, step);
  }

  /** The same place, of whose members some stand elsewhere: what one machine says is laid over what all are told. */
  withMembers(members: ReadonlyMap<string | number, Place>): Place {
    return new Place(this.collector, this.above, this.step, members);
  }

  /**
   * The same place, as a machine has it from the cluster: what the cluster was told is not said again, and what is wrong
   * for the machine alone is said of the machine.
   */
  takenOverBy(machine: Place): Place {
    const { collector } = this;
    const add: Collector['add'] = (code, path, facts) => {
      if (!collector.hasSaid(code, path, facts)) collector.add(code, machine.path(), facts, path);
    };
    return new Place({ ...collector, add }, this.above, this.step);
  }

  /** The place of another member of what this one is a member of. */
  beside(step: string | number): Place {
    return new Place(this.collector, this.above, step);
  }

  /** The keys and indexes from the top to here. */
  path(): DescriptionPath {
    const path: (string | number)[] = [];
    for (let at: Place = this; at.above !== undefined; at = at.above) path.push(at.step);
    return path.reverse();
  }

  /**
   * Adds a problem; `first` is the other place of one that has two. What is said of one machine of a range and is true
   * of others as well, at the same place of the entry that they are written as, is one problem that counts them.
   */
  add<Code extends DiagnosticCode>(code: Code, facts: FactsOf<Code>, first?: Place): void {
    this.collector.add(code, this.path(), facts, first?.path());
  }

  /** Takes what stands here out for later steps: they see it as damaged. */
  refuse(): void {
    this.collector.refuse(this.path());
  }

  /** Whether something here or below was taken out of the draft, so that nothing follows from its absence. */
  isDamaged(): boolean {
    return this.collector.hasDamage && this.collector.isDamaged(this.path());
  }

  /** Whether a member right below was taken out or doubted, so that nothing follows from how many there are. */
  lacksMember(): boolean {
    return this.collector.lacksMember(this.path());
  }

  /** Whether this is, or lies in, a machine of a range. */
  isOfRange(): boolean {
    const [top, name] = this.path();
    return top === 'machines' && typeof name === 'string' && this.collector.isOfRange(name);
  }

  /** How many problems were added so far, here or elsewhere, each machine of a range counted. */
  problemCount(): number {
    return this.collector.problemCount();
  }
}
