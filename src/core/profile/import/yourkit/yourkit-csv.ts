import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { headLines } from '../text/head-lines.ts';
import { IndentedTree } from '../text/indented-tree.ts';
import { LineFeed } from '../text/line-feed.ts';
import { RejectedLines } from '../text/rejected-lines.ts';
import { separatedCells } from '../text/separated-line.ts';
import { yourKitRow } from './yourkit-name.ts';

/** Exports of YourKit Java Profiler as CSV: a call tree, whose times hold those of the rows below; or a list of methods. */
export const yourKitCsv: ProfileFormat = {
  id: 'yourkit-csv',
  label: 'YourKit CSV',
  extensions: ['csv'],
  probe,
  open: (context) => new YourKitReader(context),
};

const NS_PER_MS = 1e6;

interface Columns {
  readonly name: number;
  readonly timeMs: number;
  /** Of a tree; -1 in a list of methods. */
  readonly level: number;
}

function columnsOf(line: string): Columns | null {
  const titles = separatedCells(line, ',').map(({ text }) => text);
  const level = titles.indexOf('Level');
  const time = titles.findIndex((title) => /^(?:CPU |Wall )?Time \(ms\)$/u.test(title));
  const own = titles.findIndex((title) => /^Own (?:CPU |Wall )?Time \(ms\)$/u.test(title));
  if (titles[0] === 'Call Tree' && level > 0 && time > 0) return { name: 0, timeMs: time, level };
  return titles[0] === 'Method' && own > 0 ? { name: 0, timeMs: own, level: -1 } : null;
}

function probe(head: ProbeHead): ProbeResult {
  const columns = columnsOf(headLines(head, 3)[0] ?? '');
  if (columns === null) return NOT_THIS_PROFILE;
  const what = columns.level > 0 ? 'Call Tree, Time (ms) and Level' : 'Method and Own Time (ms)';
  return { score: 0.93, reasons: [`columns ${what} of YourKit`] };
}

class YourKitReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private readonly builder = new ProfileBuilder([{ name: 'time', unit: 'ns' }], false);
  private columns: Columns | null = null;
  private tree: IndentedTree | null = null;

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
    this.tree?.finish();
    const { builder } = this;
    if (builder.sampleCount === 0) {
      throw new AppError('file-damaged', 'There is no row with a time in this export of YourKit.', {
        hint: 'Export the call tree again: File > Export to > CSV.',
      });
    }
    this.rejected.report(builder.warnings, 'Lines that are no row, or whose numbers are none,');
    return [builder.finish({ name: this.name, tool: 'YourKit' })];
  }

  private line(text: string, number: number): void {
    if (text.trim() === '') return;
    if (this.columns === null) {
      this.columns = columnsOf(text);
      return;
    }
    const cells = separatedCells(text, ',');
    const { name, timeMs, level } = this.columns;
    const ms = numberOf(cells[timeMs]?.text);
    const depth = level < 0 ? 1 : numberOf(cells[level]?.text);
    const title = cells[name]?.text ?? '';
    if (!(ms >= 0) || !Number.isInteger(depth) || title === '') {
      this.rejected.add(number);
      return;
    }
    this.row(title, depth, ms * NS_PER_MS, level < 0 ? 'own' : 'inclusive');
  }

  private row(title: string, depth: number, ns: number, kind: 'own' | 'inclusive'): void {
    const { builder } = this;
    const row = yourKitRow(title);
    if (row.row === 'thread') {
      const thread = builder.addThread(row.name, { threadId: row.threadId });
      if (this.tree === null) this.tree = new IndentedTree(builder, [kind], thread);
      else this.tree.changeThread(thread);
    }
    this.tree ??= new IndentedTree(builder, [kind], builder.addThread('all threads'));
    this.tree.row(depth, row.row === 'function' ? builder.frames.idOf(row.frame) : null, [ns]);
  }
}

/** NaN where there is none. */
function numberOf(text = ''): number {
  return text === '' ? Number.NaN : Number(text.replaceAll(',', ''));
}
