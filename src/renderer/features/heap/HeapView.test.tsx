import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeapSeries } from '#shared/model/heap.ts';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import { deferred, type FakeHandlers } from '../../testing/fake-engine.ts';
import { HeapView } from './HeapView.tsx';
import { HeapWindow, openHeapWindow } from './testing/HeapWindow.tsx';
import {
  fakeClasses,
  fakeDetails,
  fakeGrowth,
  fakeGrowthPath,
  fakeObject,
  fakeReference,
  fakeSeries,
  fakeSnapshot,
  fakeStatistics,
} from './testing/fake-heap.ts';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

const classTable = fakeClasses([
  ['QuoteContext', 2, 240, 4000],
  ['Session', 5, 900, 900],
]);

const oneSnapshot: FakeHandlers = {
  'snapshots.list': () => [fakeSnapshot()],
  'series.list': () => [],
  'heap.statistics': () => fakeStatistics(),
  'heap.classes': () => classTable,
  'heap.instances': ({ classKey }) => ({
    total: 2,
    selfBytes: 240,
    objects: [fakeObject({ className: classKey }), fakeObject({ className: classKey, node: 9, id: 909 })],
  }),
  'heap.containment': () => ({ total: 1, references: [fakeReference({ name: 'cart' })] }),
  'heap.object': ({ node }) => fakeDetails({ object: fakeObject({ node, id: node * 101 }) }),
  'heap.retainers': () => ({ total: 1, references: [fakeReference()] }),
  'heap.freedBy': () => ({ count: 12, bytes: 2000 }),
  'heap.retainedSet': () => ({ freed: { count: 30, bytes: 5500 }, objects: 2, selfBytes: 240 }),
};

function fourSnapshots(series: () => HeapSeries = () => fakeSeries()): FakeHandlers {
  return {
    ...oneSnapshot,
    'snapshots.list': () => [1, 2, 3, 4].map((id) => fakeSnapshot({ id, name: `heap-${id}`, seriesId: 1 })),
    'series.list': () => [series()],
    'heap.growth': () => fakeGrowth(),
    'heap.growthPath': () => fakeGrowthPath(),
  };
}

function show(handlers: FakeHandlers) {
  const open = openHeapWindow(handlers);
  render(
    <HeapWindow open={open}>
      <HeapView />
    </HeapWindow>,
  );
  return { ...open, user: userEvent.setup() };
}

describe('a snapshot', () => {
  it('is explored by keyboard: a class, its instances, what holds one, and what clearing that frees', async () => {
    const { user, store } = show(oneSnapshot);
    expect((await screen.findByRole('region', { name: 'By type' })).textContent).toContain('Typed arrays');
    await user.click(screen.getByRole('tab', { name: 'Classes' }));
    const grid = await screen.findByRole('treegrid', { name: 'Classes and their instances' });
    const names = () =>
      within(grid)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent);
    // Largest retained first.
    await waitFor(() => expect(names()[0]).toContain('QuoteContext'));
    await user.type(screen.getByRole('textbox', { name: 'Filter classes' }), 'Quote{ArrowDown}');
    await waitFor(() => expect(names()).toHaveLength(1));
    expect(document.activeElement).toBe(grid);
    await user.keyboard('{Home}{ArrowRight}');
    await waitFor(() => expect(names()).toHaveLength(3));
    expect(names()[2]).toContain('@909');

    await user.keyboard('{ArrowDown}');
    const object = await screen.findByRole('complementary', { name: 'Object' });
    await waitFor(() => expect(object.textContent).toContain('QuoteContext @707'));
    const retainers = await within(object).findByRole('treegrid', { name: 'Retainers' });
    await user.click(await within(retainers).findByText('pending'));
    await waitFor(() => expect(object.textContent).toMatch(/Clearing pending.*frees 2 kB, 12 objects/u));

    // Two objects together: not the sum of both.
    grid.focus();
    await user.keyboard(' {ArrowDown} ');
    const marked = await screen.findByRole('group', { name: 'Marked objects' });
    await waitFor(() => expect(marked.textContent).toMatch(/2 objects marked.*5.5 kB in 30 objects/u));
    expect(store.getState().heap.inspected).toEqual({ snapshotId: 1, node: 9 });
  });

  it('says how far reading is, and can be stopped and read after all', async () => {
    const answer = deferred<'heap.statistics'>();
    let aborted = false;
    const { user, engine } = show({
      ...oneSnapshot,
      'heap.statistics': (_, { signal }) => {
        signal.addEventListener('abort', () => (aborted = true));
        return answer.promise;
      },
    });
    await waitFor(() => expect(engine.countOf('heap.statistics')).toBe(1));
    act(() => engine.push('heap.progress', { snapshotId: 1, phase: 'Finding dominators', share: 0.4 }));
    expect(await screen.findByText('Finding dominators, 40 %')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(aborted).toBe(true));
    expect(screen.getByText('The statistics were not read')).toBeTruthy();
    answer.resolve(fakeStatistics());
    await user.click(screen.getByRole('button', { name: 'Read now' }));
    expect(await screen.findByRole('region', { name: 'By type' })).toBeTruthy();
  });

  it('without references has no views that need them', async () => {
    show({ ...oneSnapshot, 'snapshots.list': () => [fakeSnapshot({ hasGraph: false, nodes: null })] });
    await screen.findByRole('tab', { name: 'Classes' });
    expect(screen.queryByRole('tab', { name: 'Dominators' })).toBeNull();
  });
});

describe('a series', () => {
  it('is judged: what grew, how it is held, and noise in one line', async () => {
    const { user, store } = show(fourSnapshots());
    await screen.findByRole('tab', { name: 'Statistics', selected: true });
    act(() => store.getState().actions.openSeries(1));
    const grew = await screen.findByRole('grid', { name: 'What grew' });
    const rows = () =>
      within(grew)
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.textContent);
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(rows()[0]).toMatch(/^leakQuoteContextpending › Map.*\+100\+99 to \+101Exactly 1 more/u);
    expect(rows()[1]).toContain('2 noise families');
    expect(rows()[2]).toContain('no growth');
    expect(screen.getByText(/1 leak, 1 no growth; 4 below the size floor/u)).toBeTruthy();

    const path = screen.getByRole('region', { name: 'Retainer path' });
    await waitFor(() => expect(path.textContent).toContain('30 of 30 new ones sampled, 29 share this path'));
    expect(within(path).getByRole('row', { name: /grows in every snapshot/u }).textContent).toContain('1141');
    const checks = screen.getByRole('region', { name: 'Can we judge growth?' });
    expect(checks.textContent).toContain('with limits');
    expect(checks.textContent).toContain('4, needs 9');

    await user.click(within(grew).getByRole('button', { name: '2 noise families' }));
    await waitFor(() => expect(rows()).toHaveLength(5));
    expect(rows()[2]).toContain('compiled code');
  });

  it('leaves a snapshot out by its flag, and takes the edit back', async () => {
    let series = fakeSeries();
    const { user, store, engine } = show({
      ...fourSnapshots(() => series),
      'series.update': ({ leftOut }) => {
        series = { ...series, leftOut: leftOut ?? series.leftOut };
        return series;
      },
    });
    await screen.findByRole('tab', { name: 'Growth' });
    act(() => store.getState().actions.openSeries(1));
    await user.click(await screen.findByRole('button', { name: /^S2 heap-2/u }));
    await waitFor(() => expect(series.leftOut).toEqual([2]));
    await waitFor(() => expect(engine.countOf('heap.growth')).toBe(2));
    await act(async () => {
      await store.getState().actions.undo();
    });
    expect(series.leftOut).toEqual([]);
  });

  it('takes requests that rise, and says which do not', async () => {
    let kept: readonly number[] | null = null;
    const { user, store } = show({
      ...fourSnapshots(() => fakeSeries({ operations: null })),
      'heap.growth': () =>
        fakeGrowth({
          operationsFrom: 'none',
          snapshots: fakeGrowth().snapshots.map((snapshot) => ({ ...snapshot, operations: null })),
        }),
      'series.update': ({ operations }) => {
        kept = operations ?? null;
        return fakeSeries({ operations: kept });
      },
    });
    await screen.findByRole('tab', { name: 'Growth' });
    act(() => store.getState().actions.openSeries(1));
    await user.click(await screen.findByRole('button', { name: /^Requests/u }));
    const field = (place: number) => screen.getByRole('textbox', { name: `Requests before S${place}` });
    await user.type(field(1), '148k');
    await user.type(field(2), '140,000');
    await user.type(field(3), '300 000');
    await user.type(field(4), '0.4M');
    expect(screen.getByText(/S2 must have more requests than S1/u)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Apply' }).disabled).toBe(true);
    await user.clear(field(2));
    await user.type(field(2), '222k');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(kept).toEqual([148_000, 222_000, 300_000, 400_000]));
  });

  it('opens the growing step in containment of the last snapshot', async () => {
    const { user, store, engine } = show(fourSnapshots());
    await screen.findByRole('tab', { name: 'Growth' });
    act(() => store.getState().actions.openSeries(1));
    const step = await screen.findByRole('row', { name: /grows in every snapshot/u });
    step.focus();
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('tab', { name: 'Containment', selected: true })).toBeTruthy();
    await waitFor(() =>
      expect(engine.calls.find(({ method }) => method === 'heap.containment')?.params).toMatchObject({
        snapshotId: 4,
        node: 5,
      }),
    );
  });

  it('with too few snapshots says what is missing instead of a verdict', async () => {
    const { store } = show({
      ...fourSnapshots(),
      'heap.growth': () =>
        fakeGrowth({ growth: null, missing: 'Two are left: take one more under the same load.', bands: [] }),
    });
    await screen.findByRole('tab', { name: 'Growth' });
    act(() => store.getState().actions.openSeries(1));
    expect(await screen.findByText('Two are left: take one more under the same load.')).toBeTruthy();
    expect(screen.queryByRole('grid', { name: 'What grew' })).toBeNull();
  });
});
