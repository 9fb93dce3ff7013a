import type { TagSet } from './tag-sets.ts';
import type { TextIds } from './text-ids.ts';
import type { Transactions } from './transactions.ts';

/** Stands for a missing text. */
export const NO_TEXT = -1;

/** What the tags of a point say about the sample it becomes; the ids are those of texts, {@link NO_TEXT} for none. */
export interface SampleFacts {
  readonly transactionId: number;
  /** As far as the tags tell. */
  readonly ok: boolean;
  readonly codeId: number;
  readonly messageId: number;
  /** For samples that failed. */
  readonly failureId: number;
  readonly urlId: number;
  readonly threadId: number;
}

/**
 * Reads k6's system tags (`metrics/system_tag.go`; all values are texts): what a sample is called, how it ended and who
 * sent it. Each tag set is read once per kind of sample.
 */
export class SampleFactsReader {
  private readonly transactions: Transactions;
  private readonly texts: TextIds;

  constructor(transactions: Transactions, texts: TextIds) {
    this.transactions = transactions;
    this.texts = texts;
  }

  http(tags: TagSet): SampleFacts {
    return (tags.httpFacts ??= this.readHttp(tags));
  }

  grpc(tags: TagSet): SampleFacts {
    return (tags.grpcFacts ??= this.readGrpc(tags));
  }

  group(tags: TagSet): SampleFacts {
    return (tags.groupFacts ??= this.readGroup(tags));
  }

  private readHttp(tags: TagSet): SampleFacts {
    const url = filled(tags.value('url'));
    const name = filled(tags.value('name')) ?? url ?? 'http_req_duration';
    const method = filled(tags.value('method')) ?? null;
    return this.facts(tags, httpOk(tags), name, method, url);
  }

  private readGrpc(tags: TagSet): SampleFacts {
    // Here `method` is the called method with its service, the very thing that the name tag repeats by default.
    const name = filled(tags.value('name')) ?? filled(tags.value('method')) ?? 'grpc_req_duration';
    const status = tags.value('status');
    const ok = status === undefined ? !hasError(tags) : status === '0';
    return this.facts(tags, ok, name, null, filled(tags.value('url')));
  }

  private readGroup(tags: TagSet): SampleFacts {
    const path = tags.value('group') ?? '';
    const name = filled(path.startsWith('::') ? path.slice(2) : path) ?? 'group_duration';
    return {
      transactionId: this.transactions.idOf(name, 'group', null),
      ok: true,
      codeId: NO_TEXT,
      messageId: NO_TEXT,
      failureId: NO_TEXT,
      urlId: NO_TEXT,
      threadId: this.thread(tags),
    };
  }

  private facts(
    tags: TagSet,
    ok: boolean,
    name: string,
    method: string | null,
    url: string | undefined,
  ): SampleFacts {
    const { transactions } = this;
    const before = transactions.overflow;
    const transactionId = transactions.idOf(name, 'request', method);
    const isNamed = transactions.overflow === before;
    const errorCode = filled(tags.value('error_code'));
    return {
      transactionId,
      ok,
      codeId: this.text(filled(tags.value('status'))),
      messageId: this.text(filled(tags.value('error'))),
      failureId: this.text(errorCode === undefined ? undefined : `error_code ${errorCode}`),
      urlId: this.text(isNamed && url === name ? undefined : url),
      threadId: this.thread(tags),
    };
  }

  /** `vu` is metadata since k6 0.41 and was a tag before; absent unless the script asks for it. */
  private thread(tags: TagSet): number {
    const vu = filled(tags.value('vu'));
    return this.text(vu === undefined ? undefined : `vu ${vu}`);
  }

  private text(text: string | undefined): number {
    return text === undefined ? NO_TEXT : this.texts.idOf(text);
  }
}

/** The verdict of a request without a `http_req_failed` point: files of k6 before 0.31, no response callback, cut files. */
function httpOk(tags: TagSet): boolean {
  const expected = tags.value('expected_response');
  if (expected === 'true') return true;
  if (expected === 'false') return false;
  const status = tags.value('status');
  if (status !== undefined && /^\d{1,3}$/u.test(status)) {
    const code = Number(status);
    return code >= 200 && code <= 399;
  }
  return !hasError(tags);
}

function hasError(tags: TagSet): boolean {
  return filled(tags.value('error')) !== undefined || filled(tags.value('error_code')) !== undefined;
}

function filled(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
