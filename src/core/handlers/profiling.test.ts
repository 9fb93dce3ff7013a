import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { textAt } from '#shared/contract/columns.ts';
import {
  DEFAULT_ALIGNMENT,
  type DifferenceOptions,
  type DifferenceSide,
} from '#shared/model/profile-difference.ts';
import type { ProfileSelection, ProfileTransform } from '#shared/model/profile.ts';
import { useTemporaryFolder } from '../io/testing/temporary-folder.ts';
import {
  BASE,
  REGRESSED,
  HEAP,
  facts,
  JTL_HEAD,
  startEngine,
  importedFrom,
  imported,
  whole,
  nameOf,
  pathOf,
  sumOf,
  numbersOf,
  refusal,
  INTERNAL,
  LIBRARY,
  by,
  type Running,
} from './testing/profile-engine.ts';

const folder = useTemporaryFolder();

describe('a profile of Node.js', () => {
  it('comes in, and goes out with the figures that were computed apart', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const expected = facts[BASE]!;
    const [info] = await client.call('profiles.list', {});
    expect(info).toMatchObject({
      id,
      name: BASE,
      format: 'v8-cpuprofile',
      formatLabel: 'V8 CPU profile',
      weights: [{ unit: 'ns' }],
      samples: expected.samples,
      threads: [{ samples: expected.samples }],
      hasTimes: true,
      link: null,
    });
    expect(await client.call('sources.list', {})).toMatchObject([
      {
        id: info!.sourceId,
        kind: 'profile',
        runId: null,
        name: BASE,
        compression: 'gzip',
        rows: expected.samples,
      },
    ]);
    expect(await client.call('workspace.info', {})).toMatchObject({ runCount: 0, profileCount: 1 });
    const table = await client.call('profiles.functions', { selection: whole(id) });
    expect(table.selected.total).toBeCloseTo(expected.totalUs * 1000, 3);
    expect(table.selected.samples).toBe(expected.samples);
    const self: Record<string, number> = {};
    const total: Record<string, number> = {};
    const { functions } = table;
    for (let row = 0; row < functions.count; row++) {
      const name = nameOf(functions, row).replace('(anonymous)', '');
      const key = `${name} ${textAt(functions.file, row) ?? ''}:${functions.line[row]}`;
      self[key] = (self[key] ?? 0) + table.self[row]! / 1000;
      total[key] = (total[key] ?? 0) + table.total[row]! / 1000;
    }
    for (const [key, us] of Object.entries(expected.selfUs)) expect(self[key], key).toBeCloseTo(us, 3);
    for (const [key, us] of Object.entries(expected.totalsUs)) expect(total[key], key).toBeCloseTo(us, 3);
    expect(Math.max(...table.total)).toBeLessThanOrEqual(table.selected.total);
    expect([...table.self]).toEqual([...table.self].sort((a, b) => b - a));
  });

  it('has a tree whose rows are in order, and whose parts add up', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const selection = whole(await imported(running, BASE));
    for (const order of ['name', 'heaviest'] as const) {
      const { nodes, functions, selected } = await client.call('profiles.tree', {
        selection,
        order,
        direction: 'callees',
      });
      expect(sumOf(nodes.self) + selected.withoutStack).toBeCloseTo(selected.total, 2);
      const roots = nodes.total.subarray(0, nodes.rowStart[1]);
      expect(sumOf(roots) + selected.withoutStack).toBeCloseTo(selected.total, 2);
      expect(nodes.rowStart.at(-1)).toBe(nodes.count);
      const below = new Float64Array(nodes.count);
      for (let row = 1; row + 1 < nodes.rowStart.length; row++) {
        for (let node = nodes.rowStart[row]!; node < nodes.rowStart[row + 1]!; node++) {
          const parent = nodes.parent[node]!;
          expect(parent).toBeGreaterThanOrEqual(nodes.rowStart[row - 1]!);
          expect(parent).toBeLessThan(nodes.rowStart[row]!);
          below[parent]! += nodes.total[node]!;
          if (node === nodes.rowStart[row]) continue;
          // Sorted by where they lie, siblings in display order.
          const before = nodes.parent[node - 1]!;
          expect(before).toBeLessThanOrEqual(parent);
          if (before !== parent) continue;
          if (order === 'heaviest') expect(nodes.total[node - 1]!).toBeGreaterThanOrEqual(nodes.total[node]!);
          else
            expect(
              nameOf(functions, nodes.function[node - 1]!) <= nameOf(functions, nodes.function[node]!),
            ).toBe(true);
        }
      }
      for (let node = 0; node < nodes.count; node++)
        expect(below[node]! + nodes.self[node]!).toBeCloseTo(nodes.total[node]!, 2);
    }
  });

  it('stands upside down with the functions’ own weight at the top', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const selection = whole(await imported(running, BASE));
    const table = await client.call('profiles.functions', { selection });
    const all = await client.call('profiles.tree', {
      selection,
      order: 'heaviest',
      direction: 'callers',
      minShare: 0,
    });
    expect(all.leftOutWeight).toBe(0);
    const own = table.self.filter((weight) => weight > 0);
    const roots = all.nodes.rowStart[1]!;
    expect(roots).toBe(own.length);
    for (let node = 0; node < roots; node++) expect(all.nodes.total[node]!).toBeCloseTo(own[node]!, 2);
    expect(sumOf(all.nodes.self)).toBeCloseTo(table.selected.total - table.selected.withoutStack, 2);
    const pruned = await client.call('profiles.tree', {
      selection,
      order: 'heaviest',
      direction: 'callers',
      minShare: 0.01,
    });
    expect(pruned.nodes.count).toBeLessThan(all.nodes.count);
    expect(Math.min(...pruned.nodes.total)).toBeGreaterThanOrEqual(0.01 * table.selected.total);
    expect(sumOf(pruned.nodes.self) + pruned.leftOutWeight).toBeCloseTo(sumOf(all.nodes.self), 2);
  });

  it('is the same in SQL as in typed arrays', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, REGRESSED);
    const { selected, functions, ...table } = await client.call('profiles.functions', {
      selection: whole(id),
    });
    const sql = await client.call('sql.query', {
      sql: `SELECT sum(weight) AS total, count(*)::INTEGER AS samples, min(time_ms) >= 0, sum(weights[1]) FROM profile_samples WHERE profile_id = ${id}`,
      limit: 10,
    });
    const [total, samples, inTime, first] = numbersOf(sql, 0);
    expect(total).toBeCloseTo(selected.total, 2);
    expect(first).toBeCloseTo(selected.total, 2);
    expect([samples, inTime]).toEqual([selected.samples, 1]);
    const self = await client.call('sql.query', {
      sql: `SELECT sum(s.weight) AS self FROM profile_samples s JOIN profile_stacks USING (profile_id, stack_id)
        JOIN profile_frames f USING (profile_id, frame_id) WHERE profile_id = ${id} AND f.name = 'copyRule'`,
      limit: 10,
    });
    const row = Array.from({ length: functions.count }, (_, at) => nameOf(functions, at)).indexOf('copyRule');
    expect(numbersOf(self, 0)[0]).toBeCloseTo(table.self[row]!, 2);
    const recursive = await client.call('sql.query', {
      sql: `WITH RECURSIVE up(stack_id, here) AS (
          SELECT stack_id, stack_id FROM profile_stacks WHERE profile_id = ${id}
          UNION ALL SELECT up.stack_id, k.parent_id FROM up JOIN profile_stacks k ON k.stack_id = up.here
            WHERE k.profile_id = ${id} AND k.parent_id IS NOT NULL)
        SELECT sum(weight) FROM profile_samples WHERE profile_id = ${id} AND stack_id IN (
          SELECT up.stack_id FROM up JOIN profile_stacks k ON k.stack_id = up.here JOIN profile_frames f USING (frame_id)
          WHERE k.profile_id = ${id} AND f.profile_id = ${id} AND f.name = 'checksum')`,
      limit: 10,
    });
    const checksum = Array.from({ length: functions.count }, (_, at) => nameOf(functions, at)).indexOf(
      'checksum',
    );
    expect(numbersOf(recursive, 0)[0]).toBeCloseTo(table.total[checksum]!, 2);
  });

  it('is the same when the workspace is opened again', async () => {
    const path = folder.file('kept.loadstone');
    const ask = async ({ client }: Running) => {
      const [info] = await client.call('profiles.list', {});
      const selection = whole(info!.id, { fromMs: 100.5, toMs: 1200.25, withIdle: false });
      return {
        info,
        tree: await client.call('profiles.tree', { selection, order: 'heaviest', direction: 'callees' }),
        functions: await client.call('profiles.functions', { selection }),
        boxes: await client.call('profiles.timeOrder', {
          selection,
          thread: 0,
          fromMs: 100,
          toMs: 1200,
          columns: 500,
        }),
      };
    };
    const first = await startEngine(folder, path);
    await imported(first, BASE);
    const before = await ask(first);
    await first.engine.close();
    expect(await ask(await startEngine(folder, path))).toEqual(before);
  });
});

describe('changes of the tree', () => {
  const shares = async ({ client }: Running, selection: ProfileSelection) => {
    const tree = await client.call('profiles.tree', { selection, order: 'heaviest', direction: 'callees' });
    const { nodes, functions } = tree;
    const paths = new Map(
      Array.from({ length: nodes.count }, (_, node) => [pathOf(functions, nodes, node), nodes.total[node]!]),
    );
    return { ...tree.selected, paths };
  };

  it('name functions by what survives, keep or lose weight as they say, and follow each other', async () => {
    const running = await startEngine(folder);
    const id = await imported(running, REGRESSED);
    const plain = await shares(running, whole(id));
    const changed = async (...transforms: ProfileTransform[]) => shares(running, whole(id, { transforms }));
    const focus = await changed({ kind: 'focus', match: by('handleOrder'), occurrence: 'outermost' });
    expect(focus.paths.get('handleOrder')).toBeCloseTo(focus.total, 2);
    expect(focus.total).toBeLessThan(plain.total);
    expect(focus.selectedTotal).toBeCloseTo(plain.total, 2);
    const dropped = await changed({ kind: 'drop', match: by('handleOrder') });
    expect(dropped.total + focus.total).toBeCloseTo(plain.total, 2);
    for (const kind of ['hide', 'collapse', 'collapse-library'] as const) {
      const kept = await changed({ kind, match: INTERNAL });
      expect(kept.total).toBeCloseTo(plain.total, 2);
    }
    const hidden = await changed({ kind: 'hide', match: INTERNAL });
    expect([...hidden.paths.keys()].some((path) => path.startsWith('(anonymous);handleOrder'))).toBe(false);
    expect([...hidden.paths.keys()].filter((path) => path.includes('runMain'))).toEqual([]);
    const library = await changed(
      { kind: 'collapse-library', match: INTERNAL },
      { kind: 'drop', match: by('(idle)') },
    );
    expect([...library.paths.keys()]).toContain(LIBRARY);
    expect([...library.paths.keys()].filter((path) => path.includes(`${LIBRARY};${LIBRARY}`))).toEqual([]);
    const again = await changed(
      { kind: 'collapse-library', match: INTERNAL },
      { kind: 'hide', match: by(LIBRARY) },
    );
    expect([...again.paths.keys()].filter((path) => path.includes(LIBRARY))).toEqual([]);
    const flat = await changed({ kind: 'collapse-recursion', recursion: 'full' });
    expect([...flat.paths.keys()].filter((path) => path.includes('checksum;checksum'))).toEqual([]);
    expect([...plain.paths.keys()].filter((path) => path.includes('checksum;checksum'))).not.toEqual([]);
  });

  it('leave figures of functions as they are before recursion is collapsed', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const before = await client.call('profiles.functions', { selection: whole(id) });
    const transforms: ProfileTransform[] = [{ kind: 'collapse-recursion', recursion: 'full' }];
    expect(await client.call('profiles.functions', { selection: whole(id, { transforms }) })).toEqual(before);
  });

  it('refuse expressions that are none, or that never end', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const hide = (pattern: string) =>
      client.call('profiles.functions', {
        selection: whole(id, { transforms: [{ kind: 'hide', match: { by: 'pattern', pattern } }] }),
      });
    expect(await refusal(hide('('))).toMatchObject({ code: 'bad-request' });
    expect(await refusal(hide('^(([a-zA-Z:/._]+)+)+!$'))).toMatchObject({ code: 'bad-request' });
  });
});

describe('parts of a profile', () => {
  it('of the time add up to the whole, idle time or not', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const total = async (change: Partial<ProfileSelection>) =>
      (await client.call('profiles.functions', { selection: whole(id, change) })).selected.total;
    const all = await total({});
    const parts = [
      await total({ toMs: 333.3 }),
      await total({ fromMs: 333.3, toMs: 900 }),
      await total({ fromMs: 900 }),
    ];
    expect(sumOf(parts)).toBeCloseTo(all, 1);
    const busy = await total({ withIdle: false });
    expect(all - busy).toBeCloseTo(facts[BASE]!.selfUs['(idle) :0']! * 1000, 1);
    const activity = await client.call('profiles.activity', {
      profileId: id,
      weight: 0,
      threads: null,
      bins: 137,
    });
    expect(sumOf(activity.busy)).toBeCloseTo(busy, 0);
    expect(sumOf(activity.idle)).toBeCloseTo(all - busy, 0);
    expect(sumOf(activity.gc)).toBeCloseTo(facts[BASE]!.selfUs['(garbage collector) :0']! * 1000, 0);
    const map = await client.call('profiles.heatMap', { selection: whole(id), columns: 100, rows: 50 });
    expect(map).toMatchObject({ columns: 3, rows: 50, secondsPerColumn: 1, fromMs: 0 });
    expect(sumOf(map.weight)).toBeCloseTo(all, 0);
    const folded = await client.call('profiles.heatMap', { selection: whole(id), columns: 2, rows: 10 });
    expect(folded).toMatchObject({ columns: 2, secondsPerColumn: 2 });
    expect(sumOf(folded.weight)).toBeCloseTo(all, 0);
  });

  it('in the order of time are boxes that do not overlap, few of them, and cover what the tree says', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const [info] = await client.call('profiles.list', {});
    const boxes = async (columns: number) =>
      client.call('profiles.timeOrder', {
        selection: whole(id),
        thread: 0,
        fromMs: 0,
        toMs: info!.durationMs!,
        columns,
      });
    const fine = await boxes(20_000);
    const [, total] = Object.entries(facts[BASE]!.totalsUs).find(([key]) => key.startsWith('handleOrder '))!;
    let handled = 0;
    for (let row = 0; row + 1 < fine.rowStart.length; row++) {
      for (let i = fine.rowStart[row]!; i < fine.rowStart[row + 1]!; i++) {
        expect(fine.toMs[i]!).toBeGreaterThanOrEqual(fine.fromMs[i]!);
        if (i > fine.rowStart[row]!) expect(fine.fromMs[i]!).toBeGreaterThanOrEqual(fine.toMs[i - 1]! - 1e-6);
        if (nameOf(fine.functions, fine.function[i]!) === 'handleOrder')
          handled += fine.toMs[i]! - fine.fromMs[i]!;
      }
    }
    expect(handled).toBeCloseTo(total / 1000, 0);
    const coarse = await boxes(40);
    expect(coarse.count).toBeLessThanOrEqual((coarse.rowStart.length - 1) * 81);
    expect(sumOf(coarse.merged)).toBeGreaterThan(0);
    expect(coarse.rowStart.length).toBe(fine.rowStart.length);
  });

  it('are refused where the profile has none', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, HEAP);
    const [info] = await client.call('profiles.list', {});
    expect(info).toMatchObject({ hasTimes: false, weights: [{ unit: 'bytes' }] });
    const refused = [
      client.call('profiles.tree', {
        selection: whole(id, { fromMs: 1 }),
        order: 'name',
        direction: 'callees',
      }),
      client.call('profiles.activity', { profileId: id, weight: 0, threads: null, bins: 5 }),
      client.call('profiles.functions', { selection: whole(id, { weight: 7 }) }),
      client.call('profiles.functions', { selection: whole(id, { threads: [3] }) }),
    ];
    for (const call of refused) expect(await refusal(call)).toMatchObject({ code: 'bad-request' });
    expect(await refusal(client.call('profiles.functions', { selection: whole(99) }))).toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a sandwich', () => {
  it('has the function on both sides, with the weight that the table says', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const selection = whole(await imported(running, REGRESSED));
    const table = await client.call('profiles.functions', { selection });
    for (const name of ['evaluate', 'checksum', '(garbage collector)']) {
      for (const occurrence of ['outermost', 'innermost'] as const) {
        const rows = [...table.total.keys()].filter((row) => nameOf(table.functions, row) === name);
        const line = table.functions.line[rows[0]!]!;
        const sandwich = await client.call('profiles.sandwich', {
          selection,
          function: {
            by: 'function',
            name,
            file: textAt(table.functions.file, rows[0]!),
            line: line || null,
          },
          occurrence,
          order: 'heaviest',
          minShare: 0,
        });
        expect(sandwich.functionTotal).toBeCloseTo(table.total[rows[0]!]!, 1);
        expect(sandwich.functionSamples).toBe(table.samples[rows[0]!]!);
        const { functions, callers, callees } = sandwich;
        for (const side of [callers, callees]) {
          expect(side.rowStart[1]).toBe(1);
          expect(pathOf(functions, side, 0)).toBe(name);
          expect(side.total[0]).toBeCloseTo(sandwich.functionTotal, 1);
        }
        expect(sumOf(callers.self)).toBeCloseTo(sandwich.functionTotal, 1);
        expect(sumOf(callees.self)).toBeCloseTo(sandwich.functionTotal, 1);
      }
    }
    const unknown = client.call('profiles.sandwich', {
      selection,
      function: by('nowhere'),
      occurrence: 'outermost',
      order: 'name',
    });
    expect(await refusal(unknown)).toMatchObject({ code: 'not-found' });
  });
});

describe('a difference', () => {
  it('names what the candidate does more, per operation', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const [a, b] = [await imported(running, BASE), await imported(running, REGRESSED)];
    const side = (id: number, operations: number | null) => ({
      profiles: [{ selection: whole(id, { withIdle: false }), operations }],
    });
    const options: DifferenceOptions = {
      mode: 'per-operation',
      alignment: [...DEFAULT_ALIGNMENT],
      renames: [],
      order: 'name',
      floor: null,
      designEffect: 10,
    };
    const difference = await client.call('profiles.difference', {
      baseline: side(a, 400_000),
      candidate: side(b, 400_000),
      options,
    });
    const { functions, self } = difference.functions;
    expect(nameOf(functions, 0)).toBe('copyRule');
    expect(self.baseline[0]).toBe(0);
    const expected = Object.entries(facts[REGRESSED]!.selfUs).find(([key]) => key.startsWith('copyRule '))!;
    expect(self.candidate[0]! * 400_000).toBeCloseTo(expected[1] * 1000, 1);
    expect(difference.candidate.profiles[0]).toMatchObject({ operations: 400_000 });
    // A run that was linked says how many there were: one a second, done 50 ms later.
    const begun = 1_767_225_600_000;
    const rows = Array.from({ length: 60 }, (_, i) => `${begun + i * 1000},50,buy,200,OK,users 1-1,true,1,1`);
    await writeFile(folder.file('a.jtl'), [JTL_HEAD, ...rows].join('\n'));
    await client.call('import.start', {
      files: [{ fileId: running.engine.files.registerPath(folder.file('a.jtl')).fileId }],
    });
    await running.engine.idle();
    const [run] = await client.call('runs.list', {});
    for (const profileId of [a, b])
      await client.call('profiles.link', { profileId, runId: run!.id, offsetMs: 10_000 });
    const linked = await client.call('profiles.difference', {
      baseline: side(a, null),
      candidate: {
        profiles: [{ selection: whole(b, { fromMs: 1000, toMs: 3020 }), operations: null }],
      },
      options,
    });
    const operationsOf = (side: DifferenceSide) => side.profiles.map(({ operations }) => operations);
    expect(operationsOf(linked.baseline)).toEqual([3]);
    expect(operationsOf(linked.candidate)).toEqual([2]);
    await client.call('profiles.link', { profileId: a, runId: null, offsetMs: null });
    // What the changes of the tree have left, as for one profile.
    expect(difference.baseline.selectedTotal).toBe(difference.baseline.total);
    const drop: ProfileTransform = { kind: 'drop', match: { by: 'pattern', pattern: 'copyRule' } };
    const dropped = whole(b, { withIdle: false, transforms: [drop] });
    const left = await client.call('profiles.difference', {
      baseline: side(a, 400_000),
      candidate: { profiles: [{ selection: dropped, operations: 400_000 }] },
      options,
    });
    const { selected } = await client.call('profiles.functions', { selection: dropped });
    expect(left.candidate.total).toBeLessThan(left.candidate.selectedTotal);
    expect(left.candidate.total).toBeCloseTo(selected.total, 0);
    expect(left.candidate.selectedTotal).toBeCloseTo(selected.selectedTotal, 0);
    // Without operations there is nothing to divide by.
    const unknown = client.call('profiles.difference', {
      baseline: side(a, null),
      candidate: side(b, 400_000),
      options,
    });
    expect(await refusal(unknown)).toMatchObject({ code: 'bad-request' });
  });
});

describe('an export', () => {
  it('comes back with equal totals, and is refused where the other tool would die', async () => {
    const running = await startEngine(folder);
    const { client } = running;
    const id = await imported(running, BASE);
    const selection = whole(id, { withIdle: false, fromMs: 100, toMs: 2000 });
    const file = await client.call('profiles.export', { selection, to: 'speedscope' });
    expect(file).toMatchObject({ name: `${BASE}.speedscope.json`, mediaType: 'application/json' });
    await writeFile(folder.file(file.name), file.bytes);
    const [back] = await importedFrom(running, folder.file(file.name));
    const [before, after] = [
      await client.call('profiles.functions', { selection }),
      await client.call('profiles.functions', { selection: whole(back!) }),
    ];
    expect(after.selected.total).toBeCloseTo(before.selected.total, 0);
    expect(after.functions.count).toBe(before.functions.count);
    const folded = await client.call('profiles.export', { selection, to: 'folded' });
    const lines = new TextDecoder().decode(folded.bytes).trimEnd().split('\n');
    expect(sumOf(lines.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1))))).toBeCloseTo(
      before.selected.total,
      0,
    );
    const refused = await refusal(
      client.call('profiles.export', { selection, to: 'speedscope', maxRectangles: 100 }),
    );
    expect(refused.code).toBe('bad-request');
    expect(refused.hint).toContain('folded');
  });
});
