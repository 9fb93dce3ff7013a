import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import {
  collectOrRefuse,
  collectProfile,
  headOfBytes,
  sampleLines,
  selfByName,
} from '../../testing/collect-profiles.ts';
import { cpuProfile } from './cpu-profile.ts';

interface Node {
  readonly id: number;
  readonly name: string;
  readonly children?: readonly number[];
  readonly parent?: number;
  readonly hits?: number;
}

function fileOf(
  nodes: readonly Node[],
  samples: readonly number[],
  timeDeltas: readonly number[],
  more: object = { startTime: 1000, endTime: 1100 },
): string {
  return JSON.stringify({
    nodes: nodes.map(({ id, name, children, parent, hits = 0 }) => ({
      id,
      callFrame: {
        functionName: name,
        scriptId: '1',
        url: name.startsWith('(') ? '' : 'file:///a.js',
        lineNumber: 4,
        columnNumber: 2,
      },
      hitCount: hits,
      children,
      parent,
    })),
    samples,
    timeDeltas,
    ...more,
  });
}

const root = { id: 1, name: '(root)', children: [2, 3, 4] };
const tree: readonly Node[] = [
  root,
  { id: 2, name: '(garbage collector)' },
  { id: 3, name: '(program)' },
  { id: 4, name: 'main', children: [5] },
  { id: 5, name: 'work' },
];

describe('cpuProfile', () => {
  it('gives a sample the time until the next one, and the last the time until the end', () => {
    const profile = collectProfile(cpuProfile, fileOf(tree, [4, 5, 5], [10, 20, 30]));
    expect(sampleLines(profile)).toEqual(['10 main 20000', '30 main;work 30000', '60 main;work 40000']);
    expect(profile).toMatchObject({ durationUs: 100, weightTypes: [{ unit: 'ns' }], warnings: [] });
  });

  it('counts lines from 1', () => {
    const { frames } = collectProfile(cpuProfile, fileOf(tree, [4, 5], [1, 1]));
    const place = [...frames.name].findIndex((name) => frames.texts.at(name) === 'work');
    expect([frames.line[place], frames.column[place]]).toEqual([5, 3]);
  });

  it('puts garbage collection on top of what it interrupted', () => {
    const profile = collectProfile(cpuProfile, fileOf(tree, [5, 2, 2, 3, 2], [1, 1, 1, 1, 1]));
    expect(sampleLines(profile).map((line) => line.split(' ').slice(1, -1).join(' '))).toEqual([
      'main;work',
      'main;work;(garbage collector)',
      'main;work;(garbage collector)',
      '(program)',
      '(garbage collector)',
    ]);
  });

  it('holds a clock that goes back', () => {
    const profile = collectProfile(cpuProfile, fileOf(tree, [4, 5, 4], [10, -5, 20]));
    expect(sampleLines(profile)).toEqual(['10 main 0', '10 main;work 15000', '25 main 75000']);
    expect(profile.warnings).toMatchObject([{ code: 'clock-went-back', count: 1 }]);
  });

  it('takes nodes in any order, with parents or children, and ids that are far apart', () => {
    const expected = sampleLines(collectProfile(cpuProfile, fileOf(tree, [4, 5], [10, 20])));
    const shuffled = fileOf([...tree].reverse(), [4, 5], [10, 20]);
    expect(sampleLines(collectProfile(cpuProfile, shuffled))).toEqual(expected);
    const byParent: readonly Node[] = [
      { id: 1, name: '(root)' },
      { id: 4, name: 'main', parent: 1 },
      { id: 5, name: 'work', parent: 4 },
    ];
    expect(sampleLines(collectProfile(cpuProfile, fileOf(byParent, [4, 5], [10, 20])))).toEqual(expected);
    const sparse = byParent.map(({ id, name, parent }) =>
      parent === undefined ? { id: id * 1e8, name } : { id: id * 1e8, name, parent: parent * 1e8 },
    );
    expect(sampleLines(collectProfile(cpuProfile, fileOf(sparse, [4e8, 5e8], [10, 20])))).toEqual(expected);
  });

  it('reads a profile inside another object, with samples before nodes and blanks', () => {
    const { nodes, samples, ...rest } = JSON.parse(fileOf(tree, [4, 5], [10, 20])) as Record<string, unknown>;
    const text = JSON.stringify({ profile: { samples, ...rest, nodes } }, null, 2);
    expect(sampleLines(collectProfile(cpuProfile, text))).toEqual(['10 main 20000', '30 main;work 70000']);
  });

  it('is the same in pieces of any size', () => {
    const text = fileOf(tree, [4, 5, 2, 3], [10, 20, -3, 4.5]);
    const whole = sampleLines(collectProfile(cpuProfile, text));
    for (const piece of [1, 2, 3, 7, 50, 333])
      expect(sampleLines(collectProfile(cpuProfile, text, piece))).toEqual(whole);
  });

  it('counts hits where there are no samples', () => {
    const counted = tree.map((node) => ({ ...node, hits: node.id === 5 ? 7 : 0 }));
    const profile = collectProfile(cpuProfile, fileOf(counted, [], []));
    expect(selfByName(profile).get('work')).toBe(7);
    expect(profile.weightTypes).toEqual([{ name: 'samples', unit: 'samples' }]);
    expect(profile.warnings).toMatchObject([{ code: 'hit-counts-only' }]);
  });

  it('leaves out nodes that call each other in a circle, and says so', () => {
    const circle: readonly Node[] = [
      ...tree,
      { id: 6, name: 'x', children: [7] },
      { id: 7, name: 'y', children: [6] },
    ];
    const profile = collectProfile(cpuProfile, fileOf(circle, [5, 6, 99], [10, 10, 10]));
    expect(sampleLines(profile).map((line) => line.split(' ')[1])).toEqual(['main;work', '', '']);
    expect(profile.warnings.map(({ code }) => code)).toEqual([
      'nodes-in-a-circle',
      'unknown-nodes-in-samples',
    ]);
  });

  it('takes stacks that are deeper than any recursion could follow', () => {
    const deep = Array.from({ length: 50_000 }, (_, i) => ({
      id: i + 1,
      name: i === 0 ? '(root)' : `f${i % 9}`,
      children: i < 49_999 ? [i + 2] : [],
    }));
    const profile = collectProfile(cpuProfile, fileOf(deep, [50_000, 1], [10, 10]));
    expect(profile.stacks.count).toBe(49_999);
  });

  it.each([
    ['cut in the nodes', fileOf(tree, [4, 5], [1, 1]).slice(0, 300)],
    ['cut in the samples', fileOf(tree, [4, 5], [1, 1]).slice(0, -60)],
    ['without nodes', '{"nodes":[],"startTime":1,"endTime":2,"samples":[],"timeDeltas":[]}'],
    ['with a node that is none', '{"nodes":[{"id":1}],"samples":[1],"timeDeltas":[1]}'],
    ['with words for numbers', fileOf(tree, [4, 5], [1, 1]).replace('[4,5]', '[4,abc]')],
  ])('refuses a file %s in words', (_, text) => {
    expect(collectOrRefuse(cpuProfile, text)).toBeInstanceOf(AppError);
  });

  it('is not taken for a trace or a heap snapshot', () => {
    const probe = (text: string): number =>
      cpuProfile.probe(headOfBytes(new TextEncoder().encode(text))).score;
    expect(probe(fileOf(tree, [4], [1]))).toBeGreaterThan(0.9);
    expect(
      probe('{"traceEvents":[{"args":{"data":{"cpuProfile":{"nodes":[{"id":1,"callFrame":{}}]}}}}]}'),
    ).toBe(0);
    expect(probe('{"snapshot":{"meta":{"node_fields":[]}},"nodes":[1,2]}')).toBe(0);
  });
});
