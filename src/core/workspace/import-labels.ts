import { BUILTIN_LABEL_RULE, MANY_LABELS, MANY_LABELS_WARNING } from '#shared/model/label-rules.ts';
import type { Warning } from '#shared/model/run.ts';
import type { Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';
import type { StoredSource } from '../db/schema.ts';
import { cleanNames } from '../labels/clean-names.ts';
import { compileRules } from '../labels/compiled-rule.ts';
import { labelsOf, type NamedTransaction, type ShownTransaction } from '../labels/labelling.ts';
import { placeSamples, placesOf, writeLabels, type StoredTransaction } from './shown-transactions.ts';
import { storedLabelRules } from './stored-labels.ts';

/** What a run has once a source has come in. */
export interface GrownRun {
  readonly id: number;
  readonly before: readonly StoredTransaction[];
  readonly added: readonly NamedTransaction[];
  /** Its figures are those of a report. */
  readonly aggregated: boolean;
}

export interface ImportedLabels {
  readonly shown: readonly ShownTransaction[];
  readonly warnings: readonly Warning[];
}

/**
 * Stores what a source added, labelled by the rules of the workspace together with what was there.
 * @throws {AppError} `bad-request` for a rule that takes too long on a new name, `cancelled`
 */
export async function storeTransactions(
  database: Database,
  changes: Changes,
  run: GrownRun,
  signal: AbortSignal,
): Promise<ImportedLabels> {
  const { before, added, aggregated } = run;
  const all = [...before, ...added];
  const rules = compileRules(await storedLabelRules(database));
  const names = await cleanNames(
    rules,
    all.map(({ name }) => name),
    signal,
  );
  const { shown } = labelsOf(all, names.of, !aggregated);
  await writeLabels(changes, before, shown.slice(0, before.length));
  await changes.append(
    'transactions',
    added.map(({ id, name, method, kind }, index) => {
      const { label, shownAs } = shown[before.length + index]!;
      return [id, run.id, name, method, label, kind, shownAs];
    }),
  );
  return { shown, warnings: await manyLabels(run, all, signal) };
}

/** @returns the sources with the columns that they have then */
export async function placeGrownRun(
  changes: Changes,
  run: GrownRun,
  shown: readonly ShownTransaction[],
  sources: { readonly before: readonly StoredSource[]; readonly added: StoredSource },
): Promise<StoredSource[]> {
  const before = await placeSamples(changes, sources.before, placesOf(run.before, shown));
  // What was just read carries the numbers of its own names.
  const added = await placeSamples(changes, [sources.added], placesOf([], shown));
  return [...before, ...added];
}

/** Said once, by the source with which there are too many; whatever rules are in force, for they can be taken back. */
async function manyLabels(
  { before, aggregated }: GrownRun,
  all: readonly NamedTransaction[],
  signal: AbortSignal,
): Promise<Warning[]> {
  if (before.length > MANY_LABELS || all.length <= MANY_LABELS) return [];
  const names = await cleanNames(
    compileRules([BUILTIN_LABEL_RULE]),
    all.map(({ name }) => name),
    signal,
  );
  const { shown } = labelsOf(all, names.of, !aggregated);
  const left = shown.filter(({ shownAs }) => shownAs === null).length;
  const count = all.length.toLocaleString('en');
  const hint =
    left < all.length
      ? `the built-in rule makes ${left.toLocaleString('en')} of them.`
      : aggregated
        ? 'rows of a report cannot be put together.'
        : 'the built-in rule finds nothing in them that differs by a number or an id.';
  return [
    {
      code: MANY_LABELS_WARNING,
      message: `${count} labels; ${hint}${aggregated ? '' : ' Clean them up in the window or with "loadstone labels".'}`,
      count: 1,
    },
  ];
}
