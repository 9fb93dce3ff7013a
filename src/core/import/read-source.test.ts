import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { streamSource, type ByteSource } from '../io/byte-source.ts';
import { chunksOf, failing, sourceOf, stalling } from '../io/testing/chunks.ts';
import { ArrayPool } from './array-pool.ts';
import { MAX_RECORD_BYTES, PROBE_BYTES, type Importer } from './importer.ts';
import { headOfSource, readSource, type ReadJob, type ReadMessage, type ReadResult } from './read-source.ts';
import { createLineImporter, lineFile, lineOf } from './testing/line-importer.ts';

const JOB: ReadJob = {
  format: null,
  options: { timeZone: 'UTC' },
  firstTextId: 100,
  firstTagSetId: 200,
  firstOutcomeId: 300,
  digest: true,
};

const NEVER = new AbortController().signal;

type Of<K extends ReadMessage['kind']> = Extract<ReadMessage, { kind: K }>;

class Messages {
  readonly arrays = new ArrayPool();
  readonly all: ReadMessage[] = [];
  post = (message: ReadMessage): void => {
    this.all.push(message);
  };
  drained = (): Promise<void> => Promise.resolve();
  of<K extends ReadMessage['kind']>(kind: K): Of<K>[] {
    return this.all.filter((message): message is Of<K> => message.kind === kind);
  }
  /** The values of a column over all batches; narrow columns only. */
  column(name: string): number[] {
    return this.of('rows').flatMap(({ batch }) => [...batch.columns[name]!.values.subarray(0, batch.rows)]);
  }
}

interface ReadOptions {
  readonly importers?: readonly Importer[];
  readonly job?: Partial<ReadJob>;
  readonly signal?: AbortSignal;
  readonly messages?: Messages;
}

async function read(
  source: ByteSource,
  options: ReadOptions = {},
): Promise<{ result: ReadResult; messages: Messages }> {
  const { importers = [createLineImporter()], job = {}, signal = NEVER, messages = new Messages() } = options;
  const result = await readSource(source, importers, { ...JOB, ...job }, messages, signal);
  return { result, messages };
}

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error(`Expected an AppError, got ${String(error)}`);
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

describe('reading a source', () => {
  it('says what it is, then what is in it, then how it went', async () => {
    const text = lineFile(2500);
    const { result, messages } = await read(sourceOf(text, { name: 'a.lines' }));
    expect(messages.all.slice(0, 2).map(({ kind }) => kind)).toEqual(['detected', 'format']);
    expect(messages.of('detected')[0]!.detection).toMatchObject({
      compression: 'none',
      best: { format: 'lines' },
    });
    expect(messages.of('format')).toEqual([{ kind: 'format', format: 'lines' }]);
    expect(messages.of('rows').map(({ batch }) => batch.rows)).toEqual([1000, 1000, 500]);
    expect(messages.column('elapsed_ms')).toEqual(Array.from({ length: 2500 }, (_, row) => row));
    expect(messages.of('transactions').flatMap((m) => m.transactions.map(({ name }) => name))).toEqual([
      'Home',
      'Login',
      'Pay',
    ]);
    expect(result).toEqual({
      report: expect.objectContaining({ rows: 2500, rejectedRows: 0 }) as unknown,
      compression: 'none',
      sizeBytes: text.length,
      unpackedBytes: text.length,
      sha256: sha256(text),
      damage: [],
    });
    expect(messages.all.at(-1)).toEqual({
      kind: 'progress',
      bytesRead: text.length,
      rows: 2500,
      rejectedRows: 0,
    });
  });

  it('gives a transaction before the rows that use it, and an outcome with them', async () => {
    const { messages } = await read(sourceOf(lineFile(1500)));
    let transactions = 0;
    const outcomes = new Set<number>();
    const used = new Set<number>();
    for (const message of messages.all) {
      if (message.kind === 'transactions') transactions += message.transactions.length;
      if (message.kind === 'outcomes') for (const { id } of message.outcomes) outcomes.add(id);
      if (message.kind !== 'rows') continue;
      for (const id of message.batch.columns['transaction_id']!.values) expect(id).toBeLessThan(transactions);
      for (const id of message.batch.columns['outcome_id']!.values) used.add(id);
    }
    expect([...used].sort()).toEqual([300, 301]);
    expect(outcomes).toEqual(used);
  });

  it('numbers texts and outcomes from where the workspace says', async () => {
    const { messages } = await read(sourceOf(lineFile(20)));
    expect(messages.of('texts').map(({ texts }) => texts.ids[0])).toEqual([100, 101]);
    expect(messages.of('outcomes').flatMap(({ outcomes }) => outcomes)).toEqual([
      { id: 300, codeId: 100, messageId: -1, failureId: -1 },
      { id: 301, codeId: 101, messageId: -1, failureId: -1 },
    ]);
    const [rows] = messages.of('rows');
    expect(Object.keys(rows!.batch.columns)).not.toContain('code_id');
    expect(rows!.batch.columns['outcome_id']!.values[0]).toBe(300);
    expect(rows!.batch.columns['outcome_id']!.values[1]).toBe(301);
  });

  it('stores whole milliseconds in 32 bits, and wide ones from where they begin', async () => {
    const text = `${lineFile(1000)}Slow 0.5 1700000000000000 1 200\n`;
    const { messages } = await read(sourceOf(text));
    expect(messages.of('rows').map(({ batch }) => batch.columns['elapsed_ms']!.type)).toEqual(['i32', 'f64']);
  });

  it('counts what it has read also when everything comes at the end', async () => {
    const holding: Importer = createLineImporter({ batchRows: 1e9, report: { rows: 77, rejectedRows: 3 } });
    const { messages } = await read(sourceOf(lineFile(10)), { importers: [holding] });
    expect(messages.all.at(-1)).toMatchObject({ kind: 'progress', rows: 77, rejectedRows: 3 });
  });

  it.each([
    [1, 200],
    [7, 3000],
    [4096, 3000],
    [PROBE_BYTES, 6000],
    [PROBE_BYTES - 1, 6000],
    [(4 << 20) + 1, 200_000],
  ])('in pieces of %i bytes finds the same', async (size, rows) => {
    const text = lineFile(rows);
    const { result, messages } = await read(sourceOf(text, { size }));
    expect(result).toMatchObject({
      sizeBytes: text.length,
      unpackedBytes: text.length,
      sha256: sha256(text),
    });
    expect(result.report.rows).toBe(rows);
    const elapsed = messages.column('elapsed_ms');
    expect(elapsed.every((value, row) => value === row)).toBe(true);
  });

  it('is right where a file ends at a border of its pieces', async () => {
    const line = lineOf(1);
    for (const target of [
      PROBE_BYTES - 1,
      PROBE_BYTES,
      PROBE_BYTES + 1,
      (4 << 20) - 1,
      4 << 20,
      (4 << 20) + 1,
    ]) {
      const rows = Math.floor((target - 8) / line.length);
      const text = `#lines\n${line.repeat(rows)}`;
      const padded = `${text}${'x'.repeat(target - text.length)}`;
      const { result } = await read(sourceOf(padded));
      expect(result.report.rows, String(target)).toBe(rows);
      expect(result.unpackedBytes).toBe(target);
    }
  });

  it('takes a last line without an end', async () => {
    const { result } = await read(sourceOf(lineFile(10).trimEnd()));
    expect(result.report.rows).toBe(10);
  });

  it('digests the bytes as they lie on the disk, and only when asked to', async () => {
    const packed = gzipSync(lineFile(3000));
    const { result } = await read(sourceOf(packed, { size: 999 }));
    expect(result).toMatchObject({ compression: 'gzip', sizeBytes: packed.length, sha256: sha256(packed) });
    expect(result.unpackedBytes).toBe(lineFile(3000).length);
    expect((await read(sourceOf(packed), { job: { digest: false } })).result.sha256).toBeNull();
  });

  it('digests also what stands behind the end of packed data', async () => {
    const packed = Buffer.concat([gzipSync(lineFile(100)), Buffer.alloc(300_000, 7)]);
    const { result } = await read(sourceOf(packed));
    expect(result).toMatchObject({ sizeBytes: packed.length, sha256: sha256(packed) });
    expect(result.report.rows).toBe(100);
    expect(result.damage).toMatchObject([{ code: 'packed-data-damaged', count: 1 }]);
  });

  it('keeps the good rows of packed data that is cut off, and says so', async () => {
    const packed = gzipSync(lineFile(50_000));
    const { result } = await read(sourceOf(packed.subarray(0, packed.length >> 1)));
    expect(result.report.rows).toBeGreaterThan(20_000);
    expect(result.report.rejectedRows).toBeLessThanOrEqual(1);
    expect(result.damage).toMatchObject([{ code: 'packed-data-damaged' }]);
    expect(result.damage[0]!.message).toContain('cut off');
  });

  it('says when a file became shorter while it was read', async () => {
    const text = lineFile(100);
    const source = streamSource('a', text.length + 50, chunksOf(Buffer.from(text)));
    const { result } = await read(source);
    expect(result.report.rows).toBe(100);
    expect(result.damage).toMatchObject([{ code: 'file-became-shorter' }]);
    const longer = streamSource('a', text.length - 50, chunksOf(Buffer.from(text)));
    expect((await read(longer)).result.damage).toEqual([]);
  });

  it('reads in any format that a person chooses', async () => {
    const importers = [
      createLineImporter({ id: 'a' }),
      createLineImporter({ id: 'b', probe: { score: 0, reasons: [] } }),
    ];
    const { messages } = await read(sourceOf(lineFile(3)), { importers, job: { format: 'b' } });
    expect(messages.of('format')).toEqual([{ kind: 'format', format: 'b' }]);
    expect(messages.of('detected')[0]!.detection.best?.format).toBe('a');
  });

  it('waits until what it found has been taken, piece by piece', async () => {
    const messages = new Messages();
    let reads = 0;
    let readsWhileWaiting = 0;
    let pieces = 0;
    const text = Buffer.from(lineFile(400_000));
    const inner = sourceOf(text, { size: 1 << 20 });
    const source: ByteSource = {
      ...inner,
      read: (target) => {
        reads += 1;
        return inner.read(target);
      },
    };
    messages.drained = async () => {
      pieces += 1;
      const before = reads;
      await sleep(5);
      readsWhileWaiting += reads - before;
    };
    await read(source, { messages });
    expect(pieces).toBe(Math.ceil(text.length / (4 << 20)));
    expect(readsWhileWaiting).toBe(0);
  });
});

describe('a source that cannot be read', () => {
  it('for it is empty', async () => {
    expect(await failureOf(read(sourceOf('', { name: 'a.jtl' })))).toMatchObject({
      code: 'file-empty',
      message: 'a.jtl is empty.',
    });
  });

  it('for it unpacks to nothing', async () => {
    const failure = await failureOf(read(sourceOf(gzipSync(''))));
    expect(failure.code).toBe('file-damaged');
    const cut = await failureOf(read(sourceOf(gzipSync('hello').subarray(0, 8))));
    expect(cut.code).toBe('file-damaged');
    expect(cut.message).toContain('cut off');
  });

  it('for nobody knows its format; what could be it is told before', async () => {
    const messages = new Messages();
    const importers = [createLineImporter({ id: 'maybe', probe: { score: 0.3, reasons: ['a hunch'] } })];
    const failure = await failureOf(read(sourceOf('hello\n', { name: 'a.txt' }), { importers, messages }));
    expect(failure.code).toBe('file-not-recognised');
    expect(failure.message).toBe(
      'a.txt was not recognised. Plain text without the columns of any known result file; 1 line.',
    );
    expect(messages.all.map(({ kind }) => kind)).toEqual(['detected']);
    expect(messages.of('detected')[0]!.detection.candidates).toMatchObject([
      { format: 'maybe', reasons: ['a hunch'] },
    ]);
  });

  it('for the format that was chosen does not exist', async () => {
    const failure = await failureOf(read(sourceOf(lineFile(1)), { job: { format: 'made-up' } }));
    expect(failure.code).toBe('bad-request');
    expect(failure.message).toContain('made-up');
  });

  it.each([0, 3, 5000])('for it fails after %i bytes', async (bytes) => {
    const source = streamSource('a', null, failing(lineFile(1000).slice(0, bytes), new Error('disk gone')));
    expect((await failureOf(read(source))).code).toBe('file-unreadable');
  });

  it('for it fails in the middle of packed data', async () => {
    const packed = gzipSync(lineFile(100_000));
    const source = streamSource(
      'a',
      null,
      failing(packed.subarray(0, packed.length >> 1), new Error('disk gone')),
    );
    expect((await failureOf(read(source))).code).toBe('file-unreadable');
  });

  it('for its reader gives up', async () => {
    const broken = createLineImporter({
      onRow: (row) => {
        if (row === 500) throw new AppError('file-damaged', 'Nothing sensible follows.');
      },
    });
    expect(await failureOf(read(sourceOf(lineFile(1000)), { importers: [broken] }))).toMatchObject({
      code: 'file-damaged',
    });
  });

  it('for its reader sends a column that no table has', async () => {
    const broken = createLineImporter({
      onBatch: (columns) => {
        columns['colour'] = { values: Int32Array.of(1), valid: null };
      },
    });
    await expect(read(sourceOf(lineFile(1)), { importers: [broken] })).rejects.toThrow(/no column colour/u);
  });
});

describe('long records', () => {
  /** Takes nothing until `wanted` bytes are there. */
  function patient(wanted: number, calls: number[]): Importer {
    return {
      ...createLineImporter(),
      open: () => ({
        rows: 0,
        rejectedRows: 0,
        consume: (_bytes, length, final) => {
          calls.push(length);
          return length >= wanted || final ? length : 0;
        },
        finish: () => ({
          rows: 0,
          rejectedRows: 0,
          rejects: [],
          firstInstantUs: null,
          lastInstantUs: null,
          clockTickMs: 1,
          toolVersion: null,
          warnings: [],
          properties: {},
        }),
      }),
    };
  }

  it('get a larger buffer, up to what one may have', async () => {
    const calls: number[] = [];
    const bytes = Buffer.alloc(MAX_RECORD_BYTES + 100, 'x');
    bytes.write('#lines\n');
    await read(sourceOf(bytes), { importers: [patient(MAX_RECORD_BYTES, calls)] });
    expect(calls).toEqual([4 << 20, 8 << 20, 100]);
  });

  it('that a reader never gives up do not fill the memory', async () => {
    const calls: number[] = [];
    const bytes = Buffer.alloc(40 << 20, 'x');
    bytes.write('#lines\n');
    await expect(read(sourceOf(bytes), { importers: [patient(Infinity, calls)] })).rejects.toThrow(
      /holds on/u,
    );
    expect(Math.max(...calls)).toBeLessThanOrEqual(32 << 20);
  });
});

describe('a cancel', () => {
  it('between two pieces ends the reading', async () => {
    const abort = new AbortController();
    const messages = new Messages();
    messages.drained = () => {
      abort.abort();
      return Promise.resolve();
    };
    const failure = await failureOf(
      read(sourceOf(lineFile(400_000), { name: 'a.jtl' }), { signal: abort.signal, messages }),
    );
    expect(failure).toMatchObject({ code: 'cancelled', message: 'The import of a.jtl was cancelled.' });
    expect(messages.of('progress')).toHaveLength(1);
  });

  it('that came before reads nothing', async () => {
    const source = sourceOf(lineFile(10));
    expect((await failureOf(read(source, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
  });

  it.each([
    ['its first byte', ''],
    ['its first rows', lineFile(10)],
    ['packed rows', gzipSync(lineFile(10_000)).subarray(0, 20_000)],
  ])('ends the waiting for a source that stalls before %s', async (_what, start) => {
    const abort = new AbortController();
    const reading = failureOf(read(streamSource('a', null, stalling(start)), { signal: abort.signal }));
    await sleep(30);
    const begun = performance.now();
    abort.abort();
    const waited = await Promise.race([reading.then(({ code }) => code), sleep(2000, 'still waiting')]);
    expect(waited).toBe('cancelled');
    expect(performance.now() - begun).toBeLessThan(500);
  });
});

describe('looking at the start of a source', () => {
  it('reads no more than it needs', async () => {
    let read = 0;
    const inner = sourceOf(lineFile(200_000), { size: 10_000 });
    const source: ByteSource = {
      ...inner,
      read: async (target) => {
        const count = await inner.read(target);
        read += count;
        return count;
      },
    };
    const { head, compression } = await headOfSource(source);
    expect(head.bytes.length).toBe(PROBE_BYTES);
    expect(head.complete).toBe(false);
    expect(compression).toBe('none');
    expect(read).toBe(PROBE_BYTES);
  });

  it('sees through packing', async () => {
    const text = lineFile(10);
    const { head, compression } = await headOfSource(sourceOf(gzipSync(text)));
    expect(head).toMatchObject({ text, complete: true });
    expect(compression).toBe('gzip');
  });

  it('says of an empty file that it is empty', async () => {
    expect((await failureOf(headOfSource(sourceOf('')))).code).toBe('file-empty');
  });
});
