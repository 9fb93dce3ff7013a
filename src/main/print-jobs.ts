import { toWireError } from '#shared/contract/errors.ts';
import type { FromEngine, PrintAnswer } from './engine-messages.ts';
import type { PrintPage } from './pdf-printer.ts';

type PrintRequest = Extract<FromEngine, { readonly t: 'print' }>;

/** What one engine has the main process print; all of it ends with the engine. */
export class PrintJobs {
  private readonly printPage: PrintPage;
  private readonly running = new Map<number, AbortController>();

  constructor(printPage: PrintPage) {
    this.printPage = printPage;
  }

  start({ id, html, pageSize }: PrintRequest, answer: (message: PrintAnswer) => void): void {
    const abort = new AbortController();
    this.running.set(id, abort);
    this.printPage(html, pageSize, abort.signal).then(
      (pdf) => this.settle(id, () => answer({ t: 'printed', id, pdf })),
      (error: unknown) => this.settle(id, () => answer({ t: 'not-printed', id, error: toWireError(error) })),
    );
  }

  stop(id: number): void {
    this.running.get(id)?.abort();
    this.running.delete(id);
  }

  stopAll(): void {
    for (const id of [...this.running.keys()]) this.stop(id);
  }

  /** Nobody waits for what was stopped. */
  private settle(id: number, answer: () => void): void {
    if (this.running.delete(id)) answer();
  }
}
