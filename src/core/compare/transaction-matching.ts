import type { Run, Transaction } from '#shared/model/run.ts';
import { differentlyCleaned, withPlainIds, type DifferentlyCleaned } from './label-cleaning.ts';

/** One transaction as it stands in the runs of both sides. */
export interface MatchedTransaction {
  /** Of the baseline. */
  readonly label: string;
  /** Where the candidate calls it otherwise. */
  readonly candidateLabel: string | null;
  /** Its number in each run of the side; null where a run does not have it. */
  readonly baselineIds: readonly (number | null)[];
  readonly candidateIds: readonly (number | null)[];
}

export interface Matching {
  readonly matched: readonly MatchedTransaction[];
  /** Labels of one side only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Pairs that were found by likeness, not by equal labels or a person's mapping. */
  readonly alike: readonly (readonly [baseline: string, candidate: string])[];
  /** Ids stand in names of one side that the other has taken out. */
  readonly differentlyCleaned: readonly DifferentlyCleaned[];
}

export interface NamedRun {
  readonly run: Pick<Run, 'countedKind'>;
  readonly transactions: readonly Transaction[];
}

/** Puts the transactions of both sides together: by a person's mapping, by equal labels, then by likeness where it is unique. */
export function matchTransactions(
  baseline: readonly NamedRun[],
  candidate: readonly NamedRun[],
  mapping: readonly { readonly baseline: string; readonly candidate: string }[],
): Matching {
  const [a, b] = [baseline, candidate].map((side) => side.map(idsByLabel));
  const [left, right] = [labelsOf(a!), labelsOf(b!)];
  const pairs = new Map<string, string>();
  const taken = new Set<string>();
  const pair = (label: string, other: string): void => {
    if (pairs.has(label) || taken.has(other) || !left.has(label) || !right.has(other)) return;
    pairs.set(label, other);
    taken.add(other);
  };
  for (const { baseline: label, candidate: other } of mapping) pair(label, other);
  for (const label of left) pair(label, label);
  const open = (labels: ReadonlySet<string>, done: { has(label: string): boolean }): string[] =>
    [...labels].filter((label) => !done.has(label));
  const settled = { baseline: new Set(pairs.keys()), candidate: new Set(taken) };
  const alike = likePairs(open(left, pairs), open(right, taken));
  for (const [label, other] of alike) pair(label, other);
  const removed = open(left, pairs);
  const added = open(right, taken);
  return {
    matched: [...left].flatMap((label) => {
      const other = pairs.get(label);
      if (other === undefined) return [];
      return [
        {
          label,
          candidateLabel: other === label ? null : other,
          baselineIds: a!.map((ids) => ids.get(label) ?? null),
          candidateIds: b!.map((ids) => ids.get(other) ?? null),
        },
      ];
    }),
    added,
    removed,
    alike,
    differentlyCleaned: differentlyCleaned(left, right, likeness, settled),
  };
}

/** Redirects and embedded resources are parts of what is judged; where a label has several kinds, the counted one stands for it. */
function idsByLabel({ run, transactions }: NamedRun): Map<string, number> {
  const ids = new Map<string, number>();
  const judged = transactions.filter(({ kind }) => kind !== 'sub-result' || kind === run.countedKind);
  for (const { id, label, kind } of judged) {
    if (kind === run.countedKind || !ids.has(label)) ids.set(label, id);
  }
  return ids;
}

function labelsOf(runs: readonly ReadonlyMap<string, number>[]): Set<string> {
  return new Set(runs.flatMap((ids) => [...ids.keys()]));
}

/** Pairs of labels that mean the same address, where no other label of either side does. */
function likePairs(left: readonly string[], right: readonly string[]): [string, string][] {
  const [byLeft, byRight] = [left, right].map((labels) => {
    const groups = new Map<string, string[]>();
    for (const label of labels) {
      const key = likeness(label);
      groups.set(key, [...(groups.get(key) ?? []), label]);
    }
    return groups;
  });
  return [...byLeft!].flatMap(([key, labels]): [string, string][] => {
    const others = byRight!.get(key) ?? [];
    return key !== '' && labels.length === 1 && others.length === 1 ? [[labels[0]!, others[0]!]] : [];
  });
}

/** What tools write differently taken out: method, scheme and host, numbers, case, separators between words. */
function likeness(label: string): string {
  return withPlainIds(label.trim())
    .replace(/^(?:get|post|put|delete|patch|head|options)\b[\s:-]*/iu, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, '')
    .replace(/[?#].*$/u, '')
    .toLowerCase()
    .replace(/[\s_-]+/gu, ' ')
    .replace(/\/+$/u, '')
    .replace(/^\/+/u, '')
    .trim();
}
