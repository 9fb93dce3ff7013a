import type { Condition } from '#shared/model/filter.ts';
import type { ErrorGroup } from '#shared/model/latency.ts';
import type { SelectionSnapshot } from '../../state/selection-slice.ts';

/** Failures that said the same: one code and one message, whatever the transaction. */
export interface ErrorRow {
  readonly code: string | null;
  readonly message: string | null;
  readonly count: number;
  /** Failures of the whole run; null where it was not asked for. */
  readonly inRun: number | null;
  /** Share of all failures of the selection, 0..1; null while their number is not known. */
  readonly share: number | null;
  /** Milliseconds since the start of the run; null without instants. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Most failures first. */
  readonly transactions: readonly { readonly label: string; readonly count: number }[];
}

/**
 * @param groups of the selection, by transaction, code and message
 * @param inRun the same of the whole run; null: the selection is the whole run
 * @param failures of the selection, whether they are listed or not; null while not known: no share then
 */
export function errorRows(
  groups: readonly ErrorGroup[],
  inRun: readonly ErrorGroup[] | null,
  failures: number | null,
): readonly ErrorRow[] {
  const runCounts = new Map<string, number>();
  for (const group of inRun ?? []) {
    runCounts.set(keyOf(group), (runCounts.get(keyOf(group)) ?? 0) + group.count);
  }
  return [...groupsBy(groups, keyOf)]
    .map(([key, same]): ErrorRow => {
      const count = sumOf(same);
      return {
        code: same[0]!.code,
        message: same[0]!.message,
        count,
        inRun: inRun === null ? null : Math.max(count, runCounts.get(key) ?? 0),
        share: failures === null || failures <= 0 ? null : count / failures,
        firstMs: extreme(same, 'firstMs', Math.min),
        lastMs: extreme(same, 'lastMs', Math.max),
        transactions: transactionsOf(same),
      };
    })
    .sort((a, b) => b.count - a.count);
}

function keyOf({ code, message }: Pick<ErrorGroup, 'code' | 'message'>): string {
  return JSON.stringify([code, message]);
}

function groupsBy(
  groups: readonly ErrorGroup[],
  read: (group: ErrorGroup) => string,
): ReadonlyMap<string, readonly ErrorGroup[]> {
  const found = new Map<string, ErrorGroup[]>();
  for (const group of groups) {
    const same = found.get(read(group));
    if (same === undefined) found.set(read(group), [group]);
    else same.push(group);
  }
  return found;
}

export function sumOf(groups: readonly ErrorGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function extreme(
  groups: readonly ErrorGroup[],
  name: 'firstMs' | 'lastMs',
  pick: (...values: number[]) => number,
): number | null {
  const known = groups.flatMap((group) => group[name] ?? []);
  return known.length === 0 ? null : pick(...known);
}

function transactionsOf(groups: readonly ErrorGroup[]): ErrorRow['transactions'] {
  return [...groupsBy(groups, ({ transaction }) => transaction)]
    .map(([label, same]) => ({ label, count: sumOf(same) }))
    .filter(({ label }) => label !== '')
    .sort((a, b) => b.count - a.count);
}

const CODE = 'code';

/** True while the selection is the failures of this code. */
export function isChosenError(
  { outcome, conditions }: Pick<SelectionSnapshot, 'outcome' | 'conditions'>,
  code: string | null,
): boolean {
  const chosen = conditions.find(({ field, not }) => field === CODE && !not);
  return outcome === 'failed' && chosen?.values.length === 1 && chosen.values[0] === code;
}

/** Selects the failures of a code; those that are selected are let go. Conditions on other fields stay. */
export function toggledError(
  selection: Pick<SelectionSnapshot, 'outcome' | 'conditions'>,
  code: string | null,
): Pick<SelectionSnapshot, 'outcome' | 'conditions'> {
  const others = withoutCode(selection.conditions);
  if (isChosenError(selection, code)) return { outcome: 'all', conditions: others };
  return { outcome: 'failed', conditions: [...others, { field: CODE, values: [code], not: false }] };
}

/** What the list of errors is asked for with: what one chooses from does not follow the choice. */
export function withoutCode(conditions: readonly Condition[]): readonly Condition[] {
  return conditions.filter(({ field }) => field !== CODE);
}
