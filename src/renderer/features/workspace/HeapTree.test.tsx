import { cleanup, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HeapSeries, SnapshotInfo } from '#shared/model/heap.ts';
import { HeapTree } from './HeapTree.tsx';
import { movedInSeries, type TreeHeap } from './tree-heap.ts';

afterEach(cleanup);

function snapshot(id: number): SnapshotInfo {
  return {
    id,
    sourceId: id,
    name: `heap-${id}`,
    format: 'v8-heapsnapshot',
    formatLabel: 'V8 heap snapshot',
    runtime: 'v8',
    version: null,
    nodes: 10,
    edges: 20,
    classCount: 3,
    selfBytes: 1000,
    takenAtUs: null,
    stableIds: true,
    hasGraph: true,
    hasAllocations: false,
    detachedElements: 0,
    warnings: [],
    seriesId: id <= 3 ? 1 : null,
  };
}

const series: HeapSeries = {
  id: 1,
  name: 'orders-service',
  snapshotIds: [1, 2, 3],
  leftOut: [2],
  operations: null,
  runId: null,
  clockOffsetMs: 0,
  proposed: true,
};

function show(change: Partial<TreeHeap> = {}) {
  const heap = {
    snapshots: [1, 2, 3, 4, 5].map(snapshot),
    series: [series],
    openSeriesId: 1,
    openSnapshotId: null,
    readOnly: false,
    onOpenSeries: vi.fn(),
    onOpenSnapshot: vi.fn(),
    onRenameSeries: vi.fn(),
    onRenameSnapshot: vi.fn(),
    onRemoveSeries: vi.fn(),
    onRemoveSnapshot: vi.fn(),
    onMakeSeries: vi.fn(),
    onReorder: vi.fn(),
    onCompare: vi.fn(),
    onShowLog: vi.fn(),
    ...change,
  };
  render(<HeapTree heap={heap} />);
  const rows = () => screen.getAllByRole('treeitem');
  return { heap, rows, user: userEvent.setup() };
}

describe('heap snapshots of the tree', () => {
  it('stand in their series in order, the others below', () => {
    const { rows } = show();
    expect(rows().map((row) => row.textContent)).toEqual([
      'orders-service3 in order',
      'S1heap-1',
      'S2heap-2left out',
      'S3heap-3',
      'heap-4',
      'heap-5',
    ]);
    expect(rows()[0]!.getAttribute('aria-selected')).toBe('true');
  });

  it('are opened, closed, moved and renamed by keyboard', async () => {
    const { heap, rows, user } = show();
    rows()[0]!.focus();
    await user.keyboard('{ArrowDown}{Enter}');
    expect(heap.onOpenSnapshot).toHaveBeenCalledWith(1);
    await user.keyboard('{Alt>}{ArrowDown}{/Alt}');
    expect(heap.onReorder).toHaveBeenCalledWith(1, [2, 1, 3]);
    await user.keyboard('{F2}{Control>}a{/Control}idle{Enter}');
    expect(heap.onRenameSnapshot).toHaveBeenCalledWith(1, 'idle');
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(rows()).toHaveLength(3);
    await user.keyboard('{Delete}');
    expect(heap.onRemoveSeries).toHaveBeenCalledWith(series);
  });

  it('become a series, or are compared, once two are chosen', async () => {
    const { heap, rows, user } = show();
    rows()[5]!.focus();
    await user.keyboard(' {ArrowUp} ');
    const chosen = screen.getByRole('group', { name: 'Chosen snapshots' });
    await user.click(within(chosen).getByRole('button', { name: 'Compare' }));
    expect(heap.onCompare).toHaveBeenCalledWith(5, 4);
    await user.click(within(chosen).getByRole('button', { name: 'Make a series' }));
    expect(heap.onMakeSeries).toHaveBeenCalledWith([4, 5]);
  });

  it('are not changed where the workspace can only be read', async () => {
    const { heap, rows, user } = show({ readOnly: true });
    rows()[0]!.focus();
    await user.keyboard('{Delete}{ArrowDown}{Alt>}{ArrowDown}{/Alt}{F2}');
    expect(heap.onRemoveSeries).not.toHaveBeenCalled();
    expect(heap.onReorder).not.toHaveBeenCalled();
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

it('a snapshot does not move beyond the ends of its series', () => {
  expect(movedInSeries([1, 2, 3], 3, -1)).toEqual([1, 3, 2]);
  expect(movedInSeries([1, 2, 3], 3, 1)).toBeNull();
});
