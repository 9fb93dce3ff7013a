import { NONE } from '../jmeter/row-places.ts';
import type { WarningLog } from '../warning-log.ts';
import type { MarkupName } from './markup.ts';
import { NO_ROW, type SampleRows } from './sample-rows.ts';

const TAB = 9;
const LF = 10;
const SPACE = 32;

/** Samples within each other; no plan nests controllers and redirects so deeply. */
export const MAX_DEPTH = 100;

/** The samples around the present place, and what is done where their end tags are missing. */
export class OpenSamples {
  private readonly rows: SampleRows;
  private readonly warnings: WarningLog;
  /** Outermost first. */
  private readonly kinds: number[] = [];
  private readonly names: MarkupName[] = [];
  /** Samples that are open beyond {@link MAX_DEPTH}. */
  private tooDeep = 0;
  /** Nested samples are indented: then one at the start of a line is not nested. */
  private nestedAreIndented = false;

  constructor(rows: SampleRows, warnings: WarningLog) {
    this.rows = rows;
    this.warnings = warnings;
  }

  get depth(): number {
    return this.kinds.length;
  }

  /** Row of the innermost one, or {@link NO_ROW}. */
  get row(): number {
    return this.rows.openRows.at(-1) ?? NO_ROW;
  }

  /** What a sample with that message is, here. @param message entry of its dictionary */
  kindOf(message: number): number {
    return this.rows.kindOf(message, this.kinds.at(-1) ?? null);
  }

  open(name: MarkupName, kind: number, row: number): void {
    this.kinds.push(kind);
    this.names.push(name);
    this.rows.open(row);
  }

  /** One whose tag is broken: what is in it must not seem to stand beside it. */
  openBroken(name: MarkupName): void {
    if (this.depth < MAX_DEPTH) this.open(name, this.kindOf(NONE), NO_ROW);
    else this.tooDeep += 1;
  }

  openTooDeep(): void {
    this.tooDeep += 1;
  }

  /** A sample begins, behind the byte `before`. Ends of samples may have been lost. */
  expectNested(before: number): void {
    if (this.depth === 0) return;
    if (before === SPACE || before === TAB) this.nestedAreIndented = true;
    else if (before === LF && this.nestedAreIndented) this.closeAll();
  }

  /** An end tag of that name. */
  close(name: MarkupName): void {
    if (this.tooDeep > 0) {
      this.tooDeep -= 1;
      return;
    }
    const place = this.names.lastIndexOf(name);
    if (place < 0) {
      this.noteStrayEnd();
      return;
    }
    while (this.depth > place + 1) {
      this.noteLostEnd();
      this.pop();
    }
    this.pop();
  }

  /** Nothing of what is open will be closed any more. */
  closeAll(): void {
    this.tooDeep = 0;
    while (this.depth > 0) {
      this.noteLostEnd();
      this.pop();
    }
  }

  noteLostEnd(): void {
    this.warnings.add(
      'lost-end',
      'Elements have no end tag; they were taken to end where the next one begins.',
    );
  }

  noteStrayEnd(): void {
    this.warnings.add('stray-end', 'End tags stand where nothing is open; they were passed over.');
  }

  private pop(): void {
    this.kinds.pop();
    this.names.pop();
    this.rows.close();
  }
}
