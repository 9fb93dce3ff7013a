import { expandFolders, MAX_FILES } from '../hosts/common/expand-folders.ts';
import { tellNothingInFolders, tellTooManyFiles } from './failure-dialogs.ts';
import type { AppWindow } from './app-window.ts';
import type { AppWindows } from './app-windows.ts';
import type { WorkspaceTarget } from './engine-messages.ts';
import type { LaunchRequest } from './launch-request.ts';
import type { ShellStateFile } from './window-state.ts';
import { cascadeFrom } from './window-placement.ts';

/** Decides in which window something opens that came from outside: command line, file manager, second start, menu. */
export class Opener {
  private readonly windows: AppWindows;
  private readonly state: ShellStateFile;

  constructor(windows: AppWindows, state: ShellStateFile) {
    this.windows = windows;
    this.state = state;
  }

  /** The first thing of a session: what was asked for, else what was open the last time. */
  start(request: LaunchRequest): AppWindow {
    return request.workspace !== null || request.files.length > 0 ? this.open(request) : this.restore();
  }

  /** @returns the window in which it opened, or the first of them */
  open({ workspace, files }: LaunchRequest): AppWindow {
    const targets: readonly WorkspaceTarget[] = [
      ...(workspace === null ? [] : [{ path: workspace, mayCreate: true }]),
      ...files.filter(isWorkspace).map((path) => ({ path, mayCreate: false })),
    ];
    const results = files.filter((path) => !isWorkspace(path));
    const [first] = targets.map((target) => this.showWorkspace(target));
    const window = first ?? this.windows.current ?? this.openWindow(null);
    window.focus();
    if (results.length > 0) void openResults(window, results);
    return window;
  }

  openWindow(workspace: WorkspaceTarget | null): AppWindow {
    const { current } = this.windows;
    const last = this.state.saved.windows.at(-1);
    return this.windows.open({
      workspace,
      bounds:
        current === undefined ? (last?.bounds ?? null) : cascadeFrom(current.browserWindow.getNormalBounds()),
      maximised: current === undefined && last?.maximised === true,
    });
  }

  private restore(): AppWindow {
    const [first] = this.state.saved.windows.map(({ bounds, maximised, workspace }) =>
      this.windows.open({
        workspace: workspace === null ? null : { path: workspace, mayCreate: false },
        bounds,
        maximised,
      }),
    );
    return first ?? this.openWindow(null);
  }

  /** In the window that has it already, else in one that nothing was opened in yet, else in a new one. */
  private showWorkspace(target: WorkspaceTarget): AppWindow {
    const holder = this.windows.all.find(({ engine }) => engine.workspace?.path === target.path);
    if (holder !== undefined) {
      holder.focus();
      return holder;
    }
    const free = target.mayCreate ? undefined : this.windows.all.find(({ isPristine }) => isPristine);
    if (free === undefined) return this.openWindow(target);
    // The page opens it like a dropped one, and tells what is wrong with it if need be.
    free.openFiles([target.path]);
    return free;
  }
}

function isWorkspace(path: string): boolean {
  return path.toLowerCase().endsWith('.loadstone');
}

async function openResults(window: AppWindow, paths: readonly string[]): Promise<void> {
  const { files, truncated } = await expandFolders(paths);
  window.openFiles(files);
  if (files.length > 0 && !truncated) return;
  await window.shown;
  if (truncated) await tellTooManyFiles(window.browserWindow, MAX_FILES);
  else await tellNothingInFolders(window.browserWindow, paths);
}
