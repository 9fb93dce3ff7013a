import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DropTarget } from './DropTarget.tsx';
import { collectFiles, MAX_DROPPED_FILES, type DropItems } from './dropped-files.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function transfer(count: number, types: readonly string[] = ['Files']) {
  const items = Array.from({ length: count }, (_, index) => ({
    kind: 'file',
    webkitGetAsEntry: () => null,
    getAsFile: () => new File(['x'], `f${index}.jtl`),
  }));
  return { types, items, dropEffect: 'none' };
}

function show() {
  const onDrop = vi.fn<(items: DropItems) => void>();
  render(<DropTarget note="They are added to checkout-4.18" onDrop={onDrop} />);
  return onDrop;
}

/** jsdom has no DragEvent, and without it no related target. */
function leave(relatedTarget: EventTarget | null): void {
  fireEvent(window, new MouseEvent('dragleave', { relatedTarget }));
}

describe('DropTarget', () => {
  it('covers the window after a moment, with the number only', () => {
    show();
    fireEvent.dragOver(window, { dataTransfer: transfer(7) });
    act(() => void vi.advanceTimersByTime(79));
    expect(screen.queryByRole('status')).toBeNull();
    act(() => void vi.advanceTimersByTime(2));
    expect(screen.getByRole('status').textContent).toContain('Drop to open 7 items');
    expect(screen.getByRole('status').textContent).toContain('They are added to checkout-4.18');
  });

  it('hands over the files of a drop', () => {
    const onDrop = show();
    fireEvent.drop(window, { dataTransfer: transfer(2) });
    expect(onDrop.mock.calls[0]?.[0].files.map((file) => file.name)).toEqual(['f0.jtl', 'f1.jtl']);
  });

  it('goes away when the drag leaves the window or Esc is pressed', () => {
    show();
    fireEvent.dragOver(window, { dataTransfer: transfer(1) });
    act(() => void vi.advanceTimersByTime(100));
    leave(document.body);
    expect(screen.queryByRole('status')).not.toBeNull();
    leave(null);
    expect(screen.queryByRole('status')).toBeNull();
    fireEvent.dragOver(window, { dataTransfer: transfer(1) });
    act(() => void vi.advanceTimersByTime(100));
    fireEvent.keyDown(window, { key: 'Escape' });
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('leaves drags of text alone', () => {
    const onDrop = show();
    const over = fireEvent.dragOver(window, { dataTransfer: transfer(0, ['text/plain']) });
    expect(over).toBe(true);
    fireEvent.drop(window, { dataTransfer: transfer(0, ['text/plain']) });
    expect(onDrop).not.toHaveBeenCalled();
  });
});

function fileEntry(name: string): FileSystemFileEntry {
  return {
    isFile: true,
    isDirectory: false,
    name,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  } as unknown as FileSystemFileEntry;
}

function folder(name: string, children: readonly FileSystemEntry[]): FileSystemDirectoryEntry {
  return {
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (done: (entries: readonly FileSystemEntry[]) => void) => {
          done(children.slice(at, at + 100));
          at += 100;
        },
      };
    },
  } as unknown as FileSystemDirectoryEntry;
}

describe('collectFiles', () => {
  const quiet = { signal: new AbortController().signal, onProgress: vi.fn() };

  it('walks folders in order and leaves hidden files out', async () => {
    const entries = [
      folder('run', [
        fileEntry('b10.jtl'),
        fileEntry('.DS_Store'),
        fileEntry('b2.jtl'),
        folder('.git', [fileEntry('x')]),
      ]),
      fileEntry('.hidden-but-dropped'),
    ];
    const { files, truncated } = await collectFiles({ entries, files: [] }, quiet);
    expect(files.map((file) => file.name)).toEqual(['b2.jtl', 'b10.jtl', '.hidden-but-dropped']);
    expect(truncated).toBe(false);
  });

  it('reads all batches of a large folder, says how far it is, and stops at the bound', async () => {
    const many = Array.from({ length: MAX_DROPPED_FILES + 5 }, (_, index) => fileEntry(`f${index}`));
    const onProgress = vi.fn();
    const result = await collectFiles(
      { entries: [folder('many', many)], files: [] },
      { ...quiet, onProgress },
    );
    expect(result.files).toHaveLength(MAX_DROPPED_FILES);
    expect(result.truncated).toBe(true);
    expect(onProgress).toHaveBeenCalledWith(100);
  });

  it('stops when asked to', async () => {
    const abort = new AbortController();
    abort.abort();
    const collected = collectFiles(
      { entries: [fileEntry('a')], files: [] },
      { ...quiet, signal: abort.signal },
    );
    await expect(collected).rejects.toThrow();
  });
});
