import { dirname, join } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import type { Database } from '../db/database.ts';
import type { Importer, NewMetric, NewTransaction } from '../import/importer.ts';
import type { ByteSource } from '../io/byte-source.ts';
import { transactionKey } from '../labels/labelling.ts';
import { storedTransactions, type StoredTransaction } from './shown-transactions.ts';

/** The run that a source becomes part of, and what it has of that already. */
export interface RunTarget {
  readonly runId: number;
  readonly isNew: boolean;
  /** What files of one run have in common; see {@link Importer.runNameOf}. Null: nothing joins this run by itself. */
  readonly joinedBy: string | null;
  /** As they are stored. */
  readonly stored: readonly StoredTransaction[];
  /** Their numbers by {@link transactionKey}. */
  readonly transactions: ReadonlyMap<string, number>;
  /** By name. */
  readonly metrics: ReadonlyMap<string, number>;
}

/**
 * @param wanted the run that a person chose; null: a new one, or the one that the other files of the tool's run made
 * @throws {AppError} `not-found`
 */
export async function chooseRun(
  database: Database,
  wanted: number | null,
  newRunId: number,
  importer: Importer,
  source: ByteSource,
): Promise<RunTarget> {
  if (wanted !== null) {
    const [run] = await database.rows(`SELECT joined_by FROM runs WHERE id = ?`, [wanted]);
    if (run === undefined)
      throw new AppError('not-found', `There is no run ${wanted} that ${source.name} could be added to.`);
    return existing(database, wanted, run['joined_by'] === null ? null : String(run['joined_by']));
  }
  const joinedBy = joinNameOf(importer, source);
  if (joinedBy !== null) {
    // A file of a name that the run has already is the start of another run.
    const [run] = await database.rows(
      `SELECT r.id FROM runs r WHERE joined_by = ?
         AND NOT EXISTS (FROM sources s WHERE s.run_id = r.id AND s.name = ?) ORDER BY r.id DESC LIMIT 1`,
      [joinedBy, source.name],
    );
    if (run !== undefined) return existing(database, Number(run['id']), joinedBy);
  }
  return { runId: newRunId, isNew: true, joinedBy, stored: [], transactions: new Map(), metrics: new Map() };
}

function joinNameOf(importer: Importer, source: ByteSource): string | null {
  const name = importer.runNameOf?.(source.name) ?? null;
  if (name === null) return null;
  // Runs of different folders are different runs, whatever their files are called.
  return `${importer.tool}:${source.path === null ? name : join(dirname(source.path), name)}`;
}

async function existing(database: Database, runId: number, joinedBy: string | null): Promise<RunTarget> {
  const [stored, metrics] = await Promise.all([
    storedTransactions(database, [runId]),
    database.rows(`SELECT id, name FROM metrics WHERE run_id = ?`, [runId]),
  ]);
  return {
    runId,
    isNew: false,
    joinedBy,
    stored,
    transactions: new Map(stored.map((transaction) => [transactionKey(transaction), transaction.id])),
    metrics: new Map(metrics.map((row) => [String(row['name']), Number(row['id'])])),
  };
}

/** Gives numbers of the workspace to what a source counts from 0. */
export class Numbering<T extends { readonly localId: number }> {
  /** What the run did not have before, with its number. */
  readonly added: { readonly id: number; readonly item: T }[] = [];
  private readonly ids: number[] = [];
  private next: number;
  private readonly known: ReadonlyMap<string, number>;
  private readonly keyOf: (item: T) => string;

  constructor(next: number, known: ReadonlyMap<string, number>, keyOf: (item: T) => string) {
    this.next = next;
    this.known = known;
    this.keyOf = keyOf;
  }

  add(items: readonly T[]): void {
    for (const item of items) {
      let id = this.known.get(this.keyOf(item));
      if (id === undefined) {
        id = this.next;
        this.next += 1;
        this.added.push({ id, item });
      }
      this.ids[item.localId] = id;
    }
  }

  idOf(localId: number): number {
    const id = this.ids[localId];
    if (id === undefined) throw new Error(`A row came before what it belongs to (${localId})`);
    return id;
  }

  /** Replaces local numbers by those of the workspace, in place. Missing rows hold anything. */
  apply(values: Int32Array | Float64Array | Uint8Array, rows: number): void {
    const { ids } = this;
    for (let row = 0; row < rows; row++) values[row] = ids[values[row]!] ?? 0;
  }
}

export function numberTransactions(next: number, target: RunTarget): Numbering<NewTransaction> {
  return new Numbering<NewTransaction>(next, target.transactions, transactionKey);
}

export function numberMetrics(next: number, target: RunTarget): Numbering<NewMetric> {
  return new Numbering(next, target.metrics, ({ name }) => name);
}
