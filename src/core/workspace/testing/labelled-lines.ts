import type { TransactionKind } from '#shared/model/run.ts';
import type { Importer, NewTransaction } from '../../import/importer.ts';
import { createLineImporter } from '../../import/testing/line-importer.ts';

/** A sample of `line-importer.ts` whose label also tells method and kind, for {@link createLabelledImporter}. */
export interface LabelledSample {
  readonly name: string;
  readonly method: string | null;
  readonly kind: TransactionKind;
  readonly elapsedMs: number;
  readonly startMs: number;
  readonly ok: boolean;
  readonly code: string;
}

export function labelledFile(samples: readonly LabelledSample[]): string {
  const lines = samples.map(
    ({ name, method, kind, elapsedMs, startMs, ok, code }) =>
      `${kind}|${method ?? ''}|${name} ${elapsedMs} ${1_700_000_000_000_000 + startMs * 1000} ${ok ? 1 : 0} ${code}`,
  );
  return `#lines\n${lines.map((line) => `${line}\n`).join('')}`;
}

export function createLabelledImporter(): Importer {
  const lines = createLineImporter({ batchRows: 7 });
  return {
    ...lines,
    open: ({ emit, ...context }) =>
      lines.open({
        ...context,
        emit: {
          batch: (batch) => emit.batch(batch),
          texts: (texts) => emit.texts(texts),
          tagSets: (sets) => emit.tagSets(sets),
          transactions: (transactions) => emit.transactions(transactions.map(parted)),
          metrics: (metrics) => emit.metrics(metrics),
          report: (report) => emit.report(report),
        },
      }),
  };
}

function parted(transaction: NewTransaction): NewTransaction {
  const [kind, method, name] = transaction.name.split('|');
  return {
    ...transaction,
    kind: kind as TransactionKind,
    method: method === '' ? null : method!,
    name: name!,
  };
}
