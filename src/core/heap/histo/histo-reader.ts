import { AppError } from '#shared/contract/errors.ts';
import { Pace } from '../graph/pace.ts';
import { familyOf } from '../hprof/hprof-classes.ts';
import { javaClassName } from '../hprof/java-class-name.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { ClassesSnapshot, SnapshotWarning } from '../model/snapshot.ts';
import type { ClassRow } from '../model/snapshot-tables.ts';
import { textLines } from './text-lines.ts';

/** Class histograms of Java virtual machines: `jmap -histo`, `jcmd GC.class_histogram`. Sizes and counts, no references. */
export const histoReader: HeapReader = {
  id: 'jmap-histo',
  label: 'Java class histogram (jmap -histo)',
  runtime: 'jvm',
  probe,
  read,
};

const HEADER = /^\s*num\s+#instances\s+#bytes\s+class name/mu;
/** `   1:          3744         328440  [B (java.base@17.0.15)` */
const ROW = /^\s*\d+:\s+(\d+)\s+(\d+)\s+(\S+)/u;
/** The sum at the end. */
const TOTAL = /^\s*Total\s+(\d+)\s+(\d+)\s*$/u;

function probe({ text }: HeapHead): HeapProbe {
  return HEADER.test(text)
    ? { score: 0.97, reasons: ['a line with num, #instances, #bytes, class name'] }
    : NOT_THIS_HEAP;
}

interface Sum {
  count: number;
  selfBytes: number;
}

async function read(file: HeapFile, { head, signal, progress }: HeapReadContext): Promise<ClassesSnapshot> {
  const pace = new Pace(signal, progress);
  const sums = new Map<string, Sum>();
  let total: Sum | null = null;
  const all: Sum = { count: 0, selfBytes: 0 };
  const feed = await file.open();
  try {
    for await (const line of textLines(feed, head.bytes)) {
      const end = TOTAL.exec(line);
      if (end !== null) {
        total = { count: Number(end[1]), selfBytes: Number(end[2]) };
        break;
      }
      const row = ROW.exec(line);
      if (row === null) continue;
      const name = javaClassName(row[3]!);
      // Classes of one name that different loaders have loaded are one.
      const sum = sums.get(name) ?? { count: 0, selfBytes: 0 };
      for (const each of [sum, all]) {
        each.count += Number(row[1]);
        each.selfBytes += Number(row[2]);
      }
      sums.set(name, sum);
      await pace.turn('Reading classes', null);
    }
  } finally {
    await feed.close();
  }
  if (sums.size === 0) {
    throw new AppError('file-damaged', `There are no classes in ${file.name}.`, {
      hint: 'Take it again: jmap -histo:live PID > FILE',
    });
  }
  const classes = [...sums]
    .map(([name, sum]): ClassRow => ({
      key: name,
      name,
      family: familyOf(name),
      ...sum,
      retainedBytes: null,
    }))
    .sort((a, b) => b.selfBytes - a.selfBytes || (a.key < b.key ? -1 : 1));
  return {
    kind: 'classes',
    classes,
    facts: {
      format: histoReader.id,
      runtime: 'jvm',
      version: null,
      nodes: null,
      edges: null,
      selfBytes: all.selfBytes,
      takenAtMs: null,
      stableIds: false,
      warnings: warningsOf(all, total),
    },
  };
}

function warningsOf(all: Sum, total: Sum | null): SnapshotWarning[] {
  if (total === null) {
    return [
      { code: 'truncated', message: 'The line with the totals is missing: the file was probably cut.' },
    ];
  }
  if (total.count === all.count && total.selfBytes === all.selfBytes) return [];
  const message = `Its classes add up to ${all.selfBytes.toLocaleString('en')} bytes, but its total says ${total.selfBytes.toLocaleString('en')}: lines are missing.`;
  return [{ code: 'total-differs', message }];
}
