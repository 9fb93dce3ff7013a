import type { MenuCommand } from '#shared/contract/desktop.ts';

/** Files are kept as paths: their ids are made by the engine that runs when the page takes them. */
export type PageMessage =
  | { readonly kind: 'files'; readonly paths: readonly string[] }
  | { readonly kind: 'command'; readonly command: MenuCommand };

/**
 * What the shell has for a page, kept while there is nobody to take it: before the page has an engine, while it
 * reloads, and after its engine crashed. Order is kept.
 */
export class PageOutbox {
  private readonly deliver: (message: PageMessage) => Promise<void>;
  private readonly waiting: PageMessage[] = [];
  private isOpen = false;
  private isBusy = false;

  /** @param deliver rejects when the message did not get through; it is tried again when the outbox opens next */
  constructor(deliver: (message: PageMessage) => Promise<void>) {
    this.deliver = deliver;
  }

  put(message: PageMessage): void {
    this.waiting.push(message);
    void this.drain();
  }

  open(): void {
    this.isOpen = true;
    void this.drain();
  }

  close(): void {
    this.isOpen = false;
  }

  private async drain(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    while (this.isOpen) {
      const next = this.waiting[0];
      if (next === undefined) break;
      try {
        await this.deliver(next);
        this.waiting.shift();
      } catch {
        // The page or its engine went away on the way; the message stays first in line.
        this.close();
      }
    }
    this.isBusy = false;
  }
}
