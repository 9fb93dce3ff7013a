import type { Engine } from '#core/engine.ts';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import type { WorkspaceInfo } from '#shared/model/workspace.ts';
import { serveEngine } from '#shared/rpc/server.ts';
import {
  toEngineSchema,
  type FromEngine,
  type PrintAnswer,
  type StartMessage,
  type ToEngine,
  type WorkspaceTarget,
} from './engine-messages.ts';
import type { ParentPort, PortLike } from './parent-port.ts';
import { portChannel } from './port-channel.ts';

export interface EngineProcessOptions {
  readonly parent: ParentPort;
  readonly tempDirectory: string;
  /** Waits for what the main process prints. */
  readonly printer?: { receive(answer: PrintAnswer): void };
  createEngine(start: StartMessage, workspacePath: string | null): Promise<Engine>;
  /** Clears away what the engine keeps only while it runs. */
  cleanUp(): Promise<void>;
  exit(code: number): void;
}

/** Runs an engine as the main process says, and serves it to every port that comes from there. */
export function serveMain(options: EngineProcessOptions): void {
  const { parent } = options;
  const stopServing = new Set<() => void>();
  let starting: Promise<Engine | null> = Promise.resolve(null);
  let engine: Engine | null = null;

  function tell(message: FromEngine): void {
    parent.postMessage(message);
  }

  async function start(message: StartMessage): Promise<Engine | null> {
    try {
      const { started, problem } = await open(options, message);
      started.onEvent((name, payload) => {
        if (name === 'workspace.changed') tellWorkspace(started, payload as WorkspaceInfo);
      });
      tellWorkspace(started, await started.handlers['workspace.info']({}, unabortable()));
      engine = started;
      tell({ t: 'ready', tempDirectory: options.tempDirectory, problem });
      return started;
    } catch (error) {
      tell({ t: 'failed', error: toWireError(error) });
      await options.cleanUp();
      options.exit(1);
      return null;
    }
  }

  /** The page hears of its workspace without a path while it is unsaved; the main process has to find it again. */
  function tellWorkspace(running: Engine, { path, runCount }: WorkspaceInfo): void {
    const workspace = { path: running.workspacePath(), isSaved: path !== null, runCount };
    tell({ t: 'workspace', workspace });
  }

  function connect(port: PortLike | undefined): void {
    // The main process hands ports to an engine that is ready only; another one has nobody to serve it.
    if (engine === null || port === undefined) {
      port?.close();
      return;
    }
    stopServing.add(serveEngine(engine, portChannel(port)));
  }

  async function shutDown(): Promise<void> {
    const running = await starting;
    for (const stop of stopServing) stop();
    await running?.close();
    await options.cleanUp();
    options.exit(0);
  }

  function receive(message: ToEngine, port: PortLike | undefined): void {
    switch (message.t) {
      case 'start':
        starting = start(message);
        return;
      case 'connect':
        connect(port);
        return;
      case 'grant': {
        const files = engine?.files;
        if (files === undefined) return;
        const fileIds = message.paths.map((path) => files.registerPath(path).fileId);
        tell({ t: 'granted', id: message.id, fileIds });
        return;
      }
      case 'printed':
      case 'not-printed':
        options.printer?.receive(message);
        return;
      case 'shutdown':
        void shutDown();
        return;
    }
  }

  parent.on('message', ({ data, ports }) => receive(toEngineSchema.parse(data), ports[0]));
}

interface Started {
  readonly started: Engine;
  readonly problem: WireError | null;
}

/** A workspace that cannot be opened is no reason to show nothing: the engine starts with an empty one and says why. */
async function open(options: EngineProcessOptions, message: StartMessage): Promise<Started> {
  const { workspace } = message;
  if (workspace === null) return { started: await options.createEngine(message, null), problem: null };
  if (workspace.mayCreate) {
    try {
      return { started: await options.createEngine(message, workspace.path), problem: null };
    } catch (error) {
      return { started: await options.createEngine(message, null), problem: toWireError(error) };
    }
  }
  const started = await options.createEngine(message, null);
  return { started, problem: await openExisting(started, workspace) };
}

/** Through the engine's own method, which knows an unsaved workspace from a saved one and misses a file that is gone. */
async function openExisting(engine: Engine, { path }: WorkspaceTarget): Promise<WireError | null> {
  try {
    const { fileId } = engine.files.registerPath(path);
    await engine.handlers['workspace.open']({ fileId }, unabortable());
    return null;
  } catch (error) {
    return toWireError(error);
  }
}

function unabortable(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}
