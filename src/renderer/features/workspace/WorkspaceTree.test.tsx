import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Run, Source } from '#shared/model/run.ts';
import { asRequest, emptyDraft } from '../../state/compare-draft.ts';
import { fakeRun, fakeSource, fakeWorkspace } from '../../testing/fake-data.ts';
import type { TreeHeap } from './tree-heap.ts';
import type { TreeComparing } from './tree-comparing.ts';
import { WorkspaceTree } from './WorkspaceTree.tsx';

afterEach(cleanup);

const noSnapshots: TreeHeap = {
  snapshots: [],
  series: [],
  openSeriesId: null,
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
};

function show(
  more: readonly Run[] = [],
  change: Partial<TreeComparing> = {},
  baselines: ReadonlyMap<number, readonly string[]> = new Map(),
  moreSources: readonly Source[] = [],
) {
  const props = {
    info: fakeWorkspace({ sizeBytes: 118_000_000 }),
    runs: [
      fakeRun({ id: 1, name: 'Nightly 2214' }),
      fakeRun({ id: 2, name: 'Nightly 2213', sourceIds: [2, 3] }),
      ...more,
    ],
    sources: [
      fakeSource({ id: 1, runId: 1, name: 'a.jtl' }),
      fakeSource({ id: 2, runId: 2, name: 'b.jtl' }),
      fakeSource({ id: 3, runId: 2, name: 'c.jtl' }),
      ...moreSources,
    ],
    selectedRunId: 1,
    baselines,
    onOpenRun: vi.fn(),
    onOpenFiles: vi.fn(),
    onRename: vi.fn(),
    onRemove: vi.fn(),
    onShowLog: vi.fn(),
    onMerge: vi.fn(),
    heap: noSnapshots,
    comparing: {
      comparisons: [{ id: 4, name: 'Release 4.18', request: asRequest(emptyDraft, ['p95']) }],
      openId: null,
      isOpen: false,
      baseline: [] as readonly number[],
      candidate: [] as readonly number[],
      onUseAsBaseline: vi.fn(),
      onCompare: vi.fn(),
      onOpen: vi.fn(),
      onNew: vi.fn(),
      onRemove: vi.fn(),
      ...change,
    },
  };
  const { rerender } = render(<WorkspaceTree {...props} />);
  const user = userEvent.setup();
  return {
    props,
    user,
    rerender: (runs: readonly Run[]) => rerender(<WorkspaceTree {...props} runs={runs} />),
  };
}

const checked = (): (string | null)[] =>
  screen.queryAllByRole('treeitem', { checked: true }).map((row) => row.textContent);

const rows = (): (string | null)[] => screen.getAllByRole('treeitem').map((row) => row.textContent);

describe('WorkspaceTree', () => {
  it('marks the runs that others are compared with', () => {
    show([], {}, new Map([[2, ['checkout', 'search']]]));
    const marks = screen.getAllByRole('img', { name: 'baseline of checkout, search' });
    expect(marks.map((mark) => mark.closest('[role=treeitem]')?.textContent)).toEqual(['Nightly 2213']);
  });

  it('shows runs with their number, and the size of the file', () => {
    show();
    expect(rows()).toEqual(['Nightly 2214', 'Nightly 2213']);
    expect(screen.getByText('118 MB')).toBeTruthy();
    expect(screen.getByRole('treeitem', { selected: true }).textContent).toBe('Nightly 2214');
  });

  it('unfolds and folds with the keyboard and opens with Enter', async () => {
    const { props, user } = show();
    await user.tab();
    expect(document.activeElement?.textContent).toBe('Nightly 2214');
    await user.keyboard('{ArrowDown}{ArrowRight}');
    expect(rows()).toEqual(['Nightly 2214', 'Nightly 2213', 'b.jtl', 'c.jtl']);
    await user.keyboard('{ArrowRight}{Enter}');
    expect(props.onShowLog).toHaveBeenCalledWith(2);
    await user.keyboard('{ArrowLeft}{Enter}');
    expect(props.onOpenRun).toHaveBeenCalledWith(2);
    await user.keyboard('{ArrowLeft}');
    expect(rows()).toHaveLength(2);
  });

  it('renames in place: Enter keeps, Escape does not', async () => {
    const { props, user } = show();
    await user.tab();
    await user.keyboard('{F2}Release 4.18{Enter}');
    expect(props.onRename).toHaveBeenCalledExactlyOnceWith(1, 'Release 4.18');
    expect(document.activeElement?.textContent).toBe('Nightly 2214');
    await user.keyboard('{F2}Something else{Escape}');
    expect(props.onRename).toHaveBeenCalledTimes(1);
    await user.keyboard('{F2}{Backspace}{Enter}');
    expect(props.onRename).toHaveBeenCalledTimes(1);
  });

  it('asks to remove with Delete', async () => {
    const { props, user } = show();
    await user.tab();
    await user.keyboard('{ArrowDown}{Delete}');
    expect(props.onRemove).toHaveBeenCalledWith(2);
  });

  it('offers the same on the right mouse button', async () => {
    const { props, user } = show();
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Nightly 2214') });
    await user.click(await screen.findByRole('menuitem', { name: 'Import log' }));
    expect(props.onShowLog).toHaveBeenCalledWith(1);
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Nightly 2213') });
    await screen.findByRole('menuitem', { name: /Rename/ });
    // Two files have two logs: they are reached through the files.
    expect(screen.queryByRole('menuitem', { name: 'Import log' })).toBeNull();
  });

  it('says in a word which runs are of another kind', () => {
    show([
      fakeRun({ id: 3, name: 'Summary', granularity: 'aggregated' }),
      fakeRun({ id: 4, name: 'Server', samples: 0, transactionCount: 0 }),
    ]);
    expect(rows()).toEqual(['Nightly 2214', 'Nightly 2213', 'Summaryreport', 'Servermetrics']);
  });

  it('says of which runs nothing could be read, and leads to the rows that were rejected', async () => {
    const { props, user } = show(
      [fakeRun({ id: 5, name: 'Broken', samples: 0, transactionCount: 0, sourceIds: [9] })],
      {},
      new Map(),
      [fakeSource({ id: 9, runId: 5, name: 'broken.jtl', rows: 0, rejectedRows: 120 })],
    );
    expect(rows().at(-1)).toBe('Brokennothing could be read');
    await user.click(screen.getByText('nothing could be read'));
    expect(props.onShowLog).toHaveBeenCalledWith(9);
    expect(props.onOpenRun).not.toHaveBeenCalled();
  });

  it('chooses runs with Space, and merges them from two on', async () => {
    const { props, user } = show([fakeRun({ id: 3, name: 'Nightly 2212' })]);
    await user.tab();
    expect(screen.getByRole('tree').getAttribute('aria-multiselectable')).toBe('false');
    await user.keyboard('{ArrowDown} ');
    expect(checked()).toEqual(['Nightly 2213']);
    expect(screen.getByRole('button', { name: 'Merge…' })).toHaveProperty('disabled', true);
    await user.keyboard('{ArrowDown} ');
    expect(screen.getByRole('group', { name: 'Chosen runs' }).textContent).toContain('2 runs chosen');
    expect(props.onOpenRun).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Merge…' }));
    expect(props.onMerge).toHaveBeenCalledExactlyOnceWith([2, 3]);
    screen.getByRole('treeitem', { name: 'Nightly 2213' }).focus();
    await user.keyboard('{Escape}');
    expect(checked()).toEqual([]);
    expect(screen.queryByRole('group', { name: 'Chosen runs' })).toBeNull();
  });

  it('chooses with Ctrl and Shift beside the open run', async () => {
    const { props, user } = show([fakeRun({ id: 3, name: 'Nightly 2212' })]);
    await user.keyboard('{Control>}');
    await user.click(screen.getByText('Nightly 2212'));
    await user.keyboard('{/Control}');
    expect(checked()).toEqual(['Nightly 2214', 'Nightly 2212']);
    await user.click(screen.getByRole('button', { name: 'Choose no runs' }));
    await user.keyboard('{Shift>}');
    await user.click(screen.getByText('Nightly 2212'));
    await user.keyboard('{/Shift}');
    expect(checked()).toEqual(['Nightly 2214', 'Nightly 2213', 'Nightly 2212']);
    await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Nightly 2213') });
    await user.click(await screen.findByRole('menuitem', { name: 'Merge 3 runs…' }));
    expect(props.onMerge).toHaveBeenCalledExactlyOnceWith([1, 2, 3]);
  });

  it('forgets what was chosen when one of it is gone', async () => {
    const { props, user, rerender } = show();
    await user.tab();
    await user.keyboard(' {ArrowDown} ');
    expect(checked()).toHaveLength(2);
    rerender(props.runs.slice(0, 1));
    expect(screen.queryByRole('group', { name: 'Chosen runs' })).toBeNull();
  });
});

describe('comparisons in the tree', () => {
  it('mark their sides on the runs', () => {
    show([], { baseline: [2], candidate: [1, 2] });
    const marks = (name: RegExp) =>
      [...screen.getByRole('treeitem', { name }).querySelectorAll('[role="img"]')].map((mark) =>
        mark.getAttribute('aria-label'),
      );
    expect(marks(/Nightly 2213/)).toEqual(['baseline', 'candidate']);
    expect(marks(/Nightly 2214/)).toEqual(['candidate']);
  });

  it('begin with the right mouse button on a run', async () => {
    const { props, user } = show();
    const choose = async (name: string) => {
      await user.pointer({ keys: '[MouseRight]', target: screen.getByText('Nightly 2213') });
      await user.click(await screen.findByRole('menuitem', { name }));
    };
    await choose('Use as baseline (A)');
    expect(props.comparing.onUseAsBaseline).toHaveBeenCalledWith([2]);
    await choose('Compare with…');
    expect(props.comparing.onCompare).toHaveBeenCalledWith([2]);
  });

  it('begin with runs that were chosen', async () => {
    const { props, user } = show();
    await user.tab();
    await user.keyboard(' {ArrowDown} ');
    await user.click(screen.getByRole('button', { name: 'Compare' }));
    expect(props.comparing.onCompare).toHaveBeenCalledWith([1, 2]);
  });

  it('are opened and removed by the keyboard', async () => {
    const { props, user } = show([], { openId: 4, isOpen: true });
    const row = screen.getByRole('option', { name: 'Release 4.18' });
    expect(row.getAttribute('aria-selected')).toBe('true');
    row.focus();
    await user.keyboard('{Enter}{Delete}');
    expect(props.comparing.onOpen).toHaveBeenCalledWith(expect.objectContaining({ id: 4 }));
    expect(props.comparing.onRemove).toHaveBeenCalledWith(expect.objectContaining({ id: 4 }));
    await user.click(screen.getByRole('button', { name: 'New comparison' }));
    expect(props.comparing.onNew).toHaveBeenCalledOnce();
  });
});
