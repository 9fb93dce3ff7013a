import { ByteDictionary, hashBytes, IdAllocator, NO_ENTRY } from '../byte-dictionary.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import type { WarningLog } from '../warning-log.ts';

const QUESTION_MARK = 63;
const HASH = 35;

/** Names beyond this share one transaction: nobody reads a table of so many. */
const MAX_NAMES = 100_000;
/** More words than these stand for a method only in damaged files. */
const MAX_METHODS = 64;

const MORE_NAMES = '(more names)';

/** The transactions of requests that are known by method and URL; both as bytes. */
export class RequestNames {
  private readonly addTransaction: (name: string, method: string | null) => number;
  private readonly warnings: WarningLog;
  private readonly urls: ByteDictionary;
  private readonly methods = new ByteDictionary(new IdAllocator(0), {
    entries: MAX_METHODS,
    bytes: 4096,
    whenFull: 'refuse',
  });
  /** By name and method. */
  private readonly localIds = new Map<number, number>();
  private moreNames = -1;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** @param addTransaction is told each pair once */
  constructor(
    addTransaction: (name: string, method: string | null) => number,
    warnings: WarningLog,
    maxNames = MAX_NAMES,
  ) {
    this.addTransaction = addTransaction;
    this.warnings = warnings;
    this.urls = new ByteDictionary(new IdAllocator(0), {
      entries: maxNames,
      bytes: 32 << 20,
      whenFull: 'refuse',
    });
  }

  /**
   * @param bytes holds the name (see {@link nameEnd}) and the method; an empty method is none
   * @returns the transaction's `localId`
   */
  idOf(
    bytes: Uint8Array,
    nameStart: number,
    nameEnd: number,
    methodStart: number,
    methodEnd: number,
  ): number {
    const end = Math.min(nameEnd, nameStart + MAX_TEXT_BYTES);
    const url = this.urls.idOf(bytes, nameStart, end, hashBytes(bytes, nameStart, end));
    const method = this.methods.idOf(bytes, methodStart, methodEnd, hashBytes(bytes, methodStart, methodEnd));
    if (url === NO_ENTRY || method === NO_ENTRY) return this.other();
    const key = url * MAX_METHODS + method;
    const known = this.localIds.get(key);
    if (known !== undefined) return known;
    const methodText = this.decoder.decode(bytes.subarray(methodStart, methodEnd));
    const name = this.decoder.decode(bytes.subarray(nameStart, end));
    const localId = this.addTransaction(name, methodText === '' ? null : methodText);
    this.localIds.set(key, localId);
    return localId;
  }

  private other(): number {
    this.warnings.add('many-names', `Too many different URLs: further ones are in "${MORE_NAMES}".`);
    if (this.moreNames < 0) this.moreNames = this.addTransaction(MORE_NAMES, null);
    return this.moreNames;
  }
}

/** Where the name of a request ends in its URL: at the query. */
export function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (bytes[at] === QUESTION_MARK || bytes[at] === HASH) return at;
  return end;
}
