import { AppError, cancelledError, isCancelled, toWireError } from '#shared/contract/errors.ts';
import type { ImportFile } from '#shared/contract/engine.ts';
import type { ImportFileState, ImportState } from '#shared/model/import-state.ts';
import type { Importer } from '../import/importer.ts';
import type { FileRegistry, RegisteredFile } from '../io/file-registry.ts';
import { setBaseline } from './baselines.ts';
import type { Workspace } from './workspace.ts';

/** How often progress is told while rows come in. */
const TELL_EVERY_MS = 100;

export interface ImportQueueOptions {
  readonly files: FileRegistry;
  /** Asked for with the first file: their code is large. */
  readonly importers: () => Promise<readonly Importer[]>;
  readonly workerUrl: URL | null;
  readonly nowUs: () => number;
  /** Zone of time stamps without one. */
  readonly timeZone: string;
  readonly workspace: () => Workspace;
  /** Resolves when the workspace is not being changed for another one. */
  readonly settled: () => Promise<void>;
  /** Called on every change worth telling. */
  readonly changed: (state: ImportState) => void;
  /** A source has come in. */
  readonly imported: () => Promise<void>;
}

/** A file to import. */
export interface QueuedFile extends ImportFile {
  /** The run of this file becomes the baseline of a scenario of this name. */
  readonly baseline?: string | undefined;
  /** The profiles of this file belong to the run of another one, which comes before it. */
  readonly profileOf?: { readonly fileId: string; readonly offsetMs: number } | undefined;
}

interface Entry {
  readonly request: QueuedFile;
  readonly abort: AbortController;
  state: ImportFileState;
}

/**
 * Files to import, one after the other: one import already uses the whole machine. What is in the workspace can be
 * looked at meanwhile.
 */
export class ImportQueue {
  private readonly options: ImportQueueOptions;
  private entries: Entry[] = [];
  private working: Promise<void> | null = null;
  private lastTold = 0;

  constructor(options: ImportQueueOptions) {
    this.options = options;
  }

  state(): ImportState {
    return {
      files: this.entries.map((entry) => entry.state),
      active: this.entries.some((entry) => isOpen(entry.state)),
    };
  }

  /** Queues files; a file that is listed already is queued anew unless it is still waiting or running. */
  start(requests: readonly QueuedFile[]): ImportState {
    // All or none: an unknown file must not leave others waiting.
    const known = requests.map((request) => ({ request, file: this.options.files.get(request.fileId) }));
    for (const { request, file } of known) {
      const old = this.entries.findIndex((entry) => entry.request.fileId === request.fileId);
      const entry: Entry = { request, abort: new AbortController(), state: waitingState(file) };
      if (old < 0) this.entries.push(entry);
      else if (!isOpen(this.entries[old]!.state)) this.entries[old] = entry;
    }
    this.tell(true);
    this.working ??= this.work();
    return this.state();
  }

  cancel(fileId: string | undefined): ImportState {
    for (const entry of this.entries) {
      if (fileId !== undefined && entry.request.fileId !== fileId) continue;
      if (!isOpen(entry.state)) continue;
      entry.abort.abort();
      const error = cancelledError(`The import of ${entry.state.name}`);
      this.options.files.withdraw(entry.request.fileId, error);
      if (entry.state.phase === 'waiting') this.update(entry, { phase: 'cancelled' }, true);
    }
    return this.state();
  }

  dismiss(): ImportState {
    this.entries = this.entries.filter((entry) => isOpen(entry.state));
    this.tell(true);
    return this.state();
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    try {
      await this.options.settled();
      for (;;) {
        const next = this.entries.find((entry) => entry.state.phase === 'waiting');
        if (next === undefined) return;
        await this.importOne(next);
      }
    } finally {
      this.working = null;
    }
  }

  /** What else is known of a file than what is in it. */
  private async place(
    { database }: Workspace,
    { baseline, profileOf }: QueuedFile,
    { runId, profileIds }: Pick<ImportFileState, 'runId' | 'profileIds'>,
  ): Promise<void> {
    if (baseline !== undefined && runId !== null) await setBaseline(database, baseline, runId);
    if (profileOf === undefined) return;
    const run = this.entries.find(({ request }) => request.fileId === profileOf.fileId)?.state.runId;
    if (run == null) return;
    // With the code that reads profiles, which is large.
    const { linkProfile } = await import('./profiles.ts');
    for (const id of profileIds) await linkProfile(database, id, run, profileOf.offsetMs);
  }

  private async importOne(entry: Entry): Promise<void> {
    const { files, importers, workerUrl, nowUs, imported } = this.options;
    const { request, abort } = entry;
    const begun = performance.now();
    this.update(entry, { phase: 'reading' }, true);
    try {
      const workspace = this.options.workspace();
      if (workspace.database.readOnly) {
        throw new AppError('read-only', 'This workspace is read-only: nothing can be added to it.', {
          hint: 'Save it under another name first.',
        });
      }
      const file = files.get(request.fileId);
      const source = await file.open();
      try {
        this.update(entry, { bytesTotal: source.sizeBytes }, true);
        const { importFile } = await import('./import-file.ts');
        const result = await importFile(
          { database: workspace.database, workerUrl, nowUs },
          { file, source, request, timeZone: this.options.timeZone, importers: await importers() },
          {
            detected: (detection) => this.update(entry, { detection }, true),
            progress: (bytesRead, rows, rejectedRows) => {
              this.update(
                entry,
                { ...pace(entry.state, begun, bytesRead, rows), bytesRead, rows, rejectedRows },
                false,
              );
            },
            finishing: () => this.update(entry, { phase: 'finishing' }, true),
          },
          abort.signal,
        );
        await this.place(workspace, request, result);
        workspace.changed();
        // It is in: whatever goes wrong with telling others does not undo that.
        await imported().catch(() => undefined);
        const elapsedMs = performance.now() - begun;
        this.update(entry, { phase: 'done', elapsedMs, remainingMs: null, ...result }, true);
      } finally {
        await source.close();
      }
    } catch (error) {
      const phase = isCancelled(error) || abort.signal.aborted ? 'cancelled' : 'failed';
      const wire = phase === 'failed' ? toWireError(error) : null;
      // When that fails as well, everything that is asked of the workspace says so.
      await this.options
        .workspace()
        .reopenIfBroken()
        .catch(() => undefined);
      this.update(
        entry,
        { phase, error: wire, elapsedMs: performance.now() - begun, remainingMs: null },
        true,
      );
    }
  }

  private update(entry: Entry, change: Partial<ImportFileState>, important: boolean): void {
    entry.state = { ...entry.state, ...change };
    this.tell(important);
  }

  private tell(important: boolean): void {
    const now = performance.now();
    if (!important && now - this.lastTold < TELL_EVERY_MS) return;
    this.lastTold = now;
    this.options.changed(this.state());
  }
}

function isOpen(state: ImportFileState): boolean {
  return state.phase === 'waiting' || state.phase === 'reading' || state.phase === 'finishing';
}

function waitingState(file: RegisteredFile): ImportFileState {
  return {
    fileId: file.fileId,
    name: file.name,
    phase: 'waiting',
    detection: null,
    bytesRead: 0,
    bytesTotal: file.sizeBytes,
    rows: 0,
    rejectedRows: 0,
    elapsedMs: 0,
    rowsPerSec: 0,
    remainingMs: null,
    sourceId: null,
    runId: null,
    profileIds: [],
    snapshotId: null,
    error: null,
  };
}

function pace(
  state: ImportFileState,
  begun: number,
  bytesRead: number,
  rows: number,
): Pick<ImportFileState, 'elapsedMs' | 'rowsPerSec' | 'remainingMs'> {
  const elapsedMs = performance.now() - begun;
  const share = state.bytesTotal === null || state.bytesTotal === 0 ? 0 : bytesRead / state.bytesTotal;
  return {
    elapsedMs,
    rowsPerSec: elapsedMs > 0 ? rows / (elapsedMs / 1000) : 0,
    remainingMs: share > 0.01 ? elapsedMs * (1 / share - 1) : null,
  };
}
