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
import { vtuneHeader, vtuneNumber, type VtuneHeader } from './vtune-columns.ts';

/** CSV reports of Intel VTune: `vtune -report top-down -format csv` (a tree), `-report hotspots` (functions). */
export const vtune: ProfileFormat = {
  id: 'vtune',
  label: 'VTune CSV',
  extensions: ['csv'],
  probe,
  open: (context) => new VtuneReader(context),
};

/** Messages of the tool may come first. */
const HEAD_LINES = 20;

function probe(head: ProbeHead): ProbeResult {
  const found = headLines(head, HEAD_LINES)
    .map((line) => vtuneHeader(line, separatedCells))
    .find((header) => header !== null);
  if (found === undefined) return NOT_THIS_PROFILE;
  const what = found.tree ? 'a top-down tree' : 'hotspots';
  return { score: 0.92, reasons: [`columns of ${what} of VTune: ${found.columns[0]!.type.name}`] };
}

class VtuneReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private started: { header: VtuneHeader; builder: ProfileBuilder; tree: IndentedTree } | null = null;

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
      throw new AppError('file-damaged', 'There is no function with a weight in this report of VTune.', {
        hint: 'Make it again: vtune -report top-down -format csv -csv-delimiter comma',
      });
    }
    const { builder } = this.started;
    this.rejected.report(builder.warnings, 'Lines that are no function, or whose numbers are none,');
    return [builder.finish({ name: this.name, tool: 'Intel VTune' })];
  }

  private line(text: string, number: number): void {
    if (text.trim() === '') return;
    if (this.started === null) {
      const header = vtuneHeader(text, separatedCells);
      if (header !== null) this.start(header);
      return;
    }
    const { header, builder, tree } = this.started;
    const cells = separatedCells(text, header.separator);
    const name = cells[header.name]!;
    if (cells.length <= Math.min(...header.columns.map(({ place }) => place)) || name.text === '') {
      this.rejected.add(number);
      return;
    }
    const numbers = header.columns.map(({ place }) => vtuneNumber(cells[place]?.text ?? ''));
    if (numbers.some((value) => value === null)) this.rejected.add(number);
    const module = cells[header.module]?.text ?? '';
    const file = cells[header.file]?.text ?? '';
    // The row above all is no function.
    const isTotal = header.tree && name.indent === 0 && name.text === 'Total';
    const frame = isTotal
      ? null
      : builder.frames.idOf({
          name: name.text,
          module: module === '[Unknown]' ? null : module,
          file: file === '[Unknown]' ? null : file,
          kind: /^(?:vmlinux|ntoskrnl\.exe$|\[vmlinux\])/u.test(module) ? 'kernel' : 'native',
        });
    tree.row(
      header.tree ? name.indent : 0,
      frame,
      numbers.map((value, i) => (value ?? 0) * header.columns[i]!.scale),
    );
  }

  private start(header: VtuneHeader): void {
    const builder = new ProfileBuilder(
      header.columns.map(({ type }) => type),
      false,
    );
    const kinds = header.columns.map(() => 'own' as const);
    this.started = {
      header,
      builder,
      tree: new IndentedTree(builder, kinds, builder.addThread('all threads')),
    };
  }
}
