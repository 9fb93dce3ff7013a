import { numberAt, numberColumn } from '#shared/contract/columns.ts';
import type { Source } from '#shared/model/run.ts';
import type { Database } from '../../db/database.ts';
import type { RunTables } from '../../latency/selection.ts';

/** Two sources of a run that (partly) hold the same samples. */
export interface SourceDuplicates {
  readonly first: string;
  readonly second: string;
  /** The bytes are the same. */
  readonly sameFile: boolean;
  /** Share of drawn samples of the second that stand in the first as well: same transaction, start and response time. */
  readonly share: number;
}

const DRAWN = 500;
/** Runs of more sources are looked at by digest only. */
const MAX_PAIRS = 30;
const COMPARED = ['transaction_id', 'started_at', 'elapsed_ms'] as const;

/** Pairs of which the digest or over half of the drawn samples are the same. */
export async function readDuplicates(
  database: Database,
  tables: RunTables,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<SourceDuplicates[]> {
  const found: SourceDuplicates[] = [];
  const pairs = sources.flatMap((first, i) => sources.slice(i + 1).map((second) => ({ first, second })));
  const comparable = new Set(
    tables.sources
      .filter(({ columns }) => COMPARED.every((column) => columns.has(column)))
      .map(({ id }) => id),
  );
  for (const { first, second } of pairs) {
    if (first.sha256 === second.sha256 && first.sizeBytes === second.sizeBytes) {
      found.push({ first: first.name, second: second.name, sameFile: true, share: 1 });
      continue;
    }
    if (pairs.length > MAX_PAIRS || !comparable.has(first.id) || !comparable.has(second.id)) continue;
    if (!overlap(first, second)) continue;
    const [few, many] = first.rows < second.rows ? [first, second] : [second, first];
    const share = await sharedShare(database, few, many, signal);
    if (share > 0.5) found.push({ first: many.name, second: few.name, sameFile: false, share });
  }
  return found;
}

function overlap(a: Source, b: Source): boolean {
  if (a.firstInstantUs === null || b.firstInstantUs === null) return true;
  if (a.lastInstantUs === null || b.lastInstantUs === null) return true;
  return a.firstInstantUs <= b.lastInstantUs && b.firstInstantUs <= a.lastInstantUs;
}

async function sharedShare(
  database: Database,
  few: Source,
  many: Source,
  signal: AbortSignal,
): Promise<number> {
  const every = Math.max(1, Math.floor(few.rows / DRAWN));
  const columns = COMPARED.join(', ');
  const table = await database.query(
    `WITH drawn AS (SELECT ${columns} FROM samples_${few.id} WHERE rowid % ${every} = 0 AND started_at IS NOT NULL LIMIT ${DRAWN * 2})
     SELECT (SELECT count(*) FROM drawn) AS drawn,
       (SELECT count(*) FROM drawn SEMI JOIN (SELECT ${columns} FROM samples_${many.id}) USING (${columns})) AS shared`,
    [],
    { signal },
  );
  const drawn = numberAt(numberColumn(table, 'drawn'), 0) ?? 0;
  return drawn < 10 ? 0 : (numberAt(numberColumn(table, 'shared'), 0) ?? 0) / drawn;
}
