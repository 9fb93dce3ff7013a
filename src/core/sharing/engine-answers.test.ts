import { describe, expect, it } from 'vitest';
import type { EngineMethod, EngineParams } from '#shared/contract/engine.ts';
import { DEFAULT_MARGIN } from '#shared/model/comparison.ts';
import { wholeRun } from '#shared/model/filter.ts';
import type { EngineHandlers } from '#shared/rpc/server.ts';
import { EngineAnswers } from './engine-answers.ts';

/** Handlers that note what they are asked; answers come when `answer` is called with the place of the question. */
function engine() {
  const asked: { method: string; params: unknown; signal: AbortSignal; answer: (value: unknown) => void }[] =
    [];
  const handlers = new Proxy({} as EngineHandlers, {
    get:
      (_, method: EngineMethod) =>
      (params: unknown, { signal }: { readonly signal: AbortSignal }) =>
        new Promise((answer) => asked.push({ method, params, signal, answer })),
  });
  let state = 'a';
  const answers = new EngineAnswers(
    () => handlers,
    () => state,
  );
  return { asked, answers, change: () => (state += 'b') };
}

const never = new AbortController().signal;
const summary = (percentiles: number[]): EngineParams<'latency.summary'> => ({
  filter: wholeRun(1),
  percentiles,
  estimator: 'type7',
  apdexTMs: 500,
  jmeterCompatible: false,
});
const comparison = (metrics: ('p50' | 'p95')[], token: string): EngineParams<'compare.run'> => {
  const side = { runIds: [1], windows: [] };
  return {
    token,
    request: {
      baseline: side,
      candidate: side,
      margin: DEFAULT_MARGIN,
      margins: [],
      waivers: [],
      mapping: [],
      metrics,
    },
  };
};

describe('answers of the engine', () => {
  it('serve questions that differ in percentiles, metrics, the order of their parts, or in who hears of them', async () => {
    const { asked, answers } = engine();
    const [first, second] = [answers.asking(never), answers.asking(never)];
    const { filter, ...rest } = summary([99, 50]);
    const both = Promise.all([
      first('latency.summary', summary([95])),
      second('latency.summary', { ...rest, filter }),
    ]);
    const compared = Promise.all([
      first('compare.run', comparison(['p95'], 'a')),
      second('compare.run', comparison(['p50'], 'b')),
    ]);
    await Promise.resolve();
    expect(asked.map(({ method }) => method)).toEqual(['latency.summary', 'compare.run']);
    expect(asked[0]!.params).toMatchObject({ percentiles: [50, 90, 95, 99] });
    for (const each of asked) each.answer(each.method);
    expect(await both).toEqual(['latency.summary', 'latency.summary']);
    expect(await compared).toEqual(['compare.run', 'compare.run']);
    expect(await second('latency.summary', summary([90]))).toBe('latency.summary');
    expect(asked).toHaveLength(2);
    void second('latency.summary', summary([99.9]));
    expect(asked[2]!.params).toMatchObject({ percentiles: [50, 90, 95, 99, 99.9] });
  });

  it('hold as long as the workspace stays as it is, and only for what takes long', async () => {
    const { asked, answers, change } = engine();
    const ask = answers.asking(never);
    const question = ask('soak.get', { runId: 1, span: null });
    asked[0]!.answer(1);
    await question;
    await ask('soak.get', { runId: 1, span: null });
    expect(asked).toHaveLength(1);
    change();
    void ask('soak.get', { runId: 1, span: null });
    expect(asked).toHaveLength(2);
    void ask('runs.list', {});
    void ask('runs.list', {});
    expect(asked).toHaveLength(4);
  });

  it('to the parts of a question that was taken back stay; what was not finished is asked anew', async () => {
    const { asked, answers } = engine();
    const taken = new AbortController();
    const ask = answers.asking(taken.signal);
    const part = ask('diagnostics.honesty', { runId: 1 });
    asked[0]!.answer('honesty');
    await part;
    const unfinished = ask('diagnostics.incidents', { runId: 1 });
    taken.abort();
    await expect(unfinished).rejects.toMatchObject({ code: 'cancelled' });
    // What was aborted may have an answer nevertheless; nobody gets it.
    asked[1]!.answer('too late');

    const again = answers.asking(never);
    expect(await again('diagnostics.honesty', { runId: 1 })).toBe('honesty');
    const incidents = again('diagnostics.incidents', { runId: 1 });
    expect(asked.map(({ method }) => method)).toEqual([
      'diagnostics.honesty',
      'diagnostics.incidents',
      'diagnostics.incidents',
    ]);
    asked[2]!.answer('incidents');
    expect(await incidents).toBe('incidents');
  });

  it('are ended when nobody waits for them any more, and not before', async () => {
    const { asked, answers } = engine();
    const [one, two] = [new AbortController(), new AbortController()];
    const question = { runId: 1 };
    const gone = answers.asking(one.signal)('diagnostics.honesty', question);
    const stays = answers.asking(two.signal)('diagnostics.honesty', question);
    one.abort();
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked[0]!.signal.aborted).toBe(false);
    two.abort();
    await expect(stays).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toHaveLength(1);
    expect(asked[0]!.signal.aborted).toBe(true);
  });
});
