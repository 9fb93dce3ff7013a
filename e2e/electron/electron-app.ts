import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from '../../scripts/launch/electron.mjs';

const root = join(import.meta.dirname, '../..');
const electron = findElectron();
const hasDisplay =
  process.platform !== 'linux' || (process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY'] ?? '') !== '';

/** The desktop app with settings that no other test has seen. */
export interface Desktop {
  readonly folder: string;
  /** Starts it as `npm start` does and waits for its first window. */
  start(args?: readonly string[]): Promise<{ readonly app: ElectronApplication; readonly window: Page }>;
  /** Starts it while it runs; resolves with the exit code of the second one. */
  startAgain(args: readonly string[]): Promise<number>;
}

export const test = base.extend<{ desktop: Desktop }>({
  desktop: async ({}, use, testInfo) => {
    testInfo.skip(electron === undefined, 'no Electron binary here; `npx install-electron` fetches it');
    testInfo.skip(!hasDisplay, 'no display here; xvfb-run provides one');
    const executable = electron ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'loadstone-electron-'));
    const apps: ElectronApplication[] = [];
    const env: Record<string, string> = {
      ...(process.env as Record<string, string>),
      TZ: 'UTC',
      LOADSTONE_CONFIG_DIR: join(folder, 'config'),
    };
    // Set by editors that are Electron apps themselves; it would turn ours into a plain Node.
    delete env['ELECTRON_RUN_AS_NODE'];
    const commandLine = (args: readonly string[]): string[] => [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '.',
      '--',
      ...args,
    ];

    await use({
      folder,
      start: async (args = []) => {
        const app = await _electron.launch({
          executablePath: executable,
          args: commandLine(args),
          cwd: root,
          env,
        });
        apps.push(app);
        return { app, window: await app.firstWindow() };
      },
      startAgain: async (args) => {
        const second = spawn(executable, commandLine(args), { cwd: root, env, stdio: 'ignore' });
        const [code] = (await once(second, 'exit')) as [number | null];
        return code ?? -1;
      },
    });

    for (const app of apps) await app.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  },
});

export { expect };
