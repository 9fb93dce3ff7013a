import { numberColumn } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type {
  LabelGroup,
  LabelPreview,
  LabelRule,
  LabelsApplied,
  RunLabels,
} from '#shared/model/label-rules.ts';
import type { Run } from '#shared/model/run.ts';
import { inTransaction, type Changes } from '../db/changes.ts';
import { RAW_TRANSACTION, refreshViews, storedSources, type StoredSource } from '../db/schema.ts';
import type { Database } from '../db/database.ts';
import { cleanNames, type CleanedNames } from '../labels/clean-names.ts';
import { compileRules } from '../labels/compiled-rule.ts';
import { labelsOf, type Labelling } from '../labels/labelling.ts';
import { refreshRun } from './run-row.ts';
import {
  placeSamples,
  placesOf,
  storedTransactions,
  writeLabels,
  type StoredTransaction,
} from './shown-transactions.ts';
import { storeLabelRules } from './stored-labels.ts';

/** Rules for labels, applied to all that a workspace holds, or tried without changing anything. */

/** So many names of a label are shown as examples. */
const EXAMPLES = 5;

interface LabelledRun {
  readonly run: Run;
  readonly before: readonly StoredTransaction[];
  readonly labelling: Labelling;
}

/**
 * What rules would make of runs.
 * @param limit of the groups that are listed
 * @throws {AppError} `bad-request` for a rule that cannot be used, `cancelled`
 */
export async function previewLabels(
  database: Database,
  runs: readonly Run[],
  rules: readonly LabelRule[],
  limit: number,
  signal: AbortSignal,
): Promise<LabelPreview> {
  const { labelled, names } = await labelRuns(database, runs, rules, signal);
  const counts = await samplesByName(database, runs, signal);
  const groups = labelled.flatMap((run) => groupsOf(run, counts));
  groups.sort(
    (a, b) =>
      b.names.length - a.names.length ||
      b.samples - a.samples ||
      (a.label < b.label ? -1 : a.label > b.label ? 1 : 0),
  );
  return {
    runs: labelled.map((run) => runLabels(run, names)),
    groups: groups.slice(0, limit).map((group): LabelGroup => {
      const busiest = [...group.names].sort((a, b) => b.samples - a.samples).slice(0, EXAMPLES);
      return { ...group, names: group.names.length, examples: busiest.map(({ name }) => name) };
    }),
    groupCount: groups.length,
    changedByRule: names.changedByRule,
  };
}

/**
 * Labels all runs by these rules and keeps them for what is imported later; no rules restore the names of the files.
 * @throws {AppError} `bad-request` for a rule that cannot be used, `read-only`, `cancelled`
 */
export async function applyLabelRules(
  database: Database,
  runs: readonly Run[],
  rules: readonly LabelRule[],
  signal: AbortSignal,
): Promise<LabelsApplied> {
  if (database.readOnly) {
    throw new AppError('read-only', 'This workspace is read-only: its labels cannot be changed.', {
      hint: 'Save it under another name first.',
    });
  }
  const { labelled, names } = await labelRuns(database, runs, rules, signal);
  const sources = await storedSources(database);
  await inTransaction(
    database,
    async (changes) => {
      const stored: StoredSource[] = [];
      for (const run of labelled) {
        const own = sources.filter(({ runId }) => runId === run.run.id);
        stored.push(...(await relabel(changes, run, own)));
      }
      await storeLabelRules(changes, rules);
      await refreshViews(stored, changes.run);
    },
    signal,
  );
  return { rules, runs: labelled.map((run) => runLabels(run, names)) };
}

async function relabel(
  changes: Changes,
  { run, before, labelling: { shown } }: LabelledRun,
  sources: readonly StoredSource[],
): Promise<StoredSource[]> {
  await writeLabels(changes, before, shown);
  const places = placesOf(before, shown);
  if (!places.some(({ moved }) => moved)) return [...sources];
  const placed = await placeSamples(changes, sources, places);
  await refreshRun(changes.run, run.id, placed);
  return placed;
}

async function labelRuns(
  database: Database,
  runs: readonly Run[],
  rules: readonly LabelRule[],
  signal: AbortSignal,
): Promise<{ readonly labelled: readonly LabelledRun[]; readonly names: CleanedNames }> {
  const compiled = compileRules(rules);
  const stored = await storedTransactions(
    database,
    runs.map(({ id }) => id),
    signal,
  );
  const names = await cleanNames(
    compiled,
    stored.map(({ name }) => name),
    signal,
  );
  const labelled = runs.map((run) => {
    const before = stored.filter(({ runId }) => runId === run.id);
    return { run, before, labelling: labelsOf(before, names.of, run.granularity === 'samples') };
  });
  return { labelled, names };
}

function runLabels({ run, before, labelling }: LabelledRun, names: CleanedNames): RunLabels {
  return {
    runId: run.id,
    name: run.name,
    names: before.length,
    labelsBefore: before.filter(({ shownAs }) => shownAs === null).length,
    labelsAfter: labelling.shown.filter(({ shownAs }) => shownAs === null).length,
    untouched: before.filter(({ name }) => names.of(name) === name).length,
    keptApart: labelling.keptApart,
  };
}

interface Group extends Pick<LabelGroup, 'runId' | 'label' | 'kind'> {
  samples: number;
  readonly names: { readonly name: string; readonly samples: number }[];
}

/** Labels that differ from what the file says: of several names, or of one that rules change. */
function groupsOf(
  { run, before, labelling: { shown, cleanNames: labels } }: LabelledRun,
  counts: ReadonlyMap<number, number>,
): Group[] {
  const groups = new Map<number, Group>();
  const changed = new Set<number>();
  before.forEach(({ id, name, kind }, index) => {
    const { label, shownAs } = shown[index]!;
    const place = shownAs ?? id;
    let group = groups.get(place);
    if (group === undefined) {
      group = { runId: run.id, label, kind, samples: 0, names: [] };
      groups.set(place, group);
    }
    const samples = counts.get(id) ?? 0;
    group.names.push({ name, samples });
    group.samples += samples;
    if (labels[index] !== name) changed.add(place);
  });
  return [...groups].filter(([id]) => changed.has(id)).map(([, group]) => group);
}

/** Samples (or, of reports, what they say) of every name of the files. */
async function samplesByName(
  database: Database,
  runs: readonly Run[],
  signal: AbortSignal,
): Promise<Map<number, number>> {
  const ids = new Set(runs.map(({ id }) => id));
  const sources = (await storedSources(database)).filter(({ runId }) => ids.has(runId));
  const branches = sources
    .filter(({ columns }) => columns.includes('transaction_id'))
    .map(({ id, columns }) => {
      const own = columns.includes(RAW_TRANSACTION)
        ? `coalesce(${RAW_TRANSACTION}, transaction_id)`
        : 'transaction_id';
      return `SELECT ${own} AS id, count(*) AS n FROM samples_${id} GROUP BY 1`;
    });
  branches.push(
    `SELECT transaction_id, sum(samples) FROM aggregates WHERE starts_at IS NULL AND transaction_id IS NOT NULL
       AND source_id IN (${sources.length === 0 ? 'NULL' : sources.map(({ id }) => id).join(', ')}) GROUP BY 1`,
  );
  const table = await database.query(
    `SELECT id, coalesce(sum(n), 0)::DOUBLE AS n FROM (SELECT NULL::INTEGER AS id, 0 AS n WHERE false UNION ALL ${branches.join(' UNION ALL ')})
     WHERE id IS NOT NULL GROUP BY id`,
    [],
    { signal },
  );
  const [id, n] = ['id', 'n'].map((name) => numberColumn(table, name).values);
  return new Map(Array.from({ length: table.rowCount }, (_, row) => [id![row]!, n![row]!]));
}
