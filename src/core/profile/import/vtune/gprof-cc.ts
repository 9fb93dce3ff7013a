import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import { CallGraph } from '../call-graph/call-graph.ts';
import { addCallPaths } from '../call-graph/call-paths.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { headLines } from '../text/head-lines.ts';
import { LineFeed } from '../text/line-feed.ts';
import { RejectedLines } from '../text/rejected-lines.ts';

/** `vtune -report gprof-cc`: a table of functions with their callers above and what they call below. */
export const vtuneGprof: ProfileFormat = {
  id: 'vtune-gprof',
  label: 'VTune gprof-cc',
  extensions: ['txt', 'axe'],
  probe,
  open: (context) => new GprofReader(context),
};

const TITLES = /^Index\s+% (.+?):Total\s+\1:Self\s+\1:Children\s+Name\s+Index/u;
const NS_PER_SECOND = 1e9;

function probe(head: ProbeHead): ProbeResult {
  return headLines(head, 20).some((line) => TITLES.test(line))
    ? { score: 0.95, reasons: ['columns Index, Self, Children and Name of VTune'] }
    : NOT_THIS_PROFILE;
}

/** A row of the table. */
interface Row {
  readonly primary: boolean;
  /** s. Null inside of recursion, where the tool gives none. */
  readonly self: number | null;
  readonly children: number | null;
  readonly name: string;
  readonly index: string | null;
}

function rowOf(line: string): Row | null {
  const match =
    /^(\[\d+\])?\s+(?:[\d.]+\s+(?=-?[\d.]+\s+-?[\d.]+\s))?(?:(-?[\d.]+)\s+(-?[\d.]+)\s+)?(\S.*?)(?:\s+\[(\d+)\])?\s*$/u.exec(
      line,
    );
  if (match === null) return null;
  const [, primary, self, children, name, index] = match;
  // `1.2.3` is no number.
  if (Number.isNaN(Number(self ?? 0)) || Number.isNaN(Number(children ?? 0))) return null;
  return {
    primary: primary !== undefined,
    self: self === undefined ? null : Math.max(0, Number(self)),
    children: children === undefined ? null : Math.max(0, Number(children)),
    name: name!,
    index: index ?? null,
  };
}

class GprofReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private weight: string | null = null;
  /** The list of names at the end has begun. */
  private ended = false;
  private current: string | null = null;
  /** By index. */
  private readonly functions = new Map<string, { name: string; self: number; inclusive: number }>();
  private readonly calls: { from: string; to: string; cost: number | null }[] = [];

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.lines = new LineFeed(
      (text, number) => this.line(text, number),
      (number) => this.rejected.add(number),
    );
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.lines.consume(bytes, length, final);
  }

  finish(): readonly NewProfile[] {
    const isTime = this.weight?.endsWith('Time') === true;
    const scale = isTime ? NS_PER_SECOND : 1;
    const builder = new ProfileBuilder(
      [{ name: this.weight ?? 'CPU Time', unit: isTime ? 'ns' : 'count' }],
      false,
    );
    const graph = new CallGraph(1);
    const numbers = new Map<string, number>();
    for (const [index, { name, self }] of this.functions) {
      const own = graph.addFunction(builder.frames.idOf({ name, kind: 'native' }));
      graph.addSelf(own, 0, self * scale);
      numbers.set(index, own);
    }
    if (graph.self[0]!.every((cost) => cost === 0)) {
      throw new AppError('file-damaged', 'There is no function with a weight in this report of VTune.', {
        hint: 'Make it again: vtune -report gprof-cc',
      });
    }
    for (const { from, to, cost } of this.calls) {
      const caller = numbers.get(from);
      const called = numbers.get(to);
      if (caller === undefined || called === undefined) continue;
      // Calls inside of recursion have no cost: that of the function says how much it matters.
      graph.addCall(caller, called, [(cost ?? this.functions.get(to)!.inclusive) * scale]);
    }
    this.rejected.report(builder.warnings, 'Lines that are no row of the table');
    addCallPaths(builder, graph, builder.addThread('all threads'));
    return [builder.finish({ name: this.name, tool: 'Intel VTune' })];
  }

  private line(text: string, number: number): void {
    if (this.weight === null) {
      this.weight = TITLES.exec(text)?.[1] ?? null;
      return;
    }
    if (/^(?:Index by function name|Index\s+Function)/u.test(text)) this.ended = true;
    if (this.ended || text.startsWith('---')) return;
    if (text.trim() === '') {
      this.current = null;
      return;
    }
    const row = rowOf(text);
    if (row === null) this.rejected.add(number);
    else if (row.primary) this.primary(row);
    else if (this.current !== null && row.index !== null) {
      const cost = row.self === null ? null : row.self + (row.children ?? 0);
      this.calls.push({ from: this.current, to: row.index, cost });
    }
  }

  /** Rows above are callers, which name this one among what they call; rows below are calls. */
  private primary({ name, index, self, children }: Row): void {
    this.current = null;
    // Stand for no function: who calls nobody knows, and all members of a recursion together.
    if (index === null || name === '<spontaneous>' || /^<cycle \d+ as a whole>$/u.test(name)) return;
    this.current = index;
    const bare = name.replace(/ <cycle \d+>$/u, '');
    this.functions.set(index, { name: bare, self: self ?? 0, inclusive: (self ?? 0) + (children ?? 0) });
  }
}
