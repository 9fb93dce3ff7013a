import { AppError } from '#shared/contract/errors.ts';
import type { SnapshotWarning } from '../model/snapshot.ts';
import type { ByteCursor } from './byte-cursor.ts';
import { EdgeCollector, type EdgeColumns } from './edge-columns.ts';
import { readIntegers, type RowSink } from './integer-array.ts';
import { captureValue, cutOff, enterArray, nextMember, notJson, passValue } from './json-members.ts';
import { NodeCollector, type NodeColumns } from './node-columns.ts';
import { NumberRows } from './number-rows.ts';
import { parseSnapshotHeader, type SnapshotHeader } from './snapshot-header.ts';
import type { StringTable } from '../model/string-table.ts';
import { readStrings } from './read-strings.ts';

/** A `.heapsnapshot` as it stands in the file, by column. */
export interface ScannedSnapshot {
  readonly header: SnapshotHeader;
  readonly nodes: NodeColumns;
  readonly edges: EdgeColumns;
  readonly strings: StringTable;
  /** Rows of `location_fields`. */
  readonly locations: NumberRows;
  /** Rows of `trace_function_info_fields`. */
  readonly traceFunctions: NumberRows;
  /** Rows of `id, function info, count, size`; in the order of the file: a parent before its children. */
  readonly traceNodes: NumberRows;
  /** How deep each of the trace nodes is nested; the root has 0. */
  readonly traceDepths: readonly number[];
  /** Rows of `sample_fields`. */
  readonly samples: NumberRows;
  readonly warnings: readonly SnapshotWarning[];
}

const OPEN_OBJECT = 123;
/** Fewest bytes of a number in a list: a digit and a comma. */
const BYTES_PER_NUMBER = 2;

/**
 * Reads the members in the order in which they come; `snapshot` must be the first, `strings` is the last that is used.
 * @param sizeBytes unpacked size, or null: keeps a header from claiming more than the file can hold
 * @throws {AppError} `file-damaged`, `cancelled`
 */
export async function scanSnapshot(
  cursor: ByteCursor,
  sizeBytes: number | null,
  progress: () => void,
): Promise<ScannedSnapshot> {
  await passByteOrderMark(cursor);
  if ((await cursor.peek()) !== OPEN_OBJECT) throw notJson(cursor);
  cursor.at += 1;
  const scan = new SnapshotScan(cursor, sizeBytes, progress);
  for (;;) {
    const member = await nextMember(cursor);
    if (member === null) break;
    if (!(await scan.take(member))) break;
  }
  return scan.finish();
}

async function passByteOrderMark(cursor: ByteCursor): Promise<void> {
  for (const byte of [0xef, 0xbb, 0xbf]) {
    if ((await cursor.peek()) !== byte) return;
    cursor.at += 1;
  }
}

class SnapshotScan {
  readonly #cursor: ByteCursor;
  readonly #sizeBytes: number | null;
  readonly #progress: () => void;
  readonly #warnings: SnapshotWarning[] = [];
  readonly #taken = new Set<string>();
  #header: SnapshotHeader | null = null;
  #nodes: NodeColumns | null = null;
  #edges: EdgeColumns | null = null;
  #strings: StringTable | null = null;
  readonly #locations = new NumberRows();
  readonly #traceFunctions = new NumberRows();
  readonly #traceNodes = new NumberRows();
  readonly #samples = new NumberRows();
  readonly #traceDepths: number[] = [];

  constructor(cursor: ByteCursor, sizeBytes: number | null, progress: () => void) {
    this.#cursor = cursor;
    this.#sizeBytes = sizeBytes;
    this.#progress = progress;
  }

  /** @returns false when nothing can follow: the file has ended */
  async take(member: string): Promise<boolean> {
    const cursor = this.#cursor;
    // A second list of the same name would not fit what was made of the first.
    if (this.#taken.has(member)) throw notJson(cursor);
    this.#taken.add(member);
    if (member === 'snapshot') {
      this.#header = parseSnapshotHeader(await captureValue(cursor));
      return true;
    }
    const header = this.#header;
    if (header === null) {
      if (listNames.has(member)) throw wrongOrder(cursor, member);
      return passValue(cursor);
    }
    switch (member) {
      case 'nodes':
        return this.#takeNodes(header);
      case 'edges':
        return this.#takeEdges(header);
      case 'strings':
        return this.#takeStrings();
      case 'trace_function_infos':
        return this.#takeRows(this.#traceFunctions, header.traceFunctionFields.length || 6);
      case 'samples':
        return this.#takeRows(this.#samples, header.sampleFields.length || 2);
      case 'locations':
        return this.#takeRows(this.#locations, header.locationFields.length || 4);
      case 'trace_tree':
        return this.#takeTraceTree();
      default:
        return passValue(cursor);
    }
  }

  finish(): ScannedSnapshot {
    const header = this.#header;
    if (header === null) throw cutOff(this.#cursor, 'before its description');
    if (this.#nodes === null) throw cutOff(this.#cursor, 'before the list of objects');
    if (this.#nodes.count === 0)
      throw new AppError('file-damaged', 'The heap snapshot has no objects.', {
        hint: 'Take the snapshot again.',
        place: { byte: this.#cursor.place },
      });
    if (this.#edges === null) throw cutOff(this.#cursor, 'before the references');
    if (this.#strings === null) throw cutOff(this.#cursor, 'before the names');
    return {
      header,
      nodes: this.#nodes,
      edges: this.#edges,
      strings: this.#strings,
      locations: this.#locations,
      traceFunctions: this.#traceFunctions,
      traceNodes: this.#traceNodes,
      traceDepths: this.#traceDepths,
      samples: this.#samples,
      warnings: this.#warnings,
    };
  }

  async #takeNodes(header: SnapshotHeader): Promise<boolean> {
    const fields = header.nodeFields.length;
    const collector = new NodeCollector(header, this.#roomFor(header.nodeCount, fields));
    await this.#takeList(fields, collector.sink, 'in the list of objects');
    this.#nodes = collector.finish();
    this.#compareCount('objects', header.nodeCount, this.#nodes.count);
    return true;
  }

  async #takeEdges(header: SnapshotHeader): Promise<boolean> {
    if (this.#nodes === null) throw wrongOrder(this.#cursor, 'edges');
    const fields = header.edgeFields.length;
    const collector = new EdgeCollector(header, this.#nodes.count, this.#roomFor(header.edgeCount, fields));
    await this.#takeList(fields, collector.sink, 'in the list of references');
    this.#edges = collector.finish();
    this.#compareCount('references', header.edgeCount, this.#edges.count);
    return true;
  }

  /** The lists without which nothing can be shown. */
  async #takeList(rowLength: number, sink: RowSink, where: string): Promise<void> {
    const cursor = this.#cursor;
    if (!(await enterArray(cursor))) throw notJson(cursor);
    const { how } = await readIntegers(cursor, rowLength, {
      rows: (block, count) => {
        sink.rows(block, count);
        this.#progress();
      },
      columns: (columns, count) => {
        sink.columns(columns, count);
        this.#progress();
      },
    });
    if (how === 'cut') throw cutOff(cursor, where);
    if (how === 'bad') throw notJson(cursor);
  }

  async #takeStrings(): Promise<boolean> {
    const cursor = this.#cursor;
    if (!(await enterArray(cursor))) throw notJson(cursor);
    const left = this.#sizeBytes === null ? 1 << 22 : this.#sizeBytes - cursor.place + 2;
    const { strings, how } = await readStrings(cursor, left);
    if (how === 'bad') throw notJson(cursor);
    if (how === 'cut') {
      this.#warnings.push({
        code: 'truncated',
        message: `The file ends early, in the list of names: ${strings.count.toLocaleString('en')} were read, some objects have none.`,
      });
    }
    this.#strings = strings;
    this.#progress();
    return how === 'closed';
  }

  /** What a snapshot can do without: where it breaks off, the rest of the file decides. */
  async #takeRows(rows: NumberRows, rowLength: number): Promise<boolean> {
    const cursor = this.#cursor;
    if (!(await enterArray(cursor))) return passValue(cursor);
    rows.rowLength = rowLength;
    const { how } = await readIntegers(cursor, rowLength, rows.sink);
    if (how === 'bad') throw notJson(cursor);
    return how === 'closed';
  }

  async #takeTraceTree(): Promise<boolean> {
    const cursor = this.#cursor;
    if (!(await enterArray(cursor))) return passValue(cursor);
    this.#traceNodes.rowLength = 4;
    const { how } = await readIntegers(cursor, 4, this.#traceNodes.sink, {
      nested: (depth) => this.#traceDepths.push(depth),
    });
    if (how === 'bad') throw notJson(cursor);
    return how === 'closed';
  }

  /** Room for what the header claims, but never more than the file can hold. */
  #roomFor(claimed: number, fields: number): number {
    const most = (this.#sizeBytes ?? 64 << 20) / (fields * BYTES_PER_NUMBER);
    return Math.ceil(Math.max(1024, Math.min(claimed, most)));
  }

  #compareCount(what: string, claimed: number, found: number): void {
    if (claimed === found) return;
    this.#warnings.push({
      code: 'count-differs',
      message: `The file says ${claimed.toLocaleString('en')} ${what} and has ${found.toLocaleString('en')}; what is there was read.`,
    });
  }
}

const listNames: ReadonlySet<string> = new Set(['nodes', 'edges', 'strings']);

function wrongOrder(cursor: ByteCursor, member: string): AppError {
  return new AppError('file-damaged', `The heap snapshot has its "${member}" before what describes them.`, {
    hint: 'Open the file as the tool wrote it: a program that rewrites JSON may have changed the order.',
    place: { byte: cursor.place },
  });
}
