import type { ByteDictionary } from '../byte-dictionary.ts';
import { BLOCK_ROWS, type RowBlock } from '../jmeter/row-block.ts';
import { ELAPSED, LABEL, MESSAGE, STARTED_AT, THREAD, TOO_MANY } from '../jmeter/row-places.ts';
import { SubResultFinder } from './sub-results.ts';
import { WHOLE_SECONDS } from '../jmeter/time-stamp.ts';
import { CONTROLLER, REQUEST, SUB_RESULT, type TransactionTable } from '../jmeter/transaction-table.ts';

/** `TransactionController.java`: the response message of its rows; JMeter's dashboard knows them by it, too. */
const CONTROLLER_MESSAGE = new TextEncoder().encode('Number of samples in transaction');
const EMPTY_CONTROLLER_MESSAGE = new TextEncoder().encode('Number of samples in transaction : 0');

/** Besides the kinds of transactions, and above them: a controller in which nothing ran. */
const EMPTY_CONTROLLER = 3;

/** Stamps in whole seconds: a sub-result may seem to end up to a second after its parent. */
const SECOND_MS = 1000;

/** Works out what the rows of a block are, and to which transactions they belong. */
export class RowKinds {
  controllerRows = 0;
  subResultRows = 0;
  emptyControllerRows = 0;
  moreLabelsRows = 0;
  /** Per row of the block that was classified last. */
  readonly transactionIds = new Int32Array(BLOCK_ROWS);
  private readonly transactions: TransactionTable;
  private readonly messages: ByteDictionary;
  private readonly subResults = new SubResultFinder();
  private readonly kinds = new Uint8Array(BLOCK_ROWS);
  private readonly kept = new Int32Array(BLOCK_ROWS);
  /** Kind of rows with that message; known for the first entries of the dictionary. */
  private messageKinds = new Uint8Array(256);
  private knownMessages = 0;
  /** Numbers for threads of load generators other than the first. */
  private readonly threadNumbers = new Map<number, number>();

  constructor(transactions: TransactionTable, messages: ByteDictionary) {
    this.transactions = transactions;
    this.messages = messages;
  }

  get coveredRequestRows(): number {
    return this.subResults.coveredRequests;
  }

  /**
   * Takes the rows of controllers in which nothing ran out of the block, and finds the transactions of the others.
   * @param hosts entries of the load generators' names; null when the file does not tell them
   */
  classify(block: RowBlock, hosts: Int32Array | null): void {
    if (this.readMessages(block)) this.dropEmptyControllers(block);
    const labels = block.texts[LABEL]!;
    const threads = block.texts[THREAD]!;
    const starts = block.numbers[STARTED_AT]!;
    const elapsed = block.numbers[ELAPSED]!;
    const { kinds, transactions, transactionIds, subResults } = this;
    for (let row = 0; row < block.rows; row++) {
      let kind = kinds[row]!;
      let label = labels[row]!;
      if (label < 0) label = this.unusualLabel(label);
      if (kind === CONTROLLER) this.controllerRows += 1;
      else if (starts[row]! > 0) {
        const thread =
          hosts === null || hosts[row]! <= 0
            ? 2 * threads[row]! + 2
            : this.thread(threads[row]!, hosts[row]!);
        const start = starts[row]! / 1000;
        const end = elapsed[row]! > 0 ? start + elapsed[row]! : start;
        const tolerance = (block.stampCodes[row]! & WHOLE_SECONDS) === 0 ? 0 : SECOND_MS;
        if (subResults.isSubResult(thread, label, transactions.parentOf(label), start, end, tolerance)) {
          kind = SUB_RESULT;
          this.subResultRows += 1;
        }
      }
      transactionIds[row] = transactions.localIdOf(label, kind);
    }
  }

  /** Entries of the message dictionary mean others from now on. */
  forgetMessages(): void {
    this.knownMessages = 0;
  }

  /** The same for entries of the thread dictionary. */
  forgetThreads(): void {
    this.threadNumbers.clear();
    this.subResults.forgetThreads();
  }

  /** @returns whether a controller is among them in which nothing ran */
  private readMessages(block: RowBlock): boolean {
    const messages = block.texts[MESSAGE]!;
    while (this.knownMessages < this.messages.count) this.learnMessage(this.knownMessages);
    const { kinds, messageKinds } = this;
    let highest = 0;
    for (let row = 0; row < block.rows; row++) {
      const message = messages[row]!;
      const kind = message < 0 ? REQUEST : messageKinds[message]!;
      kinds[row] = kind;
      if (kind > highest) highest = kind;
    }
    return highest === EMPTY_CONTROLLER;
  }

  private learnMessage(entry: number): void {
    if (entry >= this.messageKinds.length) {
      const larger = new Uint8Array(this.messageKinds.length * 2);
      larger.set(this.messageKinds);
      this.messageKinds = larger;
    }
    const text = this.messages.textAt(entry);
    let kind = REQUEST;
    if (startsWith(text, EMPTY_CONTROLLER_MESSAGE)) kind = EMPTY_CONTROLLER;
    else if (startsWith(text, CONTROLLER_MESSAGE)) kind = CONTROLLER;
    this.messageKinds[entry] = kind;
    this.knownMessages = entry + 1;
  }

  private dropEmptyControllers(block: RowBlock): void {
    const { kinds, kept } = this;
    let count = 0;
    for (let row = 0; row < block.rows; row++) {
      if (kinds[row] === EMPTY_CONTROLLER) continue;
      kept[count] = row;
      count += 1;
    }
    this.emptyControllerRows += block.rows - count;
    for (let to = 0; to < count; to++) kinds[to] = kinds[kept[to]!]!;
    block.keepOnly(kept, count);
  }

  private unusualLabel(code: number): number {
    if (code === TOO_MANY) this.moreLabelsRows += 1;
    return this.transactions.labelFor(code === TOO_MANY);
  }

  /** Load generators of one test name their threads alike; even numbers are those of the first one. */
  private thread(thread: number, host: number): number {
    const key = host * 2 ** 24 + thread;
    let number = this.threadNumbers.get(key);
    if (number === undefined) {
      number = this.threadNumbers.size;
      this.threadNumbers.set(key, number);
    }
    return 2 * number + 1;
  }
}

function startsWith(text: Uint8Array, prefix: Uint8Array): boolean {
  if (text.length < prefix.length) return false;
  for (let i = 0; i < prefix.length; i++) if (text[i] !== prefix[i]) return false;
  return true;
}
