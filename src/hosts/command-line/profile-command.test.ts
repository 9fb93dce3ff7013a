import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runConvert } from './convert-command.ts';
import { convertArguments, profileArguments } from './profile-arguments.ts';
import { runProfile } from './profile-command.ts';
import type { ProfileDocument } from './profile-document.ts';
import { UsageError } from './usage.ts';

let folder: string;
const never = new AbortController().signal;

/** Two threads in one trace: a task of 10 ms with one of 4 ms inside, and a task of 2 ms. */
const trace = {
  traceEvents: [
    { ph: 'M', name: 'thread_name', pid: 1, tid: 1, args: { name: 'Main' } },
    { ph: 'X', name: 'outer', ts: 0, dur: 10_000, pid: 1, tid: 1 },
    { ph: 'X', name: 'inner', ts: 2000, dur: 4000, pid: 1, tid: 1 },
    { ph: 'X', name: 'other', ts: 1000, dur: 2000, pid: 1, tid: 7 },
  ],
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loadstone-profile-'));
  await writeFile(join(folder, 'trace.json'), JSON.stringify(trace));
  await writeFile(join(folder, 'stacks.txt'), 'main;work 3\nmain;work;helper 1\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function profile(file: string, ...more: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const options = profileArguments([join(folder, file), ...more])!;
  const terminal = {
    print: (text: string) => printed.push(text),
    note: () => undefined,
    progress: () => undefined,
  };
  expect(await runProfile(options, terminal, never)).toBe(0);
  return printed.join('\n');
}

async function document(file: string, ...more: readonly string[]): Promise<ProfileDocument> {
  return JSON.parse(await profile(file, '--json', ...more)) as ProfileDocument;
}

describe('profile', () => {
  it('prints one JSON document', async () => {
    expect(await document('stacks.txt')).toEqual({
      schema: 'loadstone/profile/1',
      profiles: [
        {
          name: 'stacks.txt',
          format: 'folded',
          tool: null,
          weight: 'samples',
          weights: ['samples'],
          unit: 'samples',
          total: 4,
          withoutStack: 0,
          samples: 2,
          startedAt: null,
          durationMs: null,
          threads: 1,
          threadTotals: [{ name: 'all threads', samples: 2, total: 4 }],
          frames: 3,
          functions: [
            { name: 'work', file: null, line: null, module: null, kind: 'unknown', self: 3, total: 4 },
            { name: 'helper', file: null, line: null, module: null, kind: 'unknown', self: 1, total: 1 },
            { name: 'main', file: null, line: null, module: null, kind: 'unknown', self: 0, total: 4 },
          ],
          warnings: [],
        },
      ],
    });
  });

  it('takes a part of the time, and clips what reaches over its ends', async () => {
    const { profiles } = await document('trace.json', '--from', '5ms', '--to', '8ms');
    expect(profiles[0]).toMatchObject({ total: 3e6, durationMs: 10, threads: 1 });
    expect(profiles[0]!.functions.map(({ name, self, total }) => [name, self, total])).toEqual([
      ['outer', 2e6, 3e6],
      ['inner', 1e6, 1e6],
    ]);
  });

  it('takes threads by name or number', async () => {
    expect((await document('trace.json', '--thread', '^Main$')).profiles[0]).toMatchObject({ total: 10e6 });
    expect((await document('trace.json', '--thread', '^7$')).profiles[0]).toMatchObject({ total: 2e6 });
    await expect(document('trace.json', '--thread', 'nobody')).rejects.toThrow(/Main, thread 7/u);
  });

  it('shows as many functions as asked for, and says what is left', async () => {
    const text = await profile('stacks.txt', '--top', '1');
    expect(text).toContain('2 samples, 4 (samples), folded');
    expect(text).toMatch(/^work +3 +75 % +4 +100 %$/mu);
    expect(text).toContain('2 more functions');
    expect(text).not.toContain('helper');
  });

  it('complains of what makes no sense', async () => {
    await expect(profile('stacks.txt', '--from', '1s')).rejects.toThrow(UsageError);
    await expect(profile('stacks.txt', '--weight', 'bytes')).rejects.toThrow(/there is samples/u);
    expect(() => profileArguments([])).toThrow(UsageError);
    expect(() => profileArguments(['a', 'b'])).toThrow(UsageError);
    expect(() => profileArguments(['a', '--top', '0'])).toThrow(UsageError);
  });
});

describe('convert', () => {
  it.each(['folded', 'speedscope'])('to %s gives a file with the same totals', async (to) => {
    const out = join(folder, 'sub', `out.${to}`);
    const notes: string[] = [];
    const options = convertArguments([join(folder, 'trace.json'), '--to', to, '--out', out])!;
    const terminal = {
      print: () => undefined,
      note: (text: string) => notes.push(text),
      progress: () => undefined,
    };
    expect(await runConvert(options, '1.2.3', terminal, never)).toBe(0);
    expect(notes).toEqual([`${out}: 1 profile written.`]);
    const { profiles } = await document(join('sub', `out.${to}`));
    expect(profiles.reduce((sum, { total }) => sum + total, 0)).toBe(12e6);
    if (to === 'speedscope') expect(await readFile(out, 'utf8')).toContain('"exporter":"Loadstone 1.2.3"');
  });

  it('needs a format and a file to write', () => {
    expect(() => convertArguments(['a', '--out', 'b'])).toThrow(/speedscope, folded/u);
    expect(() => convertArguments(['a', '--to', 'svg', '--out', 'b'])).toThrow(/"svg"/u);
    expect(() => convertArguments(['a', '--to', 'folded'])).toThrow(/--out/u);
  });

  it('says where it cannot write', async () => {
    const options = convertArguments([
      join(folder, 'stacks.txt'),
      '--to',
      'folded',
      '--out',
      join(folder, 'stacks.txt', 'x'),
    ])!;
    const terminal = { print: () => undefined, note: () => undefined, progress: () => undefined };
    await expect(runConvert(options, '1', terminal, never)).rejects.toMatchObject({ code: 'read-only' });
  });
});
