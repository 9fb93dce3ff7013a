/** An entry of a map: `@name[key, key]: value`, where keys may be stacks of several lines. */
export interface BpftraceEntry {
  readonly map: string;
  /** Leaf first; in the order of the keys. */
  readonly stacks: readonly (readonly string[])[];
  /** Keys that are no stacks: name of a command, numbers. */
  readonly keys: readonly string[];
  readonly value: number;
}

const OPENING = /^@(\w*)\[(.*)$/u;
const CLOSING = /^(.*)\]: (-?\d+(?:\.\d+)?)$/u;
const INDENTED = /^(?:\t|[ ]{2,})\s*\S/u;

/** Puts entries together, line by line. */
export class EntryLines {
  private open: {
    map: string;
    stacks: string[][];
    keys: string[];
    stack: string[] | null;
    text: string;
  } | null = null;

  /** Whether an entry is begun. */
  isInside(): boolean {
    return this.open !== null;
  }

  /** @returns an entry that the line completes; `rejected`: the line belongs to no entry; null: it was taken */
  line(line: string): BpftraceEntry | 'rejected' | null {
    if (this.open === null) {
      const match = OPENING.exec(line);
      if (match === null) return 'rejected';
      this.open = { map: match[1]!, stacks: [], keys: [], stack: null, text: '' };
      return this.keys(match[2]!);
    }
    if (INDENTED.test(line)) {
      this.open.stack ??= [];
      this.open.stack.push(line.trim());
      return null;
    }
    return this.keys(line);
  }

  /** Keys on one line: from the opening bracket on, or behind a stack. */
  private keys(line: string): BpftraceEntry | 'rejected' | null {
    const open = this.open!;
    if (open.stack !== null) {
      open.stacks.push(open.stack);
      open.stack = null;
    }
    const closing = CLOSING.exec(line);
    const keys = (closing === null ? line : closing[1]!).split(/, ?/u).filter((key) => key.trim() !== '');
    open.keys.push(...keys);
    if (closing === null) {
      // Keys go on below a comma, or with the first frame below the bracket.
      if (line === '' || /, ?$/u.test(line)) return null;
      this.open = null;
      return 'rejected';
    }
    this.open = null;
    return { map: open.map, stacks: open.stacks, keys: open.keys, value: Number(closing[2]) };
  }

  /** An entry that never ended is forgotten. */
  reset(): void {
    this.open = null;
  }
}
