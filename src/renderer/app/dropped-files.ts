/** As many as one import takes (see the contract's `import.start`). */
export const MAX_DROPPED_FILES = 10_000;

export interface DroppedFiles {
  readonly files: readonly File[];
  /** True when folders held more than {@link MAX_DROPPED_FILES}. */
  readonly truncated: boolean;
}

/** What a drop carries. It must be taken out of the event at once: the browser empties it when the handler returns. */
export interface DropItems {
  readonly entries: readonly FileSystemEntry[];
  readonly files: readonly File[];
}

export function itemsOf(transfer: DataTransfer): DropItems {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = entry === null ? item.getAsFile() : null;
    if (entry !== null) entries.push(entry);
    else if (file !== null) files.push(file);
  }
  return { entries, files };
}

/**
 * All files of a drop, folders walked through. Hidden files inside folders (`.DS_Store`, `.git`) are left out:
 * nobody means them. A file that cannot be read is left to the import, which says so by name.
 */
export async function collectFiles(
  items: DropItems,
  options: { readonly signal: AbortSignal; readonly onProgress: (found: number) => void },
): Promise<DroppedFiles> {
  const files = [...items.files];
  const waiting = [...items.entries].reverse();
  for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
    options.signal.throwIfAborted();
    if (files.length >= MAX_DROPPED_FILES) return { files, truncated: true };
    if (isFile(entry)) {
      files.push(await fileOf(entry));
      if (files.length % 100 === 0) options.onProgress(files.length);
    } else if (isDirectory(entry)) {
      const children = await childrenOf(entry);
      waiting.push(...children.filter((child) => !child.name.startsWith('.')).reverse());
    }
  }
  return { files, truncated: false };
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Chromium hands out at most 100 at a time; an empty batch is the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0)
      return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    all.push(...batch);
  }
}
