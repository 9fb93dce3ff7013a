import { describe, expect, it } from 'vitest';
import type { EngineMethod } from '#shared/contract/engine.ts';
import { Turns } from './turns.ts';

/** Calls that end when they are told to, in the order in which they began. */
function setUp(): {
  readonly begun: EngineMethod[];
  readonly ask: (method: EngineMethod) => AbortController;
  readonly end: (method: EngineMethod) => Promise<void>;
} {
  const turns = new Turns();
  const begun: EngineMethod[] = [];
  const ends = new Map<EngineMethod, () => void>();
  return {
    begun,
    ask(method) {
      const abort = new AbortController();
      void turns.take(method, abort.signal, () => {
        begun.push(method);
        return new Promise<void>((resolve) => ends.set(method, resolve));
      });
      return abort;
    },
    async end(method) {
      ends.get(method)?.();
      await settled();
    },
  };
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}

describe('turns', () => {
  it('figures first, then pictures, then findings, in whatever order they were asked for', async () => {
    const { begun, ask, end } = setUp();
    ask('diagnostics.honesty');
    ask('latency.series');
    ask('phases.get');
    ask('latency.summary');
    await settled();
    expect(begun).toEqual(['latency.summary']);
    await end('latency.summary');
    expect(begun).toEqual(['latency.summary', 'latency.series']);
    await end('latency.series');
    expect(begun.at(-1)).toBe('phases.get');
    await end('phases.get');
    expect(begun.at(-1)).toBe('diagnostics.honesty');
  });

  it('those of one rank go together', async () => {
    const { begun, ask } = setUp();
    ask('latency.series');
    ask('latency.curve');
    await settled();
    expect(begun).toEqual(['latency.series', 'latency.curve']);
  });

  it('what is quick or stands alone waits for nobody', () => {
    const { begun, ask } = setUp();
    ask('latency.summary');
    ask('runs.list');
    ask('compare.run');
    expect(begun).toEqual(['latency.summary', 'runs.list', 'compare.run']);
  });

  it('one that was given up before its turn never begins, and holds up nobody', async () => {
    const { begun, ask, end } = setUp();
    ask('latency.summary');
    const series = ask('latency.series');
    ask('diagnostics.modes');
    await settled();
    series.abort();
    await end('latency.summary');
    expect(begun).toEqual(['latency.summary', 'diagnostics.modes']);
  });

  it('a failure ends a turn, too', async () => {
    const turns = new Turns();
    const { signal } = new AbortController();
    const failing = turns.take('latency.summary', signal, () => Promise.reject(new Error('no')));
    const after = turns.take('latency.series', signal, () => Promise.resolve('series'));
    await expect(failing).rejects.toThrow('no');
    await expect(after).resolves.toBe('series');
  });
});
