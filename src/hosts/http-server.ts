import { fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toWireError } from '#shared/contract/errors.ts';
import { createEngine } from '#core/engine.ts';
import { temporaryDirectory } from '#core/io/machine.ts';
import { removeFolder } from '#core/io/workspace-files.ts';
import { startBrowserHost } from './browser/host.ts';
import { workspacesDirectory } from './browser/save-targets.ts';
import { expandFolders } from './common/expand-folders.ts';
import { engineOptions } from './common/engine-options.ts';
import { installationAt } from './common/installation.ts';
import { speedscopeFolders } from './common/speedscope-files.ts';

/**
 * The app without Electron: `node out/main/http-server.js [--port N] [--workspace PATH] [FILE…]`.
 * Prints one JSON line when it is ready and stops on SIGTERM, SIGINT, or when the pipe it was started on closes.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { port: { type: 'string', default: '0' }, workspace: { type: 'string' } },
    allowPositionals: true,
  });
  const entries = new URL('./', import.meta.url);
  const installation = installationAt(entries);
  const paths = positionals.map((path) => resolve(path));
  const workspaces = paths.filter((path) => path.endsWith('.loadstone'));
  const workspacePath = values.workspace === undefined ? (workspaces[0] ?? null) : resolve(values.workspace);
  const engine = await createEngine(engineOptions(installation, { workspacePath, remember: true }));
  const host = await startBrowserHost({
    engine,
    rendererDirectory: installation.rendererDirectory,
    workspacesDirectory: workspacesDirectory(process.env),
    speedscope: speedscopeFolders(entries),
    port: Number(values.port),
  });

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void host
      .close()
      .then(() => engine.close())
      .then(() => removeFolder(temporaryDirectory()))
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (startedOnPipe()) process.stdin.on('end', stop).resume();

  const { files: results } = await expandFolders(paths.filter((path) => !path.endsWith('.loadstone')));
  if (results.length > 0) {
    await engine.handlers['import.start'](
      { files: results.map((path) => ({ fileId: engine.files.registerPath(path).fileId })) },
      { signal: new AbortController().signal },
    );
  }
  process.stdout.write(`${JSON.stringify({ ready: true, url: host.url })}\n`);
}

/** A terminal or /dev/null never "closes"; a pipe from the starter does when the starter is gone. */
function startedOnPipe(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

main().catch((error: unknown) => {
  const { message, hint } = toWireError(error);
  process.stderr.write(`loadstone: ${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  process.exit(1);
});
