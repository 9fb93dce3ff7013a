import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { heapFileOf } from '../heap-file.ts';
import { nodeFlags } from '../model/heap-graph.ts';
import { readHeap } from '../readers.ts';
import { distancesOf, SYSTEM_DISTANCE } from '../graph/distances.ts';
import { idlePace } from '../graph/testing/idle-pace.ts';
import { classList } from '../statistics/heap-summary.ts';
import { readAnalysis, readSnapshot } from './testing/read-bytes.ts';
import { writtenSnapshot, type WrittenNode } from './testing/written-snapshot.ts';

const ROOT: WrittenNode = { type: 'synthetic', name: '', id: 1, size: 0 };

/** A root with one global object that holds a session with a name. */
const SMALL: readonly WrittenNode[] = [
  { ...ROOT, edges: [['shortcut', 'global', 1]] },
  { name: 'global', size: 100, edges: [['property', 'session', 2]] },
  { name: 'Session', size: 56, edges: [['property', 'name', 3]] },
  { type: 'string', name: 'Zoë "quoted" \\ \n \u2028 😀', size: 24 },
];

describe('the layouts of the container', () => {
  it.each([
    ['Chrome 2017', ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id']],
    ['Node 20', ['type', 'name', 'id', 'self_size', 'edge_count', 'trace_node_id', 'detachedness']],
    ['Chromium 156', ['type', 'name', 'id', 'self_size', 'edge_count', 'detachedness']],
    ['an order of its own', ['edge_count', 'self_size', 'later_field', 'id', 'name', 'type']],
  ])('of %s give the same figures', async (_, nodeFields) => {
    const analysis = await readAnalysis(writtenSnapshot(SMALL, { nodeFields }));
    expect((await classList(analysis, idlePace())).find(({ name }) => name === 'Session')).toMatchObject({
      count: 1,
      selfBytes: 56,
      retainedBytes: 80,
    });
    expect(analysis.graph.labels.nodeName(3)).toBe('Zoë "quoted" \\ \n \u2028 😀');
  });

  it('packed is the same', async () => {
    const { facts } = await readSnapshot(gzipSync(writtenSnapshot(SMALL)));
    expect(facts).toMatchObject({ nodes: 4, edges: 3, selfBytes: 180, warnings: [] });
  });

  it('may be printed over many lines and have members of later versions', async () => {
    const content = JSON.parse(writtenSnapshot(SMALL)) as Record<string, unknown>;
    const { strings, ...others } = content;
    const pretty = JSON.stringify({ ...others, scopes: [[1, { a: ']' }]], strings }, null, 2);
    expect((await readSnapshot(pretty)).facts).toMatchObject({
      nodes: 4,
      edges: 3,
      selfBytes: 180,
      warnings: [],
    });
  });

  it('may begin with a byte order mark', async () => {
    expect((await readSnapshot(`\ufeff${writtenSnapshot(SMALL)}`)).facts.nodes).toBe(4);
  });

  it('may hold sizes and ids above 32 bits', async () => {
    const nodes = [SMALL[0]!, { ...SMALL[1]!, size: 6e9, id: 2 ** 40 + 1 }, ...SMALL.slice(2)];
    const { graph, facts } = await readSnapshot(writtenSnapshot(nodes));
    expect(facts.selfBytes).toBe(6_000_000_080);
    expect(graph.ids[1]).toBe(2 ** 40 + 1);
  });

  it('may have node and edge types that nobody knew', async () => {
    const text = writtenSnapshot(SMALL)
      .replaceAll('"object"', '"wasm object"')
      .replaceAll('"shortcut"', '"global"');
    const analysis = await readAnalysis(text);
    expect(analysis.graph.labels.nodeKind(1)).toBe('wasm object');
    expect(analysis.tree.retainedBytes[0]).toBe(180);
  });
});

describe('V8’s rules', () => {
  it('weak edges, edges to oneself and shortcuts from within hold nothing', async () => {
    const { graph } = await readAnalysis(
      writtenSnapshot([
        { ...ROOT, edges: [['shortcut', 'global', 1]] },
        {
          name: 'A',
          edges: [
            ['weak', 'w', 2],
            ['shortcut', 's', 2],
            ['property', 'self', 1],
            ['property', 'p', 2],
          ],
        },
        { name: 'B' },
      ]),
    );
    expect(Array.from(graph.essential)).toEqual([1, 0, 0, 0, 1]);
  });

  it('of the two edges of a WeakMap entry the table’s holds nothing', async () => {
    const name = (index: number): string =>
      `${index} / part of key (K @5) -> value (V @7) pair in WeakMap (table @3)`;
    const analysis = await readAnalysis(
      writtenSnapshot([
        {
          ...ROOT,
          edges: [
            ['shortcut', 'table', 1],
            ['shortcut', 'key', 2],
          ],
        },
        { type: 'array', name: '(table)', edges: [['internal', name(1), 3]] },
        { name: 'K', edges: [['internal', name(2), 3]] },
        { name: 'V', size: 40 },
      ]),
    );
    expect(analysis.tree.dominator[3]).toBe(2);
  });

  it('references of the runtime to what the page owns hold nothing', async () => {
    const analysis = await readAnalysis(
      writtenSnapshot([
        {
          ...ROOT,
          edges: [
            ['shortcut', 'page', 1],
            ['element', 1, 2],
          ],
        },
        { name: 'Window', edges: [['property', 'o', 3]] },
        { type: 'synthetic', name: '(Debugger)', edges: [['element', 1, 3]] },
        { name: 'Owned' },
      ]),
    );
    expect(analysis.tree.dominator[3]).toBe(1);
  });

  it('storage counts with its only owner; of several owners with none', async () => {
    const { graph } = await readSnapshot(
      writtenSnapshot([
        {
          ...ROOT,
          edges: [
            ['shortcut', 'a', 1],
            ['shortcut', 'b', 2],
          ],
        },
        {
          name: 'Map',
          size: 10,
          edges: [
            ['internal', 'table', 3],
            ['internal', 'shared', 4],
          ],
        },
        { name: 'Other', size: 10, edges: [['internal', 'shared', 4]] },
        { type: 'array', name: '', size: 100, edges: [['internal', 'more', 5]] },
        { type: 'array', name: '', size: 1000 },
        { type: 'hidden', name: 'store', size: 7 },
      ]),
    );
    expect(Array.from(graph.selfBytes)).toEqual([0, 117, 10, 0, 1000, 0]);
  });

  it('detachedness goes through native nodes, attached first', async () => {
    const { graph } = await readSnapshot(
      writtenSnapshot([
        {
          ...ROOT,
          edges: [
            ['element', 1, 1],
            ['element', 2, 2],
          ],
        },
        { type: 'native', name: '<div>', detachedness: 1, edges: [['element', 1, 3]] },
        {
          type: 'native',
          name: '<li class="x">',
          detachedness: 2,
          edges: [
            ['element', 1, 3],
            ['element', 2, 4],
            ['weak', 'w', 6],
            ['property', 'p', 5],
          ],
        },
        { type: 'native', name: '<b>' },
        { type: 'native', name: '<i>' },
        { name: 'Script' },
        { type: 'native', name: '<u>' },
      ]),
    );
    const detached = [...graph.flags.keys()].filter(
      (node) => (graph.flags[node]! & nodeFlags.detached) !== 0,
    );
    expect(detached).toEqual([2, 4]);
    expect(graph.classes[graph.classOf[2]!]!.name).toBe('Detached <li>');
    expect(graph.labels.nodeName(4)).toBe('Detached <i>');
  });

  it('two classes of one name stay two; the first keeps the bare name', async () => {
    const nodes: WrittenNode[] = [
      { ...ROOT, edges: [1, 2, 3].map((to) => ['element', to, to] as const) },
      { name: 'Item' },
      { name: 'Item' },
      { name: 'Item' },
    ];
    const locations = [
      [7, 12, 4, 0],
      [14, 9, 1, 6],
      [21, 9, 1, 6],
    ];
    const rows = await classList(await readAnalysis(writtenSnapshot(nodes, { locations })), idlePace());
    const items = rows.filter(({ name }) => name === 'Item').map(({ key, count }) => [key, count]);
    expect(Object.fromEntries(items)).toEqual({ Item: 2, 'Item (12:5:1)': 1 });
  });

  it('plain objects are told apart by their properties where many are alike', async () => {
    const plain = (...names: string[]): WrittenNode => ({
      name: 'Object',
      edges: names.map((name) => ['property', name, 0] as const),
    });
    const nodes = [plain('id', 'a b'), plain('id', 'a b'), plain('once')];
    const root = { ...ROOT, edges: nodes.map((_, k) => ['element', k, k + 1] as const) };
    const rows = await classList(await readAnalysis(writtenSnapshot([root, ...nodes])), idlePace());
    expect(rows.filter(({ family }) => family === 'object').map(({ key, count }) => [key, count])).toEqual(
      expect.arrayContaining([
        ['{id, "a b"}', 2],
        ['Object', 1],
      ]),
    );
  });

  it('a concatenated string is its parts', async () => {
    const { graph } = await readSnapshot(
      writtenSnapshot([
        { ...ROOT, edges: [['element', 1, 1]] },
        {
          type: 'concatenated string',
          name: '(concatenated string)',
          edges: [
            ['internal', 'first', 2],
            ['internal', 'second', 3],
          ],
        },
        { type: 'string', name: 'left ' },
        { type: 'string', name: 'right' },
      ]),
    );
    expect(graph.labels.nodeName(1)).toBe('left right');
  });

  it('distances count from the global objects, and far away for the rest', async () => {
    const { graph } = await readSnapshot(
      writtenSnapshot([
        {
          ...ROOT,
          edges: [
            ['shortcut', 'global', 1],
            ['element', 1, 3],
          ],
        },
        {
          name: 'global',
          edges: [
            ['property', 'a', 2],
            ['weak', 'w', 4],
          ],
        },
        { name: 'A' },
        { type: 'synthetic', name: '(roots)', edges: [['element', 1, 4]] },
        { name: 'B' },
      ]),
    );
    const distances = await distancesOf(graph, idlePace());
    expect(Array.from(distances)).toEqual([SYSTEM_DISTANCE, 1, 2, SYSTEM_DISTANCE + 1, SYSTEM_DISTANCE + 2]);
  });
});

describe('damaged and hostile files', () => {
  const whole = writtenSnapshot(SMALL);

  it('counts that lie are no danger and are told', async () => {
    const claims = { node_count: 2 ** 31, edge_count: 2 ** 31, trace_function_count: 2 ** 31 };
    const begun = performance.now();
    const { facts } = await readSnapshot(writtenSnapshot(SMALL, { claims }));
    expect(performance.now() - begun).toBeLessThan(1000);
    expect(facts).toMatchObject({ nodes: 4, edges: 3 });
    expect(facts.warnings.map(({ code }) => code)).toEqual(['count-differs', 'count-differs']);
  });

  it('packed files with counts that lie are no danger either', async () => {
    const claims = { node_count: 2 ** 40, edge_count: 2 ** 40 };
    const { facts } = await readSnapshot(gzipSync(writtenSnapshot(SMALL, { claims })));
    expect(facts.nodes).toBe(4);
  });

  it('references that lead nowhere are left out and told', async () => {
    const nodes = [
      SMALL[0]!,
      { ...SMALL[1]!, edges: [['property', 'x', 900] as const, ['property', 'session', 2] as const] },
      SMALL[2]!,
      SMALL[3]!,
    ];
    const analysis = await readAnalysis(writtenSnapshot(nodes));
    expect(analysis.tree.retainedBytes[1]).toBe(180);
    const { facts } = await readSnapshot(writtenSnapshot(nodes));
    expect(facts.warnings.map(({ code }) => code)).toEqual(['bad-references']);
  });

  it('more edges promised than there are leave objects without', async () => {
    const text = whole.replace(/"edges":\[[^\]]*\]/u, '"edges":[5,1,7]');
    const { facts } = await readSnapshot(text);
    expect(facts.warnings.map(({ code }) => code)).toContain('count-differs');
  });

  it.each([
    ['an empty object', '{"snapshot":{"meta":{"node_fields":[],"edge_fields":[]}}}'],
    ['no meta', '{"snapshot":{}, "node_fields":[1],"edge_fields":[2]}'],
    ['nodes that are text', whole.replace(/"nodes":\[/u, '"nodes":["x",')],
    ['nodes that are no array', whole.replace(/"nodes":\[[^\]]*\]/u, '"nodes":{}')],
    ['fractions', whole.replace(/"edges":\[/u, '"edges":[1.5,')],
    ['edges before nodes', whole.replace('"nodes":[', '"moved":[')],
    ['two lists of objects', whole.replace('"locations"', '"nodes":[1,2,3,4,5,6,7],"locations"')],
    ['no objects', whole.replace(/"nodes":\[[^\]]*\]/u, '"nodes":[]')],
    ['strings that are numbers', whole.replace(/"strings":\[/u, '"strings":[1,')],
  ])('%s is refused in words', async (_, text) => {
    const failed = readSnapshot(text);
    await expect(failed).rejects.toBeInstanceOf(AppError);
    await expect(failed).rejects.toMatchObject({
      code: expect.stringMatching(/^file-(damaged|not-recognised)$/u) as string,
    });
  });

  it('cut off in the names is read as far as it goes, and says so', async () => {
    const { facts, graph } = await readSnapshot(whole.slice(0, whole.indexOf('"Session"') + 4));
    expect(facts).toMatchObject({ nodes: 4, warnings: [{ code: 'truncated' }] });
    expect(graph.labels.nodeName(3)).toBe('(name missing in the file)');
  });

  it('cut off anywhere or with changed bytes is read or refused in words, never more', async () => {
    const bytes = Buffer.from(whole);
    const edit = fc.record({
      at: fc.nat(bytes.length - 1),
      to: fc.constantFrom(...Buffer.from('0199,-[]{}":\\ x\u00ff')),
    });
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.array(edit, { maxLength: 4 }), async (length, edits) => {
        const changed = Buffer.from(bytes.subarray(0, edits.length === 0 ? length : bytes.length));
        for (const { at, to } of edits) changed[at] = to;
        try {
          const { graph } = await readSnapshot(changed);
          for (let node = 0; node < graph.nodeCount; node++) graph.labels.nodeName(node);
          for (let edge = 0; edge < graph.edgeCount; edge++) graph.labels.edgeName(edge);
          await distancesOf(graph, idlePace());
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(error.message.length).toBeGreaterThan(20);
        }
      }),
      { numRuns: fuzzRuns(300) },
    );
  });

  it('a cancel while reading is heard', async () => {
    const nodes = Array.from({ length: 200_000 }, (_, k): WrittenNode => ({ name: `n${k % 100}` }));
    const text = writtenSnapshot([
      { ...ROOT, edges: nodes.map((_, k) => ['element', k, k + 1] as const) },
      ...nodes,
    ]);
    const opened = await heapFileOf('large', new TextEncoder().encode(text));
    const abort = new AbortController();
    const reading = readHeap(opened, abort.signal, () => abort.abort());
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
