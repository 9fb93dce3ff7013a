import type { TimeSpan } from '#shared/model/filter.ts';
import type { Run, Transaction } from '#shared/model/run.ts';
import { AppError } from '#shared/contract/errors.ts';
import { TimeLimit } from '../labels/time-limit.ts';
import type { GateTransactions } from './gates-schema.ts';
import type { Target } from './rule.ts';
import { overallFigures, rowFigures, type RunFigures, type TargetFigures } from './run-figures.ts';
import { someOf } from './wording.ts';

/** A pattern that takes longer than this over all labels is refused. */
const PATTERN_LIMIT_MS = 2000;
/** Of longer labels, patterns see the beginning. */
const MAX_LABEL_CHARS = 4096;

/**
 * The transactions that a gate is about.
 * @returns null when the gate does not choose: what the run counts
 * @throws {AppError} `bad-request` for a pattern that takes too long
 */
export function chosenTransactions(
  run: Run,
  transactions: readonly Transaction[],
  chosen: GateTransactions | undefined,
): readonly Transaction[] | null {
  if (chosen === undefined) return null;
  const { labels, matching, except, kind } = chosen;
  const patterns = new Patterns(matching, except);
  const fitting = transactions.filter(
    ({ label }) => (labels?.includes(label) ?? true) && patterns.accepts(label.slice(0, MAX_LABEL_CHARS)),
  );
  if (kind === 'all') return fitting;
  const ofKind = fitting.filter((each) => each.kind === (kind === 'counted' ? run.countedKind : kind));
  return ofKind.length === 0 && kind === 'counted' ? fitting : ofKind;
}

class Patterns {
  private readonly matching: RegExp | null;
  private readonly except: RegExp | null;
  private readonly limit = new TimeLimit();
  private leftMs = PATTERN_LIMIT_MS;

  constructor(matching: string | undefined, except: string | undefined) {
    this.matching = matching === undefined ? null : new RegExp(matching, 'u');
    this.except = except === undefined ? null : new RegExp(except, 'u');
  }

  accepts(label: string): boolean {
    if (this.matching === null && this.except === null) return true;
    let accepted = false;
    const startMs = performance.now();
    const finished = this.limit.run(Math.max(1, Math.ceil(this.leftMs)), () => {
      accepted = (this.matching?.test(label) ?? true) && !(this.except?.test(label) ?? false);
    });
    this.leftMs -= performance.now() - startMs;
    if (finished && this.leftMs > 0) return accepted;
    const pattern = this.matching?.source ?? this.except?.source ?? '';
    throw new AppError(
      'bad-request',
      `The pattern ${pattern} of a gate takes too long on the labels of this run.`,
      {
        hint: 'Write it without nested repetitions such as (a+)+.',
      },
    );
  }
}

/** What a clause is held against: figures, or why there are none. */
export type FoundTargets =
  { readonly targets: readonly TargetFigures[]; readonly missing: null } | { readonly missing: string };

/** @param target what the clause says, or means when it says nothing */
export async function findTargets(
  run: RunFigures,
  chosen: readonly Transaction[] | null,
  target: Target,
  time: TimeSpan | null,
  apdexTMs?: number,
): Promise<FoundTargets> {
  if (chosen?.length === 0)
    return { missing: `no transaction of the run fits the gate's choice of transactions` };
  if (target.kind === 'all') {
    const summary = await run.summary(time, chosen?.map(({ id }) => id) ?? null, apdexTMs);
    const subject = chosen === null ? 'All' : 'The chosen transactions together';
    return { targets: [overallFigures(summary, subject)], missing: null };
  }
  const wanted = wantedTransactions(run, chosen, target);
  if (wanted.length === 0) {
    const label = target.kind === 'label' ? target.label : '';
    const known = [...new Set((chosen ?? run.transactions).map((transaction) => transaction.label))];
    return {
      missing:
        target.kind === 'label'
          ? `the run has no transaction "${label}"${known.length === 0 ? '' : `; it has ${someOf(known)}`}`
          : 'the run has no transactions that are counted',
    };
  }
  const rows = rowFigures(await run.summary(time, null, apdexTMs));
  const targets = wanted.flatMap(({ id }) => rows.get(id) ?? []);
  if (targets.length > 0) return { targets, missing: null };
  return { missing: `there are no samples of ${someOf(wanted.map(({ label }) => label))} in what is judged` };
}

/** Transactions that a clause about single ones means. */
export function wantedTransactions(
  { run, transactions }: RunFigures,
  chosen: readonly Transaction[] | null,
  target: Target,
): readonly Transaction[] {
  if (target.kind !== 'label') return chosen ?? transactions.filter(({ kind }) => kind === run.countedKind);
  const named = (chosen ?? transactions).filter(({ label }) => label === target.label);
  const counted = named.filter(({ kind }) => kind === run.countedKind);
  return counted.length === 0 ? named : counted;
}
