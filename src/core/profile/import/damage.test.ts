import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { streamSource } from '../../io/byte-source.ts';
import { speedscopeDocument } from '../export/speedscope-document.ts';
import { collectOrRefuse, collectProfile, headOfBytes, sampleLines } from '../testing/collect-profiles.ts';
import { expectSound } from '../testing/expect-sound.ts';
import { smallFiles } from '../testing/small-files.ts';
import { profileOf } from '../testing/small-profiles.ts';
import { profileTotals } from '../totals.ts';
import { detectProfile } from './detect-profile.ts';
import { folded } from './folded/folded.ts';
import { readProfiles } from './read-profile-file.ts';
import { profileFormats } from './registry.ts';

/** Small files of every format: damaged ones are read as far as they make sense or refused in words, never anything else. */

const encoder = new TextEncoder();
const callFrame = (functionName: string) => ({
  functionName,
  scriptId: '1',
  url: 'file:///a.js',
  lineNumber: 1,
  columnNumber: 1,
});
const nodes = [
  { id: 1, callFrame: callFrame('(root)'), children: [2] },
  { id: 2, callFrame: callFrame('main'), children: [3] },
  { id: 3, callFrame: callFrame('work "quoted"'), children: [] },
];
const gecko = {
  meta: {
    version: 34,
    startTime: 1.6e12,
    interval: 1,
    stackwalk: 1,
    oscpu: 'x',
    toolkit: 'y',
    processType: 0,
    abi: 'z',
    product: 'Firefox',
  },
  threads: [
    {
      name: 'GeckoMain',
      pid: 1,
      tid: 2,
      samples: {
        schema: { stack: 0, time: 1 },
        data: [
          [1, 1],
          [2, 2.5],
          [null, 3],
        ],
      },
      stackTable: {
        schema: { prefix: 0, frame: 1 },
        data: [
          [null, 0],
          [0, 1],
          [1, 2],
        ],
      },
      frameTable: { schema: { location: 0 }, data: [[0], [1], [2]] },
      stringTable: ['(root)', 'main (file:///a.js:1:2)', 'work (file:///a.js:3:4)'],
    },
  ],
  processes: [],
};
/** A hand-made pprof profile: one sample type, two samples, two locations. */
const pprofBytes = Uint8Array.of(
  ...[0x0a, 4, 0x08, 1, 0x10, 2], // sample type: cpu, nanoseconds
  ...[0x12, 6, 0x0a, 2, 2, 1, 0x10, 100], // sample: locations 2, 1; 100
  ...[0x12, 4, 0x08, 1, 0x10, 50], // sample: location 1, not packed; 50
  ...[0x22, 6, 0x08, 1, 0x22, 2, 0x08, 1], // location 1: function 1
  ...[0x22, 6, 0x08, 2, 0x22, 2, 0x08, 2],
  ...[0x2a, 4, 0x08, 1, 0x10, 3], // function 1: text 3
  ...[0x2a, 4, 0x08, 2, 0x10, 4],
  ...['', 'cpu', 'nanoseconds', 'main', 'work'].flatMap((text) => [
    0x32,
    text.length,
    ...encoder.encode(text),
  ]),
);

const files: readonly (readonly [format: string, bytes: Uint8Array, total: number])[] = [
  [
    'v8-cpuprofile',
    encoder.encode(
      JSON.stringify({ nodes, startTime: 0, endTime: 40, samples: [2, 3, 2], timeDeltas: [10, 10, 10] }),
    ),
    30_000,
  ],
  [
    'trace-event',
    encoder.encode(
      JSON.stringify({
        traceEvents: [
          { ph: 'X', name: 'a', ts: 0, dur: 10, pid: 1, tid: 1 },
          { ph: 'B', name: 'b', ts: 2, pid: 1, tid: 1 },
          { ph: 'E', name: 'b', ts: 6, pid: 1, tid: 1 },
        ],
      }),
    ),
    10_000,
  ],
  ['firefox', encoder.encode(JSON.stringify(gecko)), 3e6],
  [
    'speedscope',
    encoder.encode(
      [...speedscopeDocument('f', 't', [{ profile: profileOf('a;b 2', 'a 3'), weight: 0 }])].join(''),
    ),
    5,
  ],
  [
    'v8-heapprofile',
    encoder.encode(
      JSON.stringify({
        head: {
          callFrame: callFrame('(root)'),
          selfSize: 0,
          children: [{ callFrame: callFrame('main'), selfSize: 64, children: [] }],
        },
      }),
    ),
    64,
  ],
  ['pprof', pprofBytes, 150],
  ['folded', encoder.encode('main;work 3\nmain 4\n'), 7],
  ...smallFiles,
];

function formatOf(id: string) {
  return profileFormats.find((format) => format.id === id)!;
}

describe.each(files)('%s', (id, bytes, total) => {
  it('is recognised, and by no other format', () => {
    const { best, candidates } = detectProfile(headOfBytes(bytes), profileFormats);
    expect(best?.format.id).toBe(id);
    expect(candidates.filter(({ score }) => score >= 0.5).map(({ format }) => format.id)).toEqual([id]);
  });

  it('is the same in pieces of any size', () => {
    for (const piece of [1, 3, 16, 1000])
      expect(profileTotals(collectProfile(formatOf(id), bytes, piece)).all).toBe(total);
  });

  it('is refused in words or read in part when it is cut anywhere', () => {
    for (let end = 1; end < bytes.length; end++)
      expectSound(collectOrRefuse(formatOf(id), bytes.slice(0, end)));
  });

  it('is refused in words or read in part when bytes of it are changed', () => {
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(change, (changes) => {
        const damaged = bytes.slice();
        for (const [at, value] of changes) damaged[at] = value;
        expectSound(collectOrRefuse(formatOf(id), damaged));
      }),
      { numRuns: fuzzRuns(150) },
    );
  });
});

describe('readProfiles', () => {
  const source = (bytes: Uint8Array) => streamSource('file', bytes.length, ReadableStream.from([bytes]));
  const options = { format: null };
  const never = new AbortController().signal;

  it('says what an unknown file is', async () => {
    const reading = (text: string | Uint8Array) =>
      readProfiles(
        source(typeof text === 'string' ? encoder.encode(text) : text),
        profileFormats,
        options,
        never,
      );
    await expect(reading('hello\nworld\n')).rejects.toMatchObject({ code: 'file-not-recognised' });
    await expect(reading('{"a":1}')).rejects.toMatchObject({ message: /JSON in no shape/u });
    await expect(reading(Uint8Array.of(0x50, 0x4b, 3, 4, 0))).rejects.toMatchObject({ message: /ZIP/u });
    await expect(reading(new Uint8Array(0))).rejects.toMatchObject({ code: 'file-empty' });
  });

  it('takes the format that a person chose', async () => {
    const chosen = { format: 'folded' };
    const [profile] = await readProfiles(source(encoder.encode('main 3\n')), profileFormats, chosen, never);
    expect(profile).toMatchObject({ format: 'folded', name: 'file' });
    await expect(
      readProfiles(source(encoder.encode('x')), profileFormats, { format: 'nope' }, never),
    ).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('reads UTF-16, byte order marks and packed bytes', async () => {
    const text = 'main;wörk 3\r\nmain 4\r\n';
    const little = new Uint8Array(Uint16Array.from(`\uFEFF${text}`, (unit) => unit.charCodeAt(0)).buffer);
    const forms = [encoder.encode(text), encoder.encode(`\uFEFF${text}`), little, gzipSync(text)];
    for (const bytes of forms) {
      const [profile] = await readProfiles(source(bytes), profileFormats, options, never);
      expect(sampleLines(profile!)).toEqual(['main;wörk 3', 'main 4']);
    }
  });

  it('says that packed bytes are cut', async () => {
    const packed = gzipSync(encoder.encode('main;work 3\n'.repeat(50_000)));
    const [profile] = await readProfiles(
      source(packed.subarray(0, packed.length - 20)),
      [folded],
      options,
      never,
    );
    expect(profile!.samples.count).toBeGreaterThan(0);
    expect(profile!.warnings.map(({ code }) => code)).toContain('packed-data-damaged');
  });

  it('hears a cancel', async () => {
    const cancel = new AbortController();
    cancel.abort();
    await expect(
      readProfiles(source(encoder.encode('a;b 3\n')), [folded], options, cancel.signal),
    ).rejects.toMatchObject({ code: 'cancelled' });
  });
});
