import type { EngineOptions } from '#core/engine.ts';
import type { PdfPrinter } from '#core/report/pdf/print-report.ts';
import { configDirectory, defaultResources, temporaryDirectory } from '#core/io/machine.ts';
import type { Installation } from './installation.ts';
import type { Browser } from '../../../scripts/launch/browsers.mjs';
import type { ChromiumPrinter } from './chromium-pdf.ts';
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
    readonly exportDirectory?: string | null;
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
    exportDirectory: choices.exportDirectory ?? null,
    workerUrl: installation.workerUrl,
    nowUs: () => Date.now() * 1000,
    sample: installation.sample,
    // Looked for when a report is shown; the code that prints is loaded when one is printed.
    get printer(): PdfPrinter | null {
      const browser = printingBrowser();
      return browser === null ? null : deferredPrinter(browser);
    },
    // Asked for when a file is imported: the first use of Intl takes 10 ms.
    get timeZone() {
      return choices.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
  };
}

function deferredPrinter(browser: Browser): PdfPrinter {
  let loaded: Promise<ChromiumPrinter> | null = null;
  const load = async (): Promise<ChromiumPrinter> =>
    new (await import('./chromium-pdf.ts')).ChromiumPrinter(browser);
  return {
    print: async (html, settings, signal) => (await (loaded ??= load())).print(html, settings, signal),
    prepare: () => {
      loaded ??= load();
      // Whoever prints hears why it cannot be loaded.
      loaded.then((printer) => printer.prepare()).catch(() => undefined);
    },
    close: async () => (await loaded)?.close(),
  };
}
