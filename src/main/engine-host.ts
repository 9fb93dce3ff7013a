import { rm } from 'node:fs/promises';
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { AppError, fromWireError, type WireError } from '#shared/contract/errors.ts';
import {
  fromEngineSchema,
  type FromEngine,
  type OpenWorkspace,
  type StartMessage,
  type ToEngine,
  type WorkspaceTarget,
} from './engine-messages.ts';
import type { PrintPage } from './pdf-printer.ts';
import { PrintJobs } from './print-jobs.ts';
import { RestartPolicy } from './restart-policy.ts';

export interface EngineHostOptions {
  /** Path of the built `engine-process.js`. */
  readonly entry: string;
  readonly settings: Omit<StartMessage, 't' | 'workspace'>;
  readonly watcher: EngineWatcher;
  /** Prints reports for the engine. */
  readonly printPage: PrintPage;
}

export interface EngineWatcher {
  workspaceChanged(workspace: OpenWorkspace): void;
  /** The engine runs, but with an empty workspace instead of the one asked for. */
  startedEmpty(asked: WorkspaceTarget, problem: WireError): void;
  /** The process ended by itself: ids of files and ports that it had are void. */
  gone(): void;
  /** It is not started again without a person. */
  givenUp(error: AppError): void;
}

/** Time for an engine to close its database before it is ended. */
const CLOSE_LIMIT_MS = 5000;
/** Time for the operating system to end it. */
const KILL_LIMIT_MS = 1000;

type Phase =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting'; readonly child: UtilityProcess; readonly asked: WorkspaceTarget | null }
  | { readonly kind: 'ready'; readonly child: UtilityProcess }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'failed'; readonly error: AppError; readonly workspace: WorkspaceTarget | null }
  | { readonly kind: 'closing'; readonly child: UtilityProcess; readonly ended: Promise<void> };

interface Waiter<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: AppError) => void;
}

/** The engine of one window: a process of its own, so that neither a heavy import nor its crash takes the window along. */
export class EngineHost {
  private readonly options: EngineHostOptions;
  private readonly restarts = new RestartPolicy();
  private readonly prints: PrintJobs;
  private readonly grants = new Map<number, Waiter<readonly string[]>>();
  private phase: Phase = { kind: 'stopped' };
  private waiters: readonly Waiter<UtilityProcess>[] = [];
  private startFailure: AppError | null = null;
  private current: OpenWorkspace | null = null;
  private tempDirectory: string | null = null;
  private nextGrant = 1;

  constructor(options: EngineHostOptions) {
    this.options = options;
    this.prints = new PrintJobs(options.printPage);
  }

  /** What is open in it, as far as it has said so; kept over a crash. */
  get workspace(): OpenWorkspace | null {
    return this.current;
  }

  start(workspace: WorkspaceTarget | null): void {
    this.restarts.forget();
    this.current = null;
    this.launch(workspace);
  }

  /** After it was given up: once more with what was open. */
  retry(): void {
    if (this.phase.kind !== 'failed') return;
    this.restarts.forget();
    this.launch(this.phase.workspace);
  }

  /** A new port to the engine, waiting for it when it is just starting. */
  async connect(): Promise<MessagePortMain> {
    const child = await this.ready();
    const { port1, port2 } = new MessageChannelMain();
    send(child, { t: 'connect' }, [port1]);
    return port2;
  }

  /** Makes files readable for the engine and returns their ids in the same order. */
  async grant(paths: readonly string[]): Promise<readonly string[]> {
    const child = await this.ready();
    const id = this.nextGrant++;
    return new Promise((resolve, reject) => {
      this.grants.set(id, { resolve, reject });
      send(child, { t: 'grant', id, paths: [...paths] });
    });
  }

  /** Ends the engine in order, or without asking after {@link CLOSE_LIMIT_MS}. */
  async close(): Promise<void> {
    const { phase } = this;
    if (phase.kind === 'closing') return phase.ended;
    if (phase.kind === 'waiting') clearTimeout(phase.timer);
    const gone = new AppError('engine-gone', 'The window was closed.');
    this.rejectAll(gone);
    this.prints.stopAll();
    if (phase.kind !== 'starting' && phase.kind !== 'ready') {
      this.phase = { kind: 'stopped' };
      return;
    }
    const ended = endOf(phase.child);
    this.phase = { kind: 'closing', child: phase.child, ended };
    send(phase.child, { t: 'shutdown' });
    await ended;
    this.phase = { kind: 'stopped' };
  }

  private launch(asked: WorkspaceTarget | null): void {
    const { entry, settings } = this.options;
    const child = utilityProcess.fork(entry, [], { serviceName: 'Loadstone engine', stdio: 'inherit' });
    this.startFailure = null;
    this.phase = { kind: 'starting', child, asked };
    child.on('message', (message: unknown) => {
      const parsed = fromEngineSchema.safeParse(message);
      if (parsed.success && this.child() === child) this.receive(parsed.data, child);
    });
    child.once('exit', (code) => {
      if (this.child() === child) this.ended(code);
    });
    send(child, { t: 'start', ...settings, workspace: asked });
  }

  private receive(message: FromEngine, child: UtilityProcess): void {
    const { watcher } = this.options;
    switch (message.t) {
      case 'ready': {
        if (this.phase.kind !== 'starting') return;
        const { asked } = this.phase;
        this.phase = { kind: 'ready', child };
        this.tempDirectory = message.tempDirectory;
        for (const waiter of this.takeWaiters()) waiter.resolve(child);
        if (asked !== null && message.problem !== null) watcher.startedEmpty(asked, message.problem);
        return;
      }
      case 'failed':
        this.startFailure = fromWireError(message.error);
        return;
      case 'workspace':
        this.current = message.workspace;
        watcher.workspaceChanged(message.workspace);
        return;
      case 'granted': {
        const grant = this.grants.get(message.id);
        this.grants.delete(message.id);
        grant?.resolve(message.fileIds);
        return;
      }
      case 'print':
        this.prints.start(message, (answer) => send(child, answer));
        return;
      case 'stop-printing':
        this.prints.stop(message.id);
        return;
    }
  }

  /** The process ended although nobody asked it to. */
  private ended(code: number): void {
    const workspace = this.workspaceAfterCrash();
    this.removeLeftovers();
    const gone = new AppError('engine-gone', `The engine of Loadstone ended unexpectedly (code ${code}).`);
    this.rejectGrants(gone);
    this.prints.stopAll();
    this.options.watcher.gone();
    const delayMs = this.startFailure === null ? this.restarts.afterCrash(Date.now()) : null;
    if (delayMs !== null) {
      const timer = setTimeout(() => this.launch(workspace), delayMs);
      this.phase = { kind: 'waiting', timer };
      return;
    }
    const error = this.startFailure ?? endedTooOften(code);
    this.phase = { kind: 'failed', error, workspace };
    this.rejectAll(error);
    this.options.watcher.givenUp(error);
  }

  /** An unsaved workspace without runs holds nothing; a half-done import of it is gone with the crash. */
  private workspaceAfterCrash(): WorkspaceTarget | null {
    const { phase, current } = this;
    if (current === null) return phase.kind === 'starting' ? phase.asked : null;
    return current.isSaved || current.runCount > 0 ? { path: current.path, mayCreate: false } : null;
  }

  private child(): UtilityProcess | null {
    return this.phase.kind === 'starting' || this.phase.kind === 'ready' ? this.phase.child : null;
  }

  private ready(): Promise<UtilityProcess> {
    const { phase } = this;
    if (phase.kind === 'ready') return Promise.resolve(phase.child);
    if (phase.kind === 'failed') return Promise.reject(phase.error);
    return new Promise((resolve, reject) => {
      this.waiters = [...this.waiters, { resolve, reject }];
    });
  }

  private takeWaiters(): readonly Waiter<UtilityProcess>[] {
    const taken = this.waiters;
    this.waiters = [];
    return taken;
  }

  private rejectGrants(error: AppError): void {
    for (const { reject } of this.grants.values()) reject(error);
    this.grants.clear();
  }

  private rejectAll(error: AppError): void {
    this.rejectGrants(error);
    for (const { reject } of this.takeWaiters()) reject(error);
  }

  /** A crashed engine leaves the files behind to which its database swapped: they can be as large as the results. */
  private removeLeftovers(): void {
    const { tempDirectory } = this;
    this.tempDirectory = null;
    if (tempDirectory !== null)
      void rm(tempDirectory, { recursive: true, force: true }).catch(() => undefined);
  }
}

function send(child: UtilityProcess, message: ToEngine, ports: MessagePortMain[] = []): void {
  child.postMessage(message, ports);
}

function endedTooOften(code: number): AppError {
  return new AppError(
    'engine-gone',
    `The engine of Loadstone stopped several times within a minute (code ${code}).`,
    {
      hint: 'Saved workspaces are not affected.',
    },
  );
}

/** Resolves when the process has ended; insists after a while. */
function endOf(child: UtilityProcess): Promise<void> {
  return new Promise((resolve) => {
    let timer = setTimeout(() => {
      child.kill();
      timer = setTimeout(() => {
        if (child.pid !== undefined) kill(child.pid);
        resolve();
      }, KILL_LIMIT_MS);
    }, CLOSE_LIMIT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}
