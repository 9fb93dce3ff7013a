import { importers, openFileSource, readSource, type StoredBatch } from '../product/storage.js';

/** The rows of a result file as an import hands them to the workspace. */
export async function readBatches(file: string): Promise<StoredBatch[]> {
  const batches: StoredBatch[] = [];
  const source = await openFileSource(file, 'bench.jtl');
  const job = {
    format: null,
    options: { timeZone: 'UTC' },
    firstTextId: 1,
    firstTagSetId: 1,
    firstOutcomeId: 1,
    digest: false,
  };
  const output = {
    post: (message: { kind: string; batch?: StoredBatch }) => {
      if (message.kind === 'rows' && message.batch?.table === 'samples') batches.push(message.batch);
    },
    drained: () => Promise.resolve(),
  };
  try {
    await readSource(source, importers, job, output, new AbortController().signal);
  } finally {
    await source.close();
  }
  return batches;
}

/** The batches over and over, as far as `rows` rows need. */
export function* repeated(batches: readonly StoredBatch[], rows: number): Generator<StoredBatch> {
  for (let done = 0, next = 0; done < rows; next = (next + 1) % batches.length) {
    const batch = batches[next]!;
    done += batch.rows;
    yield batch;
  }
}

/** Of the part that is measured inside of the process: preparing the rows is left out. */
export interface AppendAnswer {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export async function timed(
  columns: readonly string[],
  append: () => Promise<number>,
): Promise<AppendAnswer> {
  const before = process.cpuUsage();
  const begun = performance.now();
  const rows = await append();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { rows, columns, seconds, cpuSeconds: (user + system) / 1e6 };
}
