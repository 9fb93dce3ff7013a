import type { ByteDictionary } from '../byte-dictionary.ts';
import {
  CONTROLLER_MESSAGE,
  EMPTY_CONTROLLER_MESSAGE,
  MessageKinds,
  NO_CONTROLLER,
} from '../jmeter/message-kinds.ts';
import type { PerfmonRows } from '../jmeter/perfmon-rows.ts';
import { BLOCK_ROWS, type RowBlock } from '../jmeter/row-block.ts';
import { ELAPSED, LABEL, MESSAGE, STARTED_AT, THREAD, TOO_MANY } from '../jmeter/row-places.ts';
import { WHOLE_SECONDS } from '../jmeter/time-stamp.ts';
import { CONTROLLER, REQUEST, SUB_RESULT, type TransactionTable } from '../jmeter/transaction-table.ts';
import { SubResultFinder } from './sub-results.ts';

/** Stamps in whole seconds: a sub-result may seem to end up to a second after its parent. */
const SECOND_MS = 1000;

/** Besides what messages tell: a row of the PerfMon plugin. */
const PERFMON = 3;

/** Works out what the rows of a block are, and to which transactions they belong. */
export class RowKinds {
  controllerRows = 0;
  subResultRows = 0;
  emptyControllerRows = 0;
  moreLabelsRows = 0;
  /** Per row of the block that was classified last. */
  readonly transactionIds = new Int32Array(BLOCK_ROWS);
  private readonly transactions: TransactionTable;
  private readonly messageKinds: MessageKinds;
  private readonly perfmon: PerfmonRows;
  private readonly subResults = new SubResultFinder();
  private readonly kinds = new Uint8Array(BLOCK_ROWS);
  private readonly kept = new Int32Array(BLOCK_ROWS);
  /** Numbers for threads of load generators other than the first. */
  private readonly threadNumbers = new Map<number, number>();

  constructor(transactions: TransactionTable, messages: ByteDictionary, perfmon: PerfmonRows) {
    this.transactions = transactions;
    this.messageKinds = new MessageKinds(messages);
    this.perfmon = perfmon;
  }

  get coveredRequestRows(): number {
    return this.subResults.coveredRequests;
  }

  /**
   * Takes the rows that are no samples out of the block (controllers in which nothing ran, readings of PerfMon), and finds
   * the transactions of the others.
   * @param hosts entries of the load generators' names; null when the file does not tell them
   * @param hasThread the file tells on which thread a sample ran
   */
  classify(block: RowBlock, hosts: Int32Array | null, hasThread: boolean): void {
    const controllers = this.readMessages(block);
    if (this.takeReadings(block, hasThread) || controllers) this.dropOthers(block);
    const labels = block.texts[LABEL]!;
    const threads = block.texts[THREAD]!;
    const starts = block.numbers[STARTED_AT]!;
    const elapsed = block.numbers[ELAPSED]!;
    const { kinds, transactions, transactionIds, subResults } = this;
    for (let row = 0; row < block.rows; row++) {
      let kind: number = kinds[row] === CONTROLLER_MESSAGE ? CONTROLLER : REQUEST;
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
    this.messageKinds.forget();
  }

  /** The same for entries of the thread dictionary. */
  forgetThreads(): void {
    this.threadNumbers.clear();
    this.subResults.forgetThreads();
  }

  /** @returns whether a controller is among them in which nothing ran */
  private readMessages(block: RowBlock): boolean {
    const messages = block.texts[MESSAGE]!;
    const messageKinds = this.messageKinds.table();
    const { kinds } = this;
    let highest = 0;
    for (let row = 0; row < block.rows; row++) {
      const message = messages[row]!;
      const kind = message < 0 ? NO_CONTROLLER : messageKinds[message]!;
      kinds[row] = kind;
      if (kind > highest) highest = kind;
    }
    return highest === EMPTY_CONTROLLER_MESSAGE;
  }

  /** @returns whether there were any */
  private takeReadings(block: RowBlock, hasThread: boolean): boolean {
    const threads = block.texts[THREAD]!;
    let some = false;
    for (let row = 0; row < block.rows; row++) {
      // Samples have a thread: for nearly all files this is the only question.
      if (threads[row]! >= 0 && !this.perfmon.certainByLabel) continue;
      const kind = this.perfmon.kindOf(block, row, hasThread);
      if (kind === 'perhaps') this.perfmon.doubtfulRows += 1;
      if (kind === 'no' || kind === 'perhaps') continue;
      this.perfmon.take(block, row, kind);
      this.kinds[row] = PERFMON;
      some = true;
    }
    return some;
  }

  private dropOthers(block: RowBlock): void {
    const { kinds, kept } = this;
    let count = 0;
    for (let row = 0; row < block.rows; row++) {
      if (kinds[row] === EMPTY_CONTROLLER_MESSAGE) this.emptyControllerRows += 1;
      if (kinds[row]! >= EMPTY_CONTROLLER_MESSAGE) continue;
      kept[count] = row;
      count += 1;
    }
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
