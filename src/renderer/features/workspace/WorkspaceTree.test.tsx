import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeRun, fakeSource, fakeWorkspace } from '../../testing/fake-data.ts';
import { WorkspaceTree } from './WorkspaceTree.tsx';

afterEach(cleanup);

function show() {
  const props = {
    info: fakeWorkspace({ sizeBytes: 118_000_000 }),
    runs: [
      fakeRun({ id: 1, name: 'Nightly 2214' }),
      fakeRun({ id: 2, name: 'Nightly 2213', sourceIds: [2, 3] }),
    ],
    sources: [
      fakeSource({ id: 1, runId: 1, name: 'a.jtl' }),
      fakeSource({ id: 2, runId: 2, name: 'b.jtl' }),
      fakeSource({ id: 3, runId: 2, name: 'c.jtl' }),
    ],
    selectedRunId: 1,
    onOpenRun: vi.fn(),
    onOpenFiles: vi.fn(),
    onRename: vi.fn(),
    onRemove: vi.fn(),
    onShowLog: vi.fn(),
    onMerge: vi.fn(),
  };
  render(<WorkspaceTree {...props} />);
  return { props, user: userEvent.setup() };
}

const rows = (): (string | null)[] => screen.getAllByRole('treeitem').map((row) => row.textContent);

describe('WorkspaceTree', () => {
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
});
