import { numberColumn } from '#shared/contract/columns.ts';
import type { Database } from '../db/database.ts';
import { ValueCountsBuilder, type ValueCounts } from './value-counts.ts';

/**
 * Values of samples in groups, exact where they matter, without sorting or moving millions of distinct values: clocks of
 * nanoseconds hardly ever give the same one twice. Samples are first counted by group and narrow class of values; that
 * tells which classes hold the wanted ranks, and only the values of those are fetched. The counts of every other class
 * stand at one place within it, so that a {@link ValueCounts} comes out whose figures at the wanted ranks and thresholds
 * are the same as if all values had been read.
 */
export interface GroupedSamples {
  /** Sub-query (in brackets) with `elapsed_ms` and `ok`. */
  readonly samples: string;
  /** SQL of a 32-bit whole number over the sub-query's columns. */
  readonly group: string;
  /** About how many groups there are: the fewer, the narrower the classes. */
  readonly groups: number;
}

/** Fewer samples than this are read as they are: one question instead of two. */
const MIN_SAMPLES = 250_000;
/** Classes of a group that has hardly more samples than classes tell nothing. */
const MIN_SAMPLES_PER_GROUP = 2000;

/** Whether {@link selectedValues} will be faster than reading every distinct value. */
export function worthSelecting(samples: number, groups: number): boolean {
  return samples >= Math.max(MIN_SAMPLES, groups * MIN_SAMPLES_PER_GROUP);
}

/** What will be asked of the samples of some groups taken together. */
export interface Want {
  readonly groups: readonly number[];
  /** 0-based ranks, given how many samples the groups have together. */
  readonly ranks: (count: number) => readonly number[];
  /** Values that samples will be compared with. */
  readonly thresholdsMs?: readonly number[];
}

/** @param plan is given the number of samples that have a time, by group */
export async function selectedValues(
  database: Database,
  source: GroupedSamples,
  plan: (counts: ReadonlyMap<number, number>) => readonly Want[],
  signal: AbortSignal,
): Promise<Map<number, ValueCounts>> {
  const classifier = new Classifier(source.groups);
  const classes = await countClasses(database, source, classifier, signal);
  const counts = new Map<number, number>();
  for (const [group, { samples }] of classes)
    counts.set(
      group,
      samples.reduce((sum, n) => sum + n, 0),
    );
  const cells = new Map([...classes.keys()].map((group): [number, Set<number>] => [group, new Set()]));
  for (const want of plan(counts)) mark(want, classifier, classes, cells);
  const exact = await readCells(database, source, classifier, cells, signal);
  return new Map(
    [...classes].map(([group, counted]) => [
      group,
      assemble(classifier, counted, cells.get(group)!, exact.get(group) ?? []),
    ]),
  );
}

/** Classes that all groups may have together, per factor e of their values: counting is fast while they fit into a cache. */
const CLASSES_PER_E = 20_000;
const MIN_CLASSES_PER_E = 100;
/** Class of zero and below; those of positive numbers are above. */
const LOWEST_CLASS = -2_000_000_000;

/** Values by their logarithm: `perE` classes for every factor e. */
class Classifier {
  private readonly perE: number;

  constructor(groups: number) {
    this.perE = Math.max(MIN_CLASSES_PER_E, Math.floor(CLASSES_PER_E / Math.max(groups, 1)));
  }

  get sql(): string {
    return `CASE WHEN elapsed_ms > 0 THEN floor(ln(elapsed_ms) * ${this.perE}e0)::INTEGER ELSE ${LOWEST_CLASS} END`;
  }

  classOf(valueMs: number): number {
    return valueMs > 0 ? Math.floor(Math.log(valueMs) * this.perE) : LOWEST_CLASS;
  }

  /** A value between those of the classes below and above. */
  standIn(valueClass: number): number {
    return valueClass === LOWEST_CLASS ? 0 : Math.exp((valueClass + 0.5) / this.perE);
  }
}

interface Classes {
  /** Ascending. */
  readonly classes: number[];
  readonly samples: number[];
  readonly failed: number[];
}

async function countClasses(
  database: Database,
  { samples, group }: GroupedSamples,
  classifier: Classifier,
  signal: AbortSignal,
): Promise<Map<number, Classes>> {
  const table = await database.query(
    `SELECT ${group} AS g, ${classifier.sql} AS class, count(*) AS n, count(*) FILTER (NOT ok) AS failed
     FROM ${samples} WHERE elapsed_ms IS NOT NULL GROUP BY ALL ORDER BY class`,
    [],
    { signal },
  );
  const [g, valueClass, n, failed] = ['g', 'class', 'n', 'failed'].map(
    (name) => numberColumn(table, name).values,
  );
  const out = new Map<number, Classes>();
  for (let row = 0; row < table.rowCount; row++) {
    let classes = out.get(g![row]!);
    if (classes === undefined) {
      classes = { classes: [], samples: [], failed: [] };
      out.set(g![row]!, classes);
    }
    classes.classes.push(valueClass![row]!);
    classes.samples.push(n![row]!);
    classes.failed.push(failed![row]!);
  }
  return out;
}

/** Marks the cells (group and class) that hold what is wanted, in every group that it is wanted of. */
function mark(
  want: Want,
  classifier: Classifier,
  classes: ReadonlyMap<number, Classes>,
  cells: ReadonlyMap<number, Set<number>>,
): void {
  const totals = new Map<number, number>();
  for (const group of want.groups) {
    const counted = classes.get(group);
    counted?.classes.forEach((valueClass, i) => {
      totals.set(valueClass, (totals.get(valueClass) ?? 0) + counted.samples[i]!);
    });
  }
  const ascending = [...totals].sort(([a], [b]) => a - b);
  const count = ascending.reduce((sum, [, n]) => sum + n, 0);
  const wanted = new Set<number>();
  let below = 0;
  let at = 0;
  for (const rank of [...want.ranks(count)].sort((a, b) => a - b)) {
    while (at < ascending.length && below + ascending[at]![1] <= rank) below += ascending[at++]![1];
    const found = ascending[at];
    if (found !== undefined) wanted.add(found[0]);
  }
  for (const threshold of want.thresholdsMs ?? []) {
    // The database's logarithm may differ from this one in the last bit.
    for (const offset of [-1, 0, 1]) wanted.add(classifier.classOf(threshold) + offset);
  }
  for (const group of want.groups) {
    for (const valueClass of wanted) cells.get(group)?.add(valueClass);
  }
}

interface Counted {
  readonly value: number;
  readonly n: number;
  readonly failed: number;
}

async function readCells(
  database: Database,
  { samples, group }: GroupedSamples,
  classifier: Classifier,
  cells: ReadonlyMap<number, ReadonlySet<number>>,
  signal: AbortSignal,
): Promise<Map<number, Counted[]>> {
  const groups: number[] = [];
  const classes: number[] = [];
  for (const [g, marked] of cells) {
    for (const valueClass of marked) {
      groups.push(g);
      classes.push(valueClass);
    }
  }
  const out = new Map<number, Counted[]>();
  if (groups.length === 0) return out;
  const table = await database.query(
    `WITH wanted AS (
       SELECT unnest([${groups.join(', ')}]::INTEGER[]) AS g, unnest([${classes.join(', ')}]::INTEGER[]) AS class)
     SELECT s.g, s.elapsed_ms::DOUBLE AS value, count(*) AS n, count(*) FILTER (NOT s.ok) AS failed
     FROM (SELECT ${group} AS g, ${classifier.sql} AS class, elapsed_ms, ok FROM ${samples} WHERE elapsed_ms IS NOT NULL) s
     SEMI JOIN wanted ON wanted.g = s.g AND wanted.class = s.class
     GROUP BY ALL ORDER BY value`,
    [],
    { signal },
  );
  const [g, value, n, failed] = ['g', 'value', 'n', 'failed'].map((name) => numberColumn(table, name).values);
  for (let row = 0; row < table.rowCount; row++) {
    const counted = { value: value![row]!, n: n![row]!, failed: failed![row]! };
    const list = out.get(g![row]!);
    if (list === undefined) out.set(g![row]!, [counted]);
    else list.push(counted);
  }
  return out;
}

/** `exact` has all values of the marked classes, ascending, and no others. */
function assemble(
  classifier: Classifier,
  counted: Classes,
  marked: ReadonlySet<number>,
  exact: readonly Counted[],
): ValueCounts {
  const builder = new ValueCountsBuilder();
  let next = 0;
  counted.classes.forEach((valueClass, i) => {
    if (!marked.has(valueClass)) {
      builder.add(classifier.standIn(valueClass), counted.samples[i]!, counted.failed[i]!);
      return;
    }
    let left = counted.samples[i]!;
    while (left > 0) {
      const { value, n, failed } = exact[next]!;
      builder.add(value, n, failed);
      left -= n;
      next += 1;
    }
  });
  return builder.finish();
}
