import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { placeOfFrame } from '../../functions.ts';
import { collectOrRefuse, collectProfile, sampleLines } from '../../testing/collect-profiles.ts';
import { geckoFrame } from './firefox-frame.ts';
import { firefox } from './firefox.ts';

const meta = {
  startTime: 1_600_000_000_000,
  interval: 1,
  product: 'Firefox',
  misc: 'rv:140.0',
  sampleUnits: { time: 'ms', eventDelay: 'ms', threadCPUDelta: 'ns' },
};

/** The processed form since tables are shared by threads: stacks, frames and functions stand once, times as differences. */
const processed = {
  meta: { ...meta, preprocessedProfileVersion: 58 },
  libs: [],
  shared: {
    stringArray: ['(root)', 'main', 'work', 'app.js', 'libxul.so'],
    sources: { length: 1, id: [null], filename: [3] },
    resourceTable: { length: 1, name: [4], type: [1], lib: [0], host: [null] },
    funcTable: {
      length: 3,
      name: [0, 1, 2],
      isJS: [false, false, true],
      resource: [-1, 0, -1],
      source: [null, null, 0],
      lineNumber: [null, null, 7],
      columnNumber: [null, null, 3],
    },
    frameTable: { length: 3, func: [0, 1, 2], inlineDepth: [0, 0, 1], line: [null, null, 9] },
    stackTable: { length: 3, prefix: [null, 0, 1], frame: [0, 1, 2] },
  },
  threads: [
    {
      name: 'GeckoMain',
      pid: '12',
      tid: 34,
      samples: {
        length: 3,
        stack: [2, 1, null],
        timeDeltas: [5, 1, 2],
        threadCPUDelta: [null, 600_000, 1000],
      },
    },
  ],
};

describe('firefox', () => {
  it('reads the processed form with shared tables', () => {
    const profile = collectProfile(firefox, JSON.stringify(processed));
    expect(sampleLines(profile)).toEqual(['0 main;work 1000000', '1000 main 2000000', '3000  1000000']);
    expect(profile.weightTypes.map(({ name }) => name)).toEqual(['wall', 'samples', 'cpu']);
    // What ran before a sample stands beside the next one.
    expect([...profile.samples.weights[2]!]).toEqual([600_000, 1000, 0]);
    expect(profile).toMatchObject({
      startedAtUs: 1_600_000_000_005_000,
      intervalUs: 1000,
      tool: 'Firefox 140.0',
      threads: [{ name: 'GeckoMain', processId: 12, threadId: 34 }],
    });
    const work = profile.stacks.frame[1]!;
    expect(placeOfFrame(profile.frames, work)).toEqual({
      name: 'work',
      file: 'app.js',
      module: null,
      line: 7,
      column: 3,
    });
    expect(profile.frames.inlined[work]).toBe(1);
  });

  it('names a version whose tables it does not know', () => {
    const unknown = {
      ...processed,
      meta: { ...meta, preprocessedProfileVersion: 99 },
      shared: { tables: {} },
    };
    const outcome = collectOrRefuse(firefox, JSON.stringify(unknown));
    expect(outcome).toBeInstanceOf(AppError);
    expect(outcome).toMatchObject({ message: expect.stringContaining('processed version 99') as unknown });
  });

  it('puts processes on one clock', () => {
    const thread = (name: string) => ({
      name,
      samples: { schema: { stack: 0, time: 1 }, data: [[1, 10]] },
      stackTable: {
        schema: { prefix: 0, frame: 1 },
        data: [
          [null, 0],
          [0, 1],
        ],
      },
      frameTable: { schema: { location: 0 }, data: [[0], [1]] },
      stringTable: ['(root)', name],
    });
    const child = {
      meta: { ...meta, startTime: meta.startTime + 40 },
      threads: [thread('child')],
      processes: [],
    };
    const profile = collectProfile(
      firefox,
      JSON.stringify({ meta, threads: [thread('parent')], processes: [child] }),
    );
    expect(sampleLines(profile).sort()).toEqual(['0 parent 1000000', '40000 child 1000000']);
  });
});

describe('geckoFrame', () => {
  it.each([
    [
      'fn (https://a.b/c.js:12:7)[33]',
      { name: 'fn', file: 'https://a.b/c.js', line: 12, column: 7, kind: 'program' },
    ],
    ['fn (self-hosted:780:27)', { name: 'fn', file: 'self-hosted', line: 780, column: 27, kind: 'builtin' }],
    ['resource://gre/m.mjs:1712:51[500]', { name: '(anonymous)', file: 'resource://gre/m.mjs', line: 1712 }],
    ['0x7f21dc01a26f', { name: '0x7f21dc01a26f', kind: 'native' }],
    ['malloc (in libc.so.6)', { name: 'malloc', module: 'libc.so.6', kind: 'native' }],
    ['Startup::XRE_Main', { name: 'Startup::XRE_Main', kind: 'label' }],
    ['(root)', null],
  ])('%s', (location, expected) => {
    const frame = geckoFrame(location);
    if (expected === null) expect(frame).toBeNull();
    else expect(frame).toMatchObject(expected);
  });
});
