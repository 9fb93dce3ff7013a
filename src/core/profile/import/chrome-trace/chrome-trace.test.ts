import { describe, expect, it } from 'vitest';
import { collectProfile, sampleLines } from '../../testing/collect-profiles.ts';
import { chromeTrace } from './chrome-trace.ts';

const event = (ph: string, name: string, ts: number, more: object = {}) => ({
  ph,
  name,
  ts,
  pid: 1,
  tid: 1,
  ...more,
});
const lines = (...events: readonly object[]): string[] =>
  sampleLines(collectProfile(chromeTrace, JSON.stringify(events)));

describe('tasks of a trace', () => {
  it('nests by time, whatever the order in the file', () => {
    expect(lines(event('E', 'a', 9), event('X', 'b', 2, { dur: 3 }), event('B', 'a', 0))).toEqual([
      '0 a 2000',
      '2 a;b 3000',
      '5 a 4000',
    ]);
  });

  it('begins the longer of two tasks first, and ends before it begins', () => {
    expect(lines(event('X', 'short', 0, { dur: 1 }), event('X', 'long', 0, { dur: 3 }))).toEqual([
      '0 long;short 1000',
      '1 long 2000',
    ]);
    expect(lines(event('B', 'a', 0), event('B', 'a', 5), event('E', 'a', 5), event('E', 'a', 8))).toEqual([
      '0 a 5000',
      '5 a 3000',
    ]);
  });

  it('keeps a task open as long as one inside it', () => {
    expect(lines(event('B', 'a', 0), event('B', 'b', 1), event('E', 'a', 5), event('E', 'b', 8))).toEqual([
      '0 a 1000',
      '1 a;b 7000',
    ]);
  });

  it('ends what is open at an end without name', () => {
    expect(
      lines(event('B', 'a', 0), { ph: 'E', ts: 4, pid: 1, tid: 1 }, event('X', 'c', 6, { dur: 1 })),
    ).toEqual(['0 a 4000', '6 c 1000']);
  });
});

describe('samples of a trace', () => {
  const callFrame = (functionName: string) => ({ functionName, url: 'a.js', lineNumber: 0, columnNumber: 0 });
  const chunk = (id: number, ts: number, cpuProfile: object, more: object) =>
    event('P', 'ProfileChunk', ts, { id, tid: 99, args: { data: { cpuProfile, ...more } } });
  const start = (id: number, tid: number, startTime: number) =>
    event('P', 'Profile', startTime, { id, tid, args: { data: { startTime } } });
  const nodes = [
    { id: 1, callFrame: { functionName: '(root)' } },
    { id: 2, parent: 1, callFrame: callFrame('main') },
  ];

  it('come in chunks, of several threads on one clock; tasks are left out then', () => {
    const events = [
      event('X', 'RunTask', 0, { dur: 1000 }),
      start(7, 5, 100),
      start(8, 6, 150),
      chunk(7, 200, { nodes, samples: [2, 2] }, { timeDeltas: [10, 20] }),
      chunk(8, 210, { nodes, samples: [2] }, { timeDeltas: [5], endTime: 165 }),
      chunk(
        7,
        300,
        { nodes: [{ id: 3, parent: 2, callFrame: callFrame('work') }], samples: [3] },
        { timeDeltas: [30], endTime: 200 },
      ),
      event('M', 'thread_name', 0, { tid: 5, args: { name: 'CrRendererMain' } }),
    ];
    const profile = collectProfile(chromeTrace, JSON.stringify({ traceEvents: events }));
    expect(sampleLines(profile)).toEqual([
      '10 main 20000',
      '30 main 30000',
      '60 main;work 40000',
      '55 main 10000',
    ]);
    expect(profile.threads.map(({ name }) => name)).toEqual(['CrRendererMain', 'thread 6']);
    expect([...profile.samples.thread]).toEqual([0, 0, 0, 1]);
  });
});
