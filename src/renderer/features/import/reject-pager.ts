import type { WireError } from '#shared/contract/errors.ts';
import { isCancelled, toWireError } from '#shared/contract/errors.ts';
import type { Reject } from '#shared/model/run.ts';
import type { QueryLayer } from '../../data/query-layer.ts';

const PAGE = 200;
/** More than anybody reads; a file whose every row is wrong has one problem, not a million. */
const MAX_COPIED = 10_000;

export interface RejectPage {
  readonly rejects: readonly Reject[];
  readonly complete: boolean;
  readonly error: WireError | null;
}

/** Rejected rows of one source, loaded page by page as they come into view. */
export class RejectPager {
  private page: RejectPage = { rejects: [], complete: false, error: null };
  private loading: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly layer: QueryLayer,
    private readonly sourceId: number,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    void this.loadMore();
    return () => this.listeners.delete(listener);
  };

  readonly current = (): RejectPage => this.page;

  /** The next page. After an error only {@link retry} goes on: the view asks again and again while it is at the end. */
  readonly loadMore = (): Promise<void> => {
    if (this.page.complete || this.page.error !== null) return Promise.resolve();
    this.loading ??= this.load().finally(() => {
      this.loading = null;
    });
    return this.loading;
  };

  readonly retry = (): void => {
    this.publish({ ...this.page, error: null });
    void this.loadMore();
  };

  /** Everything there is, for the clipboard. */
  async loadAll(): Promise<readonly Reject[]> {
    for (let before = -1; before < this.page.rejects.length && before < MAX_COPIED;) {
      before = this.page.rejects.length;
      await this.loadMore();
    }
    return this.page.rejects;
  }

  private async load(): Promise<void> {
    const { rejects } = this.page;
    try {
      const params = { sourceId: this.sourceId, offset: rejects.length, limit: PAGE };
      const more = await this.layer.ask('sources.rejects', params).result;
      this.publish({ rejects: [...rejects, ...more], complete: more.length < PAGE, error: null });
    } catch (error) {
      if (!isCancelled(error)) this.publish({ ...this.page, error: toWireError(error) });
    }
  }

  private publish(page: RejectPage): void {
    this.page = page;
    for (const listener of [...this.listeners]) listener();
  }
}
