import type { EngineOptions } from '#core/engine.ts';
import type { PrintPdf } from '#core/report/pdf/print-report.ts';
import { configDirectory, defaultResources, temporaryDirectory } from '#core/io/machine.ts';
import type { Installation } from './installation.ts';
import { printingBrowser } from './printing-browser.ts';

/** What every host gives the engine, from this machine and its environment. */
export function engineOptions(
  installation: Installation,
  choices: {
    readonly workspacePath: string | null;
    readonly remember: boolean;
    readonly memoryLimitBytes?: number | undefined;
    readonly threads?: number | undefined;
    readonly timeZone?: string | undefined;
  },
): EngineOptions {
  const resources = defaultResources();
  return {
    version: installation.version,
    configDirectory: choices.remember ? configDirectory(process.env, process.platform) : temporaryDirectory(),
    tempDirectory: temporaryDirectory(),
    memoryLimitBytes: choices.memoryLimitBytes ?? resources.memoryLimitBytes,
    threads: choices.threads ?? resources.threads,
    workspacePath: choices.workspacePath,
    remember: choices.remember,
    workerUrl: installation.workerUrl,
    nowUs: () => Date.now() * 1000,
    sample: installation.sample,
    // Looked for when a report is shown; the code that prints is loaded when one is printed.
    get printPdf(): PrintPdf | null {
      const browser = printingBrowser();
      if (browser === null) return null;
      return async (html, settings, signal) =>
        (await import('./chromium-pdf.ts')).printWithChromium(browser, html, settings, signal);
    },
    // Asked for when a file is imported: the first use of Intl takes 10 ms.
    get timeZone() {
      return choices.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
  };
}
