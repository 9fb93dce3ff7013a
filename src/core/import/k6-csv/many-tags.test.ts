import { describe, expect, it } from 'vitest';
import { ArrayPool } from '../array-pool.ts';
import { IdAllocator } from '../byte-dictionary.ts';
import type { Importer } from '../importer.ts';
import { k6Ndjson } from '../k6-ndjson/k6-ndjson.ts';
import { headOf } from '../testing/collect.ts';
import { k6Csv } from './k6-csv.ts';

/** Every request with a URL, a VU and an iteration of its own: the worst that a script can do to its tags. */
const REQUESTS = 104_000;
const BLOCK = 2000;

interface Counts {
  sets: number;
  tags: number;
  transactions: number;
  urls: number;
  samples: number;
}

/** Runs an importer over blocks of text that are made on the way, and counts what it hands over. */
function run(importer: Importer, head: string, block: (from: number) => string) {
  const counts: Counts = { sets: 0, tags: 0, transactions: 0, urls: 0, samples: 0 };
  const encoder = new TextEncoder();
  const reader = importer.open({
    head: headOf(encoder.encode(head)),
    options: { timeZone: 'UTC' },
    textIds: new IdAllocator(1),
    tagSetIds: new IdAllocator(1),
    arrays: new ArrayPool(),
    emit: {
      batch: (batch) => {
        if (batch.table === 'samples') counts.samples += batch.rows;
      },
      texts: ({ ids }) => (counts.urls += ids.length),
      tagSets: (sets) => {
        counts.sets += sets.length;
        for (const { tags } of sets) counts.tags += tags.length;
      },
      transactions: (list) => (counts.transactions += list.length),
      metrics: () => undefined,
      report: () => undefined,
    },
  });
  const feed = (text: string): void => {
    const bytes = encoder.encode(text);
    expect(reader.consume(bytes, bytes.length, false)).toBe(bytes.length);
  };
  if (head !== '') feed(head);
  for (let from = 0; from < REQUESTS; from += BLOCK) feed(block(from));
  const report = reader.finish();
  return { counts, report };
}

/** One of the nine points makes a request, too, and the test shorter. */
const blockOf = (row: (i: number) => string) => (from: number) => {
  let text = '';
  for (let i = from; i < from + BLOCK; i++) text += row(i);
  return text;
};

const formats = [
  {
    importer: k6Csv,
    head: 'metric_name,timestamp,metric_value,method,name,status,url,extra_tags,metadata\n',
    block: blockOf((i) => {
      const url = `http://shop.test/${i}`;
      return `http_req_duration,${1_730_305_221_000 + i},10.0,GET,${url},200,${url},,vu=${i % 3000}&iter=${i}\n`;
    }),
  },
  {
    importer: k6Ndjson,
    head: '',
    block: blockOf((i) => {
      const url = `http://shop.test/${i}`;
      const tags = `{"method":"GET","name":"${url}","status":"200","url":"${url}"},"metadata":{"vu":"${i % 3000}","iter":"${i}"}`;
      return `{"metric":"http_req_duration","type":"Point","data":{"time":"2024-10-30T16:20:21.${i + 100_000}Z","value":10,"tags":${tags}}}\n`;
    }),
  },
];

describe.each(formats)('tags that differ in every request ($importer.id)', ({ importer, head, block }) => {
  const { counts, report } = run(importer, head, block);

  it('cost no request', () => {
    expect(report).toMatchObject({ rows: REQUESTS, rejectedRows: 0 });
    expect(counts.samples).toBe(REQUESTS);
  });

  it('make a bounded number of tag sets and transactions', () => {
    // One set a request until half of the sets are used up, then those of VU and status.
    expect(counts.sets).toBeLessThan(100_000 + 3000 + 10);
    expect(counts.transactions).toBe(100_001);
    expect(report.warnings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['many-tag-values', 'many-names']),
    );
  });

  it('keep the URL where the name is shared', () => {
    expect(counts.urls).toBeGreaterThanOrEqual(REQUESTS - 100_000);
  });
});
