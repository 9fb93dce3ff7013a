import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile, WeightType, WeightUnit } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { headLines } from '../text/head-lines.ts';
import { IndentedTree, type RowWeight } from '../text/indented-tree.ts';
import { LineFeed } from '../text/line-feed.ts';
import { RejectedLines } from '../text/rejected-lines.ts';
import { shownWeight } from './weight-text.ts';

/**
 * What "Deep Copy" of a call tree puts on the clipboard in Instruments of Xcode: separated by tabs, one row per node, its
 * depth in the blanks before the symbol (jlfwong/speedscope src/import/instruments.ts).
 */
export const instruments: ProfileFormat = {
  id: 'instruments',
  label: 'Instruments deep copy',
  extensions: ['txt'],
  probe,
  open: (context) => new InstrumentsReader(context),
};

const TITLES = /^(?:Weight|Running Time|Bytes Used|Self Weight|Self|Count|# Samples|Samples)\b/u;

function probe(head: ProbeHead): ProbeResult {
  const [first = ''] = headLines(head, 5);
  const titles = first.split('\t');
  return titles.length >= 3 && titles.at(-1)?.trim() === 'Symbol Name' && TITLES.test(first)
    ? { score: 0.95, reasons: ['columns of a call tree of Instruments, up to "Symbol Name"'] }
    : NOT_THIS_PROFILE;
}

/** A column that weighs. */
interface WeightColumn {
  readonly place: number;
  readonly type: WeightType;
  readonly scale: number;
  readonly kind: RowWeight;
}

class InstrumentsReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private titles: readonly string[] | null = null;
  private started: { builder: ProfileBuilder; tree: IndentedTree; columns: readonly WeightColumn[] } | null =
    null;

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
    this.started?.tree.finish();
    if (this.started === null || this.started.builder.sampleCount === 0) {
      throw new AppError('file-damaged', 'There is no weight in this deep copy of Instruments.', {
        hint: 'Select the top row of the call tree, then Edit > Deep Copy (not Copy).',
      });
    }
    const { builder } = this.started;
    this.rejected.report(builder.warnings, 'Lines that are no row of a call tree');
    return [builder.finish({ name: this.name, tool: 'Instruments' })];
  }

  private line(text: string, number: number): void {
    if (text.trim() === '') return;
    const cells = text.split('\t');
    if (this.titles === null) {
      this.titles = cells.map((title) => title.trim());
      return;
    }
    const symbol = cells[this.titles.length - 1];
    if (symbol === undefined || symbol.trim() === '') {
      this.rejected.add(number);
      return;
    }
    this.started ??= start(this.titles, cells);
    const { builder, tree, columns } = this.started;
    const shown = columns.map(({ place }) => shownWeight(cells[place] ?? ''));
    if (shown.some((weight) => weight === null)) this.rejected.add(number);
    const name = symbol.trim();
    const depth = symbol.length - symbol.trimStart().length;
    // "app (40414)" above all is the process.
    const kind =
      depth === 0 && /^.+ \(\d+\)$/u.test(name) ? 'label' : /^Thread\s+0x/u.test(name) ? 'label' : 'native';
    tree.row(
      depth,
      builder.frames.idOf({ name, kind }),
      shown.map((weight, i) => (weight?.value ?? 0) * (weight?.unit === null ? columns[i]!.scale : 1)),
    );
  }
}

/** The first row tells what the columns measure. Self weights are used where they are shown: others are rounded. */
function start(titles: readonly string[], row: readonly string[]): NonNullable<InstrumentsReader['started']> {
  const self = titles.findIndex((title) => /^Self\b/u.test(title));
  const main = titles.findIndex((title) => /^(?:Weight|Running Time|Bytes Used)$/u.test(title));
  const count = titles.findIndex((title) => /^(?:Count|# Samples|Samples)$/u.test(title));
  const unit = shownWeight(row[Math.max(main, 0)] ?? '')?.unit ?? null;
  const columns: WeightColumn[] = [];
  if (self >= 0) {
    // "Self (ms)" has plain numbers.
    const inTitle = shownWeight(`1 ${/\((\w+)\)/u.exec(titles[self]!)?.[1] ?? ''}`);
    const type = weightType(inTitle?.unit ?? unit);
    columns.push({
      place: self,
      type,
      scale: inTitle?.unit === null ? 1 : (inTitle?.value ?? 1),
      kind: 'own',
    });
  } else columns.push({ place: Math.max(main, 0), type: weightType(unit), scale: 1, kind: 'inclusive' });
  if (count >= 0) {
    const isSamples = titles[count] !== 'Count';
    const type: WeightType = isSamples
      ? { name: 'samples', unit: 'samples' }
      : { name: 'allocations', unit: 'count' };
    columns.push({ place: count, type, scale: 1, kind: 'inclusive' });
  }
  const builder = new ProfileBuilder(
    columns.map(({ type }) => type),
    false,
  );
  const kinds = columns.map(({ kind }) => kind);
  return { builder, columns, tree: new IndentedTree(builder, kinds, builder.addThread('all threads')) };
}

function weightType(unit: WeightUnit | null): WeightType {
  if (unit === 'ns') return { name: 'time', unit };
  if (unit === 'bytes') return { name: 'bytes used', unit };
  if (unit === 'cycles') return { name: 'cycles', unit };
  return { name: 'weight', unit: 'count' };
}
