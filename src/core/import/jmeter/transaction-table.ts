import { ByteDictionary, IdAllocator, NO_ENTRY } from '../byte-dictionary.ts';
import type { NewTransaction } from '../importer.ts';
import type { TransactionKind } from '#shared/model/run.ts';
import { decodeText } from '../jmeter-csv/cell-text.ts';
import { hashText } from '../jmeter-csv/text-hash.ts';

/** Labels beyond this share one transaction: nobody reads a table of a million rows, and each costs about 100 bytes. */
export const MAX_LABELS = 1_000_000;
const MAX_LABEL_BYTES = 64 << 20;

export const NO_LABEL = '(no label)';
export const MORE_LABELS = '(more labels)';

const ZERO = 48;
const NINE = 57;
const DASH = 45;

/** Kinds of rows that a JTL can hold, with the codes that stand for them here. */
export const REQUEST = 0;
export const CONTROLLER = 1;
export const SUB_RESULT = 2;
const kinds = ['request', 'transaction', 'sub-result'] as const satisfies readonly TransactionKind[];

/** The labels of a file and the transactions that rows with them belong to: one per label and kind. */
export class TransactionTable {
  /** Entries of this dictionary are the labels of the row readers; they never change. */
  readonly labels: ByteDictionary;
  private readonly emptyLabel: number;
  private readonly moreLabels: number;
  private localIds = new Int32Array(1024 * kinds.length).fill(-1);
  private parents = new Int32Array(1024);
  /** Labels before this one have their parents worked out. */
  private prepared = 0;
  private transactions = 0;
  private fresh: NewTransaction[] = [];

  constructor(maxLabels = MAX_LABELS) {
    this.labels = new ByteDictionary(new IdAllocator(0), {
      entries: maxLabels + 2,
      bytes: MAX_LABEL_BYTES,
      whenFull: 'refuse',
    });
    this.emptyLabel = this.own(NO_LABEL);
    this.moreLabels = this.own(MORE_LABELS);
  }

  /** The label of rows whose own is empty, or one too many. */
  labelFor(tooMany: boolean): number {
    return tooMany ? this.moreLabels : this.emptyLabel;
  }

  /** @param kind {@link REQUEST}, {@link CONTROLLER} or {@link SUB_RESULT} */
  localIdOf(label: number, kind: number): number {
    const place = label * kinds.length + kind;
    if (place < this.localIds.length) {
      const known = this.localIds[place]!;
      if (known >= 0) return known;
    }
    return this.add(label, kind, place);
  }

  /** The label that is left without `-<digits>` at the end, as JMeter names sub-results; -1 when there is none. */
  parentOf(label: number): number {
    while (this.prepared <= label) {
      const entry = this.prepared;
      this.prepared += 1;
      if (entry >= this.parents.length) this.parents = enlarged(this.parents, this.parents.length * 2, 0);
      this.parents[entry] = this.findParent(entry);
    }
    return this.parents[label]!;
  }

  takeNew(): NewTransaction[] {
    const { fresh } = this;
    this.fresh = [];
    return fresh;
  }

  private own(text: string): number {
    const bytes = new TextEncoder().encode(text);
    return this.entryOf(bytes, bytes.length);
  }

  private entryOf(bytes: Uint8Array, length: number): number {
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.labels.entryOf(bytes, words, 0, length, hashText(words, 0, length));
  }

  private findParent(entry: number): number {
    const text = this.labels.textAt(entry);
    let end = text.length;
    while (end > 0 && text[end - 1]! >= ZERO && text[end - 1]! <= NINE) end -= 1;
    if (end === text.length || end < 2 || text[end - 1] !== DASH) return -1;
    // A parent that was not seen yet gets its entry now, so that this has to be worked out only once.
    const parent = this.entryOf(text, end - 1);
    return parent === NO_ENTRY ? -1 : parent;
  }

  private add(label: number, kind: number, place: number): number {
    if (place >= this.localIds.length) {
      this.localIds = enlarged(this.localIds, Math.max(this.localIds.length * 2, place + kinds.length), -1);
    }
    const localId = this.transactions;
    this.transactions += 1;
    this.localIds[place] = localId;
    this.fresh.push({
      localId,
      name: decodeText(this.labels.textAt(label)),
      kind: kinds[kind]!,
      method: null,
    });
    return localId;
  }
}

function enlarged(old: Int32Array<ArrayBuffer>, length: number, fill: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(length).fill(fill);
  next.set(old);
  return next;
}
