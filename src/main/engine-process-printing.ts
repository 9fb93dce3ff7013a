import type { PdfPrinter, PrintPdf } from '#core/report/pdf/print-report.ts';
import { cancelledError, fromWireError } from '#shared/contract/errors.ts';
import type { FromEngine, PrintAnswer } from './engine-messages.ts';

interface Waiter {
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The engine's end of printing: the main process has the browser. Nothing of Electron is imported here. */
export class MainPrinter implements PdfPrinter {
  private readonly tell: (message: FromEngine) => void;
  private readonly waiting = new Map<number, Waiter>();
  private nextId = 1;

  constructor(tell: (message: FromEngine) => void) {
    this.tell = tell;
  }

  readonly print: PrintPdf = (html, { pageSize }, signal) => {
    if (signal.aborted) return Promise.reject(cancelledError('Printing'));
    const id = this.nextId++;
    return new Promise<Uint8Array>((resolve, reject) => {
      const stop = (): void => {
        this.waiting.delete(id);
        this.tell({ t: 'stop-printing', id });
        reject(cancelledError('Printing'));
      };
      const settled = (): void => signal.removeEventListener('abort', stop);
      this.waiting.set(id, {
        resolve: (pdf) => {
          settled();
          resolve(pdf);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      signal.addEventListener('abort', stop, { once: true });
      this.tell({ t: 'print', id, html, pageSize });
    });
  };

  /** The main process keeps nothing for the next document. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  receive(answer: PrintAnswer): void {
    const waiter = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.t === 'printed') waiter?.resolve(answer.pdf);
    else waiter?.reject(fromWireError(answer.error));
  }
}
