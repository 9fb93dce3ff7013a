import { describe, expect, it, vi } from 'vitest';
import type { EngineMethod } from '#shared/contract/engine.ts';
import { cancelledError } from '#shared/contract/errors.ts';
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

/** Calls that fail as the engine's do when they are aborted; each attempt can be ended by its place. */
function setUpHeld() {
  const turns = new Turns();
  const attempts: { method: EngineMethod; signal: AbortSignal; end: () => void }[] = [];
  return {
    turns,
    attempts,
    methods: () => attempts.map(({ method }) => method),
    ask(method: EngineMethod) {
      const abort = new AbortController();
      const heard = vi.fn<(kind: string, what: unknown) => void>();
      turns
        .take(method, abort.signal, (signal) => {
          return new Promise<string>((resolve, reject) => {
            attempts.push({ method, signal, end: () => resolve(method) });
            signal.addEventListener('abort', () => reject(cancelledError()), { once: true });
          });
        })
        .then(
          (answer) => heard('answer', answer),
          (error: unknown) => heard('error', error),
        );
      return { abort, heard };
    },
  };
}

describe('turns while a brush moves', () => {
  it('what is in the background is taken back unheard, and begins again when the brush rests', async () => {
    const { turns, attempts, ask } = setUpHeld();
    const { heard } = ask('findings.list');
    await settled();
    turns.hold();
    await settled();
    expect(attempts[0]!.signal.aborted).toBe(true);
    expect(attempts).toHaveLength(1);
    expect(heard).not.toHaveBeenCalled();
    turns.resume();
    await settled();
    attempts[1]!.end();
    await settled();
    expect(heard.mock.calls).toEqual([['answer', 'findings.list']]);
  });

  it('figures and pictures begin as ever, and those in the background wait behind them', async () => {
    const { turns, attempts, methods, ask } = setUpHeld();
    turns.hold();
    ask('gates.evaluate');
    ask('diagnostics.incidents');
    ask('latency.cube');
    await settled();
    expect(methods()).toEqual(['latency.cube']);
    const summary = ask('latency.summary');
    turns.resume();
    await settled();
    expect(methods()).toEqual(['latency.cube', 'latency.summary']);
    expect(attempts.some(({ signal }) => signal.aborted)).toBe(false);
    for (const { end } of attempts) end();
    await settled();
    expect(summary.heard).toHaveBeenCalledWith('answer', 'latency.summary');
    expect(methods().slice(2)).toEqual(['gates.evaluate', 'diagnostics.incidents']);
  });

  it('an answer that came before the engine heard of it counts', async () => {
    const { turns, attempts, ask } = setUpHeld();
    const { heard } = ask('findings.list');
    await settled();
    attempts[0]!.end();
    turns.hold();
    await settled();
    expect(heard.mock.calls).toEqual([['answer', 'findings.list']]);
    turns.resume();
    await settled();
    expect(attempts).toHaveLength(1);
  });

  it('what nobody wants any more is not asked again, whether under way or taken back', async () => {
    const { turns, attempts, ask } = setUpHeld();
    const early = ask('gates.evaluate');
    const late = ask('diagnostics.honesty');
    await settled();
    early.abort.abort();
    await settled();
    expect(attempts[0]!.signal.aborted).toBe(true);
    expect(early.heard).toHaveBeenCalledWith('error', expect.objectContaining({ code: 'cancelled' }));
    turns.hold();
    await settled();
    late.abort.abort();
    turns.resume();
    await settled();
    expect(attempts).toHaveLength(2);
  });

  it('one taken back and given up in the same moment is gone', async () => {
    const { turns, attempts, ask } = setUpHeld();
    const { abort } = ask('findings.list');
    await settled();
    turns.hold();
    abort.abort();
    await settled();
    turns.resume();
    await settled();
    expect(attempts).toHaveLength(1);
  });

  it('a failure is heard even while turns are held', async () => {
    const turns = new Turns();
    let fail = (): void => undefined;
    const failing = turns.take(
      'gates.evaluate',
      new AbortController().signal,
      () => new Promise<never>((_, reject) => (fail = () => reject(new Error('engine gone')))),
    );
    await settled();
    turns.hold();
    fail();
    await expect(failing).rejects.toThrow('engine gone');
  });

  it('who brushes again and again has the findings after the last rest', async () => {
    const { turns, attempts, ask } = setUpHeld();
    const { heard } = ask('findings.list');
    for (let time = 0; time < 5; time++) {
      await settled();
      turns.hold();
      await settled();
      turns.resume();
    }
    await settled();
    attempts.at(-1)!.end();
    await settled();
    expect(attempts).toHaveLength(6);
    expect(heard.mock.calls).toEqual([['answer', 'findings.list']]);
  });
});
