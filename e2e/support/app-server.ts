import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { startHostProcess, type HostProcess } from './host-process.ts';
import { watchPage } from './page-watch.ts';

/** The app behind its localhost host, with a workspace and settings that no other test has seen. */
export interface App {
  /** Changes with every restart. */
  readonly url: string;
  readonly workspace: string;
  readonly configDir: string;
  /** Ends the host and starts it again on the same workspace and settings; the page must go to the new `url`. */
  restart(files?: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

interface Options {
  /** Files given on the command line when the host starts. */
  files: readonly string[];
  /** Messages of the page that a test provokes on purpose; any other error fails it. */
  expectedErrors: readonly RegExp[];
}

/** What a page says while its app is taken down under it is no error of the page. */
interface Ending {
  over: boolean;
}

export const test = base.extend<Options & { app: App; ending: Ending; pageIsSound: undefined }>({
  files: [[], { option: true }],
  expectedErrors: [[], { option: true }],

  ending: async ({}, use) => use({ over: false }),

  app: async ({ files, ending }, use, testInfo) => {
    const folder = await mkdtemp(join(tmpdir(), 'loadstone-e2e-'));
    const workspace = join(folder, 'test.loadstone');
    const configDir = join(folder, 'config');
    const logs: string[] = [];
    let host: HostProcess | undefined = await startHostProcess({ workspace, configDir, files });

    const stop = async () => {
      await host?.stop();
      if (host !== undefined) logs.push(host.log());
      host = undefined;
    };
    const app: App = {
      get url() {
        if (host === undefined) throw new Error('The app is stopped.');
        return host.url;
      },
      workspace,
      configDir,
      stop,
      restart: async (newFiles = []) => {
        await stop();
        host = await startHostProcess({ workspace, configDir, files: newFiles });
      },
    };
    await use(app);
    ending.over = true;
    await stop();
    if (testInfo.status !== testInfo.expectedStatus) {
      await testInfo.attach('host.log', {
        body: logs.join('\n--- restart ---\n'),
        contentType: 'text/plain',
      });
    }
    await rm(folder, { recursive: true, force: true });
  },

  pageIsSound: [
    async ({ page, expectedErrors, ending }, use) => {
      const problems = watchPage(page, () => !ending.over);
      await use(undefined);
      const unexpected = problems.filter(
        (problem) => !expectedErrors.some((pattern) => pattern.test(problem)),
      );
      expect(unexpected, 'errors of the page and requests that leave the machine').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
