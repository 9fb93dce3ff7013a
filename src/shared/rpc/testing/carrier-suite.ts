import { describe, expect, it } from 'vitest';
import { textsToColumn, type ColumnTable, type NumericArray } from '../../contract/columns.ts';
import { AppError } from '../../contract/errors.ts';
import type { ImportState } from '../../model/import-state.ts';
import type { WorkspaceInfo } from '../../model/workspace.ts';
import type { Channel } from '../channel.ts';
import { createEngineClient, type EngineClient } from '../client.ts';
import { serveEngine, type EngineHandlers } from '../server.ts';
import { createFakeEngine, type FakeEngine } from './fake-engine.ts';

/** Both ends of one connection, as a host makes them. */
export interface OpenCarrier {
  /** The asking end. */
  readonly client: Channel;
  /** The answering end. */
  readonly server: Channel;
  /** Lets go of everything behind the channels; they may be closed already. */
  close(): Promise<void> | void;
}

const INFO: WorkspaceInfo = {
  name: 'Überlast 🚀 "x"\u2028\u0000',
  path: null,
  sizeBytes: 2 ** 53 - 1,
  runCount: 0,
  profileCount: 0,
  snapshotCount: 0,
  sourceCount: 3,
  revision: 1,
  readOnly: false,
};

const BIG_BYTES = 10_000_000;

/** What every carrier of the contract has to do, whatever it is made of. */
export function describeCarrier(name: string, open: () => Promise<OpenCarrier>): void {
  /** One connection with a client and a fake engine at its ends; ended whatever happens in `act`. */
  async function connected(
    handlers: Partial<EngineHandlers>,
    act: (ends: { client: EngineClient; engine: FakeEngine; carrier: OpenCarrier }) => Promise<void>,
  ): Promise<void> {
    const carrier = await open();
    try {
      const engine = createFakeEngine(handlers);
      serveEngine(engine, carrier.server);
      await act({ client: createEngineClient(carrier.client), engine, carrier });
    } finally {
      await carrier.close();
    }
  }

  describe(`carrier: ${name}`, () => {
    it('brings parameters to the engine and its answer back', async () => {
      const sql = `SELECT 'ä🚀\u2028'; -- ${'x'.repeat(90_000)}`;
      const asked: unknown[] = [];
      const handlers: Partial<EngineHandlers> = {
        'workspace.info': () => INFO,
        'runs.remove': (params) => {
          asked.push(params);
          return null;
        },
        'sql.query': (params) => {
          asked.push(params);
          return { rowCount: 0, columns: {} };
        },
      };
      await connected(handlers, async ({ client }) => {
        expect(await client.call('workspace.info', {})).toEqual(INFO);
        expect(await client.call('runs.remove', { runId: 7 })).toBeNull();
        expect(await client.call('sql.query', { sql, limit: 1 })).toEqual({ rowCount: 0, columns: {} });
        expect(asked).toEqual([{ runId: 7 }, { sql, limit: 1 }]);
      });
    });

    it('gives each of many calls its own answer, in whatever order they come', async () => {
      const waiting: (() => void)[] = [];
      const handlers: Partial<EngineHandlers> = {
        'runs.transactions': async ({ runId }) => {
          await new Promise<void>((resolve) => {
            waiting.push(resolve);
            if (waiting.length === 50) for (const answer of waiting.reverse()) answer();
          });
          return [{ id: runId, label: `run ${runId}`, kind: 'request' }];
        },
      };
      await connected(handlers, async ({ client }) => {
        const ids = Array.from({ length: 50 }, (_, index) => index + 1);
        const answers = await Promise.all(ids.map((runId) => client.call('runs.transactions', { runId })));
        expect(answers.map(([first]) => first?.label)).toEqual(ids.map((id) => `run ${id}`));
      });
    });

    it('carries columns of ten megabytes of every type of array', async () => {
      const f64 = filled(new Float64Array(BIG_BYTES / 8), (row) => row * 1.1 - 1e6);
      f64.set([NaN, Infinity, -Infinity, -0, 5e-324, Number.MAX_VALUE]);
      const arrays: Record<string, NumericArray> = {
        f64,
        i32: filled(new Int32Array(BIG_BYTES / 4), (row) => (row * 2_654_435_761) | 0),
        u32: filled(new Uint32Array(BIG_BYTES / 4), (row) => (row * 2_654_435_761) >>> 0),
        u16: filled(new Uint16Array(BIG_BYTES / 2), (row) => (row * 40_503) & 0xffff),
        u8: filled(new Uint8Array(BIG_BYTES), (row) => (row * 167) & 0xff),
      };
      const nulls = filled(new Uint8Array(BIG_BYTES / 8), (row) => (row % 3) & 1);
      const table: ColumnTable = {
        rowCount: BIG_BYTES / 8,
        columns: Object.fromEntries(
          Object.entries(arrays).map(([type, values]) => [
            type,
            { kind: 'number', values, nulls: type === 'f64' ? nulls : null },
          ]),
        ),
      };
      await connected({ 'sql.query': () => table }, async ({ client }) => {
        const answer = await client.call('sql.query', { sql: 'SELECT 1', limit: 1 });
        expect(answer.rowCount).toBe(table.rowCount);
        expect(Object.keys(answer.columns)).toEqual(Object.keys(arrays));
        for (const [type, values] of Object.entries(arrays)) {
          const column = answer.columns[type];
          if (column?.kind !== 'number') throw new Error(`Column ${type} came as ${column?.kind}`);
          expect(column.values.constructor.name).toBe(values.constructor.name);
          expect(sameBytes(column.values, values)).toBe(true);
          if (type === 'f64') expect(sameBytes(column.nulls!, nulls)).toBe(true);
          else expect(column.nulls).toBeNull();
        }
      });
    });

    it('carries empty arrays, parts of larger buffers, texts and names of all kinds', async () => {
      const large = filled(new Float64Array(100), (row) => row);
      const table: ColumnTable = {
        rowCount: 3,
        columns: {
          none: { kind: 'number', values: new Float64Array(0), nulls: new Uint8Array(0) },
          none32: { kind: 'number', values: new Int32Array(0), nulls: null },
          part: { kind: 'number', values: large.subarray(5, 8), nulls: null },
          bytes: { kind: 'number', values: new Uint8Array(large.buffer, 3, 3), nulls: null },
          texts: textsToColumn(['ä', null, '🚀\n"']),
          noTexts: { kind: 'text', dictionary: [], codes: Int32Array.of(-1, -1, -1) },
          $array: { kind: 'number', values: Uint16Array.of(1, 2, 3), nulls: null },
        },
      };
      await connected({ 'sql.query': () => table }, async ({ client }) => {
        expect(await client.call('sql.query', { sql: 'SELECT 1', limit: 1 })).toEqual(table);
      });
    });

    it('brings failures back as what they were', async () => {
      const handlers: Partial<EngineHandlers> = {
        'runs.list': () => {
          throw new AppError('file-damaged', 'Row 3 is broken.', {
            hint: 'Copy it again.',
            place: { file: '/tmp/ä.jtl', line: 3, byte: 0 },
            cause: new Error('the cause'),
          });
        },
        'sources.list': () => Promise.reject(new TypeError('x is not a function')),
      };
      await connected(handlers, async ({ client }) => {
        const known = await failureOf(client.call('runs.list', {}));
        expect(known).toMatchObject({
          code: 'file-damaged',
          message: 'Row 3 is broken.',
          hint: 'Copy it again.',
          place: { file: '/tmp/ä.jtl', line: 3, byte: 0 },
        });
        expect(known.stack).toContain('the cause');
        const unknown = await failureOf(client.call('sources.list', {}));
        expect(unknown).toMatchObject({ code: 'internal', place: undefined });
        expect(unknown.message).toContain('x is not a function');
        expect(unknown.stack).toContain('TypeError');
      });
    });

    it('refuses what is not in the contract', async () => {
      await connected({ 'runs.rename': () => Promise.reject(new Error('never')) }, async ({ client }) => {
        const bad = await failureOf(client.call('runs.rename', { runId: -1, name: 'x' }));
        expect(bad.code).toBe('bad-request');
        expect(bad.message).toContain('runs.rename at runId');
        const unknown = await failureOf(client.call('runs.explode' as 'runs.list', {}));
        expect(unknown).toMatchObject({ code: 'bad-request' });
        expect(unknown.message).toContain('runs.explode');
      });
    });

    it('ends a call at once when it is aborted, tells the engine, and drops the late answer', async () => {
      let arrived: (signal: AbortSignal) => void = () => undefined;
      const running = new Promise<AbortSignal>((resolve) => {
        arrived = resolve;
      });
      let answer: () => void = () => undefined;
      const handlers: Partial<EngineHandlers> = {
        'workspace.info': () => INFO,
        'runs.list': (_params, { signal }) =>
          new Promise((resolve) => {
            answer = () => resolve([]);
            arrived(signal);
          }),
      };
      await connected(handlers, async ({ client }) => {
        const abort = new AbortController();
        const call = failureOf(client.call('runs.list', {}, { signal: abort.signal }));
        const theirs = await running;
        expect(theirs.aborted).toBe(false);
        abort.abort();
        expect(await call).toMatchObject({ code: 'cancelled' });
        if (!theirs.aborted) {
          await new Promise<void>((resolve) => theirs.addEventListener('abort', () => resolve()));
        }
        answer();
        expect(await client.call('workspace.info', {})).toEqual(INFO);
      });
    });

    it('brings events in the order in which they were sent, and before the answer that follows', async () => {
      const heard: number[] = [];
      let engine: FakeEngine | null = null;
      const handlers: Partial<EngineHandlers> = {
        'import.state': () => {
          for (let rows = 0; rows < 500; rows++) engine?.emit('import.changed', progress(rows));
          return progress(500);
        },
      };
      await connected(handlers, async (ends) => {
        ({ engine } = ends);
        const off = ends.client.on('import.changed', ({ files }) => heard.push(files[0]!.rows));
        const state = await ends.client.call('import.state', {});
        expect(heard).toEqual(Array.from({ length: 500 }, (_, row) => row));
        expect(state.files[0]?.rows).toBe(500);
        off();
        await ends.client.call('import.state', {});
        expect(heard).toHaveLength(500);
      });
    });

    for (const side of ['client', 'server'] as const) {
      it(`ends every call when the ${side} closes`, async () => {
        let arrived: () => void = () => undefined;
        const bothRun = new Promise<void>((resolve) => {
          arrived = resolve;
        });
        const signals: AbortSignal[] = [];
        const handlers: Partial<EngineHandlers> = {
          'runs.list': (_params, { signal }) => {
            signals.push(signal);
            if (signals.length === 2) arrived();
            return new Promise(() => undefined);
          },
        };
        await connected(handlers, async ({ client, engine, carrier }) => {
          const failed: string[] = [];
          client.on('engine.failed', (error) => failed.push(error.code));
          const calls = [client.call('runs.list', {}), client.call('runs.list', {})].map(failureOf);
          await bothRun;
          if (side === 'client') client.close();
          else carrier.server.close();
          const failures = await Promise.all(calls);
          expect(failures.map(({ code }) => code)).toEqual(['engine-gone', 'engine-gone']);
          expect(await failureOf(client.call('runs.list', {}))).toMatchObject({ code: 'engine-gone' });
          expect(failed).toEqual(['engine-gone']);
          await expect.poll(() => signals.every((signal) => signal.aborted)).toBe(true);
          await expect.poll(() => engine.listenerCount()).toBe(0);
          // Nobody is there any more, and nothing may come of it.
          engine.emit('import.changed', progress(1));
          client.close();
          carrier.server.close();
        });
      });
    }
  });
}

async function failureOf(call: Promise<unknown>): Promise<AppError> {
  const outcome = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw new Error(`Expected an AppError, got ${String(outcome)}`);
}

function progress(rows: number): ImportState {
  return {
    active: true,
    files: [
      {
        fileId: 'f',
        name: 'a.jtl',
        phase: 'reading',
        detection: null,
        bytesRead: 1,
        bytesTotal: null,
        rows,
        rejectedRows: 0,
        elapsedMs: 1,
        rowsPerSec: 1,
        remainingMs: null,
        sourceId: null,
        runId: null,
        profileIds: [],
        snapshotId: null,
        error: null,
      },
    ],
  };
}

function filled<T extends NumericArray>(array: T, value: (row: number) => number): T {
  const different = Math.min(array.length, 99_991);
  for (let row = 0; row < different; row++) array[row] = value(row);
  for (let row = different; row < array.length; row *= 2) array.copyWithin(row, 0, row);
  return array;
}

function sameBytes(a: NumericArray, b: NumericArray): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf(array: NumericArray): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
