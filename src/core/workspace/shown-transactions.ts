import { numberAt, numberColumn, textAt, textColumn } from '#shared/contract/columns.ts';
import type { TransactionKind } from '#shared/model/run.ts';
import type { Changes } from '../db/changes.ts';
import type { Database } from '../db/database.ts';
import { RAW_TRANSACTION, type StoredSource } from '../db/schema.ts';
import type { NamedTransaction, ShownTransaction } from '../labels/labelling.ts';

/**
 * How transactions are shown, in the tables. `transactions` keeps every name of the files; where rules make one of
 * several, `shown_as` of the others names it, and their samples carry its number, so that whoever counts need not know.
 * The number of their own name stands beside it, so that nothing is lost.
 */

export interface StoredTransaction extends NamedTransaction, ShownTransaction {
  readonly runId: number;
}

export async function storedTransactions(
  database: Database,
  runIds: readonly number[],
  signal?: AbortSignal,
): Promise<StoredTransaction[]> {
  const table = await database.query(
    `SELECT id, run_id, name, method, kind, label, shown_as FROM transactions
     WHERE run_id IN (${runIds.length === 0 ? 'NULL' : runIds.join(', ')}) ORDER BY id`,
    [],
    { signal },
  );
  if (table.rowCount === 0) return [];
  const [id, runId, shownAs] = ['id', 'run_id', 'shown_as'].map((name) => numberColumn(table, name));
  const [name, method, kind, label] = ['name', 'method', 'kind', 'label'].map((column) =>
    textColumn(table, column),
  );
  return Array.from({ length: table.rowCount }, (_, row) => ({
    id: id!.values[row]!,
    runId: runId!.values[row]!,
    name: textAt(name!, row) ?? '',
    method: textAt(method!, row),
    kind: textAt(kind!, row) as TransactionKind,
    label: textAt(label!, row) ?? '',
    shownAs: numberAt(shownAs!, row),
  }));
}

/** Writes labels, of those transactions where they are new. */
export async function writeLabels(
  changes: Changes,
  before: readonly ShownTransaction[],
  after: readonly ShownTransaction[],
): Promise<void> {
  const known = new Map(before.map((transaction) => [transaction.id, transaction]));
  const changed = after.filter(({ id, label, shownAs }) => {
    const old = known.get(id);
    return old?.label !== label || old.shownAs !== shownAs;
  });
  if (changed.length === 0) return;
  await changes.run(`CREATE TEMP TABLE new_labels (id INTEGER, label VARCHAR, shown_as INTEGER)`);
  await changes.append(
    'new_labels',
    changed.map(({ id, label, shownAs }) => [id, label, shownAs]),
  );
  await changes.run(
    `UPDATE transactions SET label = n.label, shown_as = n.shown_as FROM new_labels n WHERE transactions.id = n.id`,
  );
  await changes.run(`DROP TABLE new_labels`);
}

/** Where the samples of one name belong from now on. */
export interface Place {
  /** Number of the name, as it stands in the tables. */
  readonly id: number;
  /** Number of the name from now on; another one where two runs become one. */
  readonly raw: number;
  /** The transaction that it is shown as. */
  readonly shown: number;
  /** Its samples have other numbers than that at present. */
  readonly moved: boolean;
}

/** @param before what the samples carry at present */
export function placesOf(before: readonly ShownTransaction[], after: readonly ShownTransaction[]): Place[] {
  const shownAt = new Map(before.map(({ id, shownAs }) => [id, shownAs ?? id]));
  return after.map(({ id, shownAs }) => {
    const shown = shownAs ?? id;
    return { id, raw: id, shown, moved: (shownAt.get(id) ?? id) !== shown };
  });
}

/**
 * Gives samples the numbers that {@link Place}s say.
 * @returns the sources with the columns that they have then
 */
export async function placeSamples(
  changes: Changes,
  sources: readonly StoredSource[],
  places: readonly Place[],
): Promise<StoredSource[]> {
  const moved = places.some((place) => place.moved);
  const concerned = places.filter((place) => place.moved || place.raw !== place.shown);
  if (!moved) return [...sources];
  await changes.run(`CREATE TEMP TABLE new_places (id INTEGER, raw INTEGER, shown INTEGER, moved BOOLEAN)`);
  await changes.append(
    'new_places',
    concerned.map((place) => [place.id, place.raw, place.shown, place.moved]),
  );
  const out: StoredSource[] = [];
  for (const source of sources) {
    out.push(source.columns.includes('transaction_id') ? await placeIn(changes, source) : source);
  }
  await changes.run(`DROP TABLE new_places`);
  return out;
}

async function placeIn(changes: Changes, source: StoredSource): Promise<StoredSource> {
  const table = `samples_${source.id}`;
  const had = source.columns.includes(RAW_TRANSACTION);
  const ownName = had ? `coalesce(${RAW_TRANSACTION}, transaction_id)` : 'transaction_id';
  const has =
    (await changes.count(
      `SELECT count(*) FROM (FROM ${table} JOIN new_places p ON p.id = ${ownName} WHERE p.raw <> p.shown LIMIT 1)`,
    )) > 0;
  // Columns come and go first: DuckDB does not alter a table with rows that the transaction has updated.
  if (had && !has) {
    await changes.run(`ALTER TABLE ${table} ALTER COLUMN transaction_id TYPE INTEGER USING ${ownName}`);
    await changes.run(`ALTER TABLE ${table} DROP COLUMN ${RAW_TRANSACTION}`);
  }
  if (has && !had) await changes.run(`ALTER TABLE ${table} ADD COLUMN ${RAW_TRANSACTION} INTEGER`);
  // In place: the order of rows is that of the file, and some figures go by it.
  await changes.run(
    has
      ? `UPDATE ${table} SET transaction_id = p.shown, ${RAW_TRANSACTION} = nullif(p.raw, p.shown)
         FROM new_places p WHERE p.moved AND p.id = coalesce(${RAW_TRANSACTION}, transaction_id)`
      : `UPDATE ${table} SET transaction_id = p.shown FROM new_places p
         WHERE p.moved AND p.shown <> p.id AND p.id = transaction_id`,
  );
  if (had === has) return source;
  const columns = has
    ? [...source.columns, RAW_TRANSACTION]
    : source.columns.filter((column) => column !== RAW_TRANSACTION);
  await changes.run(`UPDATE sources SET sample_columns = ? WHERE id = ${source.id}`, [
    JSON.stringify(columns),
  ]);
  return { ...source, columns };
}
