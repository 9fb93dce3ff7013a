import { ArrayPool } from '../../array-pool.ts';
import { IdAllocator } from '../../byte-dictionary.ts';
import type { NewTransaction, RecordReader } from '../../importer.ts';
import { headOf } from '../../testing/collect.ts';
import { jmeterCsv } from '../jmeter-csv.ts';

export interface OpenReader {
  readonly reader: RecordReader;
  readonly transactions: NewTransaction[];
  /** Texts that were sent, by number. */
  readonly textCount: () => number;
}

/** A reader whose rows nobody keeps: for files that are too large to collect. */
export function openReader(start: Uint8Array): OpenReader {
  const transactions: NewTransaction[] = [];
  let texts = 0;
  const reader = jmeterCsv.open({
    head: headOf(start),
    options: { timeZone: 'UTC' },
    arrays: new ArrayPool(),
    textIds: new IdAllocator(1),
    tagSetIds: new IdAllocator(1),
    emit: {
      batch: () => undefined,
      texts: ({ ids }) => {
        texts += ids.length;
      },
      tagSets: () => undefined,
      transactions: (list) => {
        for (const transaction of list) transactions.push(transaction);
      },
      metrics: () => undefined,
      report: () => undefined,
    },
  });
  return { reader, transactions, textCount: () => texts };
}
