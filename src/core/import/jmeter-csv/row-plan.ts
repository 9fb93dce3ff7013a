import type { JmeterColumn } from './columns.ts';
import type { Layout } from './layout.ts';
import {
  ALL_THREADS,
  CODE,
  CONNECT,
  ELAPSED,
  FAILURE,
  FIRST_TAG,
  GROUP_THREADS,
  IDLE,
  LABEL,
  LATENCY,
  MESSAGE,
  RECEIVED_BYTES,
  SENT_BYTES,
  STARTED_AT,
  THREAD,
  URL,
} from '../jmeter/row-places.ts';
import type { RowContent } from '../jmeter/sample-columns.ts';
import type { TagColumn } from '../jmeter/tag-sets.ts';

/** What is done with the cells of a column. Small numbers: the row readers switch on them for every cell. */
export const SKIP = 0;
export const TIME = 1;
export const WHOLE = 2;
export const SUCCESS = 3;
/** A text that mostly differs from row to row. */
export const VARIED = 4;
/** A text that mostly repeats the one of the row before. */
export const STEADY = 5;
/** The URL: mostly the one that the label had before; the word `null` stands for none. */
export const ADDRESS = 6;
export type CellAction = 0 | 1 | 2 | 3 | 4 | 5 | 6;

interface CellUse {
  readonly action: CellAction;
  readonly place: number;
}

const uses: Readonly<
  Record<Exclude<JmeterColumn, 'Filename' | 'Encoding' | 'SampleCount' | 'ErrorCount' | 'Hostname'>, CellUse>
> = {
  timeStamp: { action: TIME, place: STARTED_AT },
  elapsed: { action: WHOLE, place: ELAPSED },
  label: { action: VARIED, place: LABEL },
  responseCode: { action: STEADY, place: CODE },
  responseMessage: { action: STEADY, place: MESSAGE },
  threadName: { action: VARIED, place: THREAD },
  // Says whether JMeter took the body for text or bytes. Kept as a tag it would cost a column for nothing.
  dataType: { action: SKIP, place: 0 },
  success: { action: SUCCESS, place: 0 },
  failureMessage: { action: STEADY, place: FAILURE },
  bytes: { action: WHOLE, place: RECEIVED_BYTES },
  sentBytes: { action: WHOLE, place: SENT_BYTES },
  grpThreads: { action: WHOLE, place: GROUP_THREADS },
  allThreads: { action: WHOLE, place: ALL_THREADS },
  URL: { action: ADDRESS, place: URL },
  Latency: { action: WHOLE, place: LATENCY },
  IdleTime: { action: WHOLE, place: IDLE },
  Connect: { action: WHOLE, place: CONNECT },
};

/** Columns of JMeter that become tags. `omit` is the value that says nothing. */
const tagColumns: Partial<Record<JmeterColumn, { readonly key: string; readonly omit?: string }>> = {
  Filename: { key: 'file' },
  Encoding: { key: 'encoding' },
  SampleCount: { key: 'SampleCount', omit: '1' },
  ErrorCount: { key: 'ErrorCount', omit: '0' },
  Hostname: { key: 'host' },
};

/** A layout, worked out for the row readers. */
export class RowPlan {
  readonly layout: Layout;
  readonly width: number;
  /** Delimiter as a byte. */
  readonly delimiter: number;
  /** Per column of the file. */
  readonly actions: Uint8Array;
  readonly places: Uint16Array;
  readonly tagColumns: readonly TagColumn[];
  /** Which of {@link tagColumns} names the load generator; -1 for none. */
  readonly hostTag: number;

  constructor(layout: Layout) {
    this.layout = layout;
    this.width = layout.columns.length;
    this.delimiter = layout.delimiter.charCodeAt(0);
    this.actions = new Uint8Array(this.width);
    this.places = new Uint16Array(this.width);
    const tags: TagColumn[] = [];
    let hostTag = -1;
    layout.columns.forEach(({ name, column }, index) => {
      const use = column === null ? undefined : (uses as Partial<Record<JmeterColumn, CellUse>>)[column];
      if (use === undefined) {
        const tag = (column === null ? undefined : tagColumns[column]) ?? { key: name };
        if (column === 'Hostname') hostTag = tags.length;
        this.actions[index] = STEADY;
        this.places[index] = FIRST_TAG + tags.length;
        tags.push({ key: tag.key, omit: tag.omit ?? null });
      } else {
        this.actions[index] = use.action;
        this.places[index] = use.place;
      }
    });
    this.tagColumns = tags;
    this.hostTag = hostTag;
  }

  holdsText(column: number): boolean {
    const action = this.actions[column];
    return action === VARIED || action === STEADY || action === ADDRESS;
  }

  /** What the columns of the file fill. */
  content(): RowContent {
    const numbers = new Set<number>();
    const texts = new Set<number>();
    for (let column = 0; column < this.width; column++) {
      if (this.holdsText(column)) texts.add(this.places[column]!);
      else if (isNumber(this.actions[column]!)) numbers.add(this.places[column]!);
    }
    return { numbers, texts, success: this.has('success'), tags: this.tagColumns.length > 0 };
  }

  nameOf(column: number): string {
    return this.layout.columns[column]?.name ?? `column ${column + 1}`;
  }

  has(column: JmeterColumn): boolean {
    return this.layout.columns.some((candidate) => candidate.column === column);
  }
}

function isNumber(action: number): boolean {
  return action === TIME || action === WHOLE;
}
