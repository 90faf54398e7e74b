/** Bundles that are too large, or nearly so, as diagnostics: one for all machines of a platform, about the largest. */

import { DescriptionError } from '../description-error.ts';
import { type Diagnostic, diagnostic } from '../diagnostics.ts';
import type { PackedBundle } from '../pack/bundle.ts';
import type { SizeHelp, SizeProblem } from '../pack/user-data.ts';

/** Collects the size problems of a build, however many machines it has. */
export interface SizeFindings {
  readonly note: (problem: SizeProblem | undefined) => void;
  /** What was noted so far, errors first. */
  readonly diagnostics: () => readonly Diagnostic[];
}

interface Group {
  readonly largest: SizeProblem;
  readonly count: number;
}

export function newSizeFindings(): SizeFindings {
  const groups = new Map<string, Group>();
  return {
    note: (problem) => {
      if (!problem) return;
      const key = `${problem.kind} ${problem.platform}`;
      const { largest = problem, count = 0 } = groups.get(key) ?? {};
      const isLarger = problem.countedBytes > largest.countedBytes;
      groups.set(key, { largest: isLarger ? problem : largest, count: count + 1 });
    },
    diagnostics: () => {
      const found = [...groups.values()];
      const ofKind = (wanted: SizeProblem['kind']) => found.filter(({ largest }) => largest.kind === wanted);
      return [...ofKind('over-limit'), ...ofKind('near-limit')].map(describe);
    },
  };
}

/** The same bundles as long as they fit, each one's size noted. */
export function* fitting<T extends PackedBundle>(bundles: Iterable<T>, sizes: SizeFindings): Iterable<T> {
  for (const packed of bundles) {
    sizes.note(packed.problem);
    if (packed.problem?.kind === 'over-limit') throw new DescriptionError(sizes.diagnostics());
    yield packed;
  }
}

function describe({ largest, count }: Group): Diagnostic {
  const { kind, machine, platform, countedBytes: bytes, limitBytes: limit, largestParts, helps } = largest;
  const parts = largestParts.map((part) => `${part.name} (${part.bytes})`).join(', ');
  const help = helps.length > 0 ? helps.map((one) => sizeHelps[one]).join('; ') : 'make its largest parts smaller';
  const facts = { machine, count, platform, bytes, limit, parts, help };
  return diagnostic(kind === 'over-limit' ? 'bundle-too-large' : 'bundle-near-limit', ['machines', machine], facts);
}

const sizeHelps: Readonly<Record<SizeHelp, string>> = {
  gzip: 'let it be compressed',
  'fewer-certificates': 'trust fewer authorities, or give the machine one agent instead of two',
  'fetch-by-url': 'put large files into the image',
};
