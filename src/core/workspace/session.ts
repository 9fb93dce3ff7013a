import { join, resolve } from 'node:path';
import { AppError } from '#shared/contract/errors.ts';
import type { RecentWorkspace, WorkspaceInfo } from '#shared/model/workspace.ts';
import type { DatabaseOptions } from '../db/database.ts';
import type { RegisteredFile } from '../io/file-registry.ts';
import { writeSpool } from '../io/spool.ts';
import {
  canonicalPath,
  ensureFolder,
  fileSize,
  removeWorkspace,
  WORKSPACE_EXTENSION,
} from '../io/workspace-files.ts';
import { listRuns } from './catalog.ts';
import { RecentWorkspaces } from './recent-workspaces.ts';
import { temporaryPath, Workspace } from './workspace.ts';

export interface SessionOptions {
  readonly configDirectory: string;
  readonly database: DatabaseOptions;
  readonly nowUs: () => number;
  /** Remember what was open and keep unsaved workspaces; off for single commands. */
  readonly remember: boolean;
}

/** The workspace that is open, one at a time, and the way from one to the next. */
export class WorkspaceSession {
  private current: Workspace;
  private readonly options: SessionOptions;
  private readonly recent: RecentWorkspaces;
  private readonly unsavedFolder: string;

  private constructor(
    current: Workspace,
    options: SessionOptions,
    recent: RecentWorkspaces,
    unsavedFolder: string,
  ) {
    this.current = current;
    this.options = options;
    this.recent = recent;
    this.unsavedFolder = unsavedFolder;
  }

  /** @param path a saved workspace to open or make; null starts with an empty temporary one */
  static async start(path: string | null, options: SessionOptions): Promise<WorkspaceSession> {
    const unsavedFolder = join(options.configDirectory, 'unsaved');
    await ensureFolder(options.database.tempDirectory);
    await ensureFolder(unsavedFolder);
    const recent = new RecentWorkspaces(options.configDirectory);
    const workspace =
      path === null
        ? await Workspace.open(temporaryPath(unsavedFolder, crypto.randomUUID()), options.database, {
            temporary: true,
          })
        : await Workspace.open(resolve(path), options.database, { temporary: false });
    const session = new WorkspaceSession(workspace, options, recent, unsavedFolder);
    if (path !== null) await session.rememberCurrent();
    return session;
  }

  get workspace(): Workspace {
    return this.current;
  }

  async create(): Promise<WorkspaceInfo> {
    return this.switchTo(temporaryPath(this.unsavedFolder, crypto.randomUUID()), true);
  }

  /** Opens where it lies; a workspace that came without a path is kept with the unsaved ones. */
  async open(file: RegisteredFile): Promise<WorkspaceInfo> {
    if (file.path !== null) {
      if ((await fileSize(file.path)) === null) throw missing(file.path);
      return this.switchTo(file.path, await this.recent.isUntitled(file.path));
    }
    const path = temporaryPath(this.unsavedFolder, crypto.randomUUID());
    const source = await file.open();
    try {
      await writeSpool(source, path);
    } finally {
      await source.close();
    }
    try {
      return await this.switchTo(path, true);
    } catch (error) {
      // A copy that cannot be opened is of no use to anyone.
      if (this.current.path !== path) await removeWorkspace(path);
      throw error;
    }
  }

  async openRecent(path: string): Promise<WorkspaceInfo> {
    // The window may name paths of this list only: it is not trusted with others.
    if (!(await this.recent.isKnown(path)))
      throw new AppError('not-found', 'This workspace is not among the recent ones.');
    if ((await fileSize(path)) === null) throw missing(path);
    return this.switchTo(path, await this.recent.isUntitled(path));
  }

  async saveAs(path: string): Promise<WorkspaceInfo> {
    const before = this.current.path;
    const target = path.endsWith(WORKSPACE_EXTENSION) ? path : `${path}${WORKSPACE_EXTENSION}`;
    await this.current.saveAs(target);
    if ((await fileSize(before)) === null) await this.recent.forget(before).catch(() => undefined);
    await this.rememberCurrent();
    return this.current.info();
  }

  async listRecent(): Promise<RecentWorkspace[]> {
    const list = await this.recent.list();
    return list.filter(({ path }) => path !== this.current.path);
  }

  /** Takes a workspace off the list; one that was never saved is deleted with it. */
  async forget(path: string): Promise<RecentWorkspace[]> {
    if ((await this.recent.isUntitled(path)) && path !== this.current.path) await removeWorkspace(path);
    await this.recent.forget(path);
    return this.listRecent();
  }

  /** Keeps the list's line about the present workspace true. Never fails: the list holds nothing of value. */
  async rememberCurrent(): Promise<void> {
    if (!this.options.remember) return;
    try {
      const info = await this.current.info();
      if (this.current.isTemporary && info.sourceCount === 0) return;
      await this.recent.remember({
        path: this.current.path,
        openedAtUs: this.options.nowUs(),
        contents: describeContents(info),
        untitled: this.current.isTemporary,
        title: (await listRuns(this.current.database))[0]?.name ?? (await firstSource(this.current)),
      });
    } catch {
      // The folder of Loadstone cannot be written to, or the disk is full.
    }
  }

  async close(): Promise<void> {
    await this.leave(this.current);
  }

  private async switchTo(path: string, temporary: boolean): Promise<WorkspaceInfo> {
    // By whatever path: one file must not be open twice in one process, its locks do not see that.
    if ((await canonicalPath(path)) === (await canonicalPath(this.current.path))) return this.current.info();
    const next = await Workspace.open(path, this.options.database, { temporary });
    const left = this.current;
    next.continueFrom(left);
    this.current = next;
    await this.leave(left);
    await this.rememberCurrent();
    return next.info();
  }

  private async leave(workspace: Workspace): Promise<void> {
    if (!workspace.isTemporary) {
      await workspace.close();
      return;
    }
    // One that cannot be asked any more is kept.
    const sourceCount = await workspace.info().then(
      (info) => info.sourceCount,
      () => 1,
    );
    if (sourceCount === 0 || !this.options.remember) await workspace.discard();
    else await workspace.close();
  }
}

function describeContents(info: WorkspaceInfo): string {
  const parts = [
    counted(info.runCount, 'run'),
    counted(info.profileCount, 'profile'),
    counted(info.snapshotCount, 'snapshot'),
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'empty' : parts.join(', ');
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** Of a workspace without runs: the file that came first. */
async function firstSource(workspace: Workspace): Promise<string | undefined> {
  const [row] = await workspace.database.rows(`SELECT name FROM sources ORDER BY id LIMIT 1`);
  return row === undefined ? undefined : String(row['name']);
}

function missing(path: string): AppError {
  return new AppError('file-missing', 'This workspace is not there any more.', {
    hint: 'It may have been moved, renamed or deleted. Open it from where it is now.',
    place: { file: path },
  });
}
