import { Pace } from '../graph/pace.ts';
import { ColumnLabels, NAMED_BY_CLASS, type LabelColumns } from '../model/column-labels.ts';
import { nodeFlags, type HeapGraph } from '../model/heap-graph.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { GraphSnapshot, SnapshotWarning } from '../model/snapshot.ts';
import { StringTable } from '../model/string-table.ts';
import { AppError } from '#shared/contract/errors.ts';
import { CensusTaker, objectKinds, type Census } from './hprof-census.ts';
import { HprofClasses } from './hprof-classes.ts';
import { HprofCursor } from './hprof-cursor.ts';
import { IdIndex } from './id-index.ts';
import { ownNames, ReferenceCollector, type References } from './reference-collector.ts';
import { readHprofHeader, walkHprof, type HprofHeader, type HprofVisitor } from './walk-hprof.ts';

/** Heap dumps of Java virtual machines and Android: `jcmd GC.heap_dump`, `jmap -dump`, the hprof agent's binary format. */
export const hprofReader: HeapReader = {
  id: 'hprof',
  label: 'Java heap dump (HPROF)',
  runtime: 'jvm',
  passes: 2,
  probe,
  read,
};

function probe({ bytes, text }: HeapHead): HeapProbe {
  if (/^.{2}portable heap dump/su.test(text)) {
    return {
      score: 0.99,
      reasons: ['begins with "portable heap dump"'],
      refusal:
        'it is an IBM PHD dump, another format. Take an HPROF dump: jcmd PID GC.heap_dump FILE with a HotSpot virtual machine, or convert it with Eclipse Memory Analyzer.',
    };
  }
  const version = /^JAVA PROFILE 1\.0\.[123]/u.exec(text);
  if (version === null) return NOT_THIS_HEAP;
  if (bytes[version[0].length] === 0) return { score: 0.99, reasons: [`begins with "${version[0]}"`] };
  return {
    score: 0.99,
    reasons: [`begins with "${version[0]}" and goes on as text`],
    refusal:
      'it is a text report of the hprof agent. Record it again with format=b, or take a dump: jcmd PID GC.heap_dump FILE.',
  };
}

async function read(file: HeapFile, { signal, progress }: HeapReadContext): Promise<GraphSnapshot> {
  const pace = new Pace(signal, progress);
  const taker = new CensusTaker();
  const first = await pass(file, taker, pace, 'Reading objects');
  const census = taker.census();
  if (census.ids.length === 1) {
    throw new AppError(
      'file-damaged',
      `There is no heap in ${file.name}: ${first.problem ?? 'it has no objects'}.`,
      {
        hint: 'Take the dump again. Profiles of the hprof agent with heap=sites have none.',
      },
    );
  }
  const classes = new HprofClasses(census, first.idBytes);
  const collector = new ReferenceCollector(census, classes, new IdIndex(census.ids), first.idBytes);
  const second = await pass(file, collector, pace, 'Reading references');
  const references = collector.references();
  const graph = graphOf(census, classes, references);
  let selfBytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) selfBytes += graph.selfBytes[node]!;
  return {
    kind: 'graph',
    graph,
    allocations: null,
    facts: {
      format: hprofReader.id,
      runtime: 'jvm',
      version: first.header.version,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      selfBytes,
      takenAtMs: first.header.takenAtMs > 0 ? first.header.takenAtMs : null,
      stableIds: false,
      warnings: warningsOf(classes, references, first.problem ?? second.problem),
    },
  };
}

interface Pass {
  readonly header: HprofHeader;
  readonly idBytes: number;
  readonly problem: string | null;
}

async function pass(file: HeapFile, visitor: HprofVisitor, pace: Pace, phase: string): Promise<Pass> {
  const feed = await file.open();
  try {
    const size = file.unpackedBytes;
    const cursor = new HprofCursor(feed, (place) => pace.turn(phase, size === null ? null : place / size));
    const header = await readHprofHeader(cursor, file.name);
    const { problem } = await walkHprof(cursor, visitor);
    return { header, idBytes: cursor.idBytes, problem: feed.damage ?? problem };
  } finally {
    await feed.close();
  }
}

function graphOf(census: Census, classes: HprofClasses, references: References): HeapGraph {
  const { ids, kinds } = census;
  const flags = new Uint8Array(ids.length);
  flags[0] = nodeFlags.synthetic;
  for (let node = 1; node < ids.length; node++) {
    if (kinds[node] === objectKinds.objectArray) flags[node] = nodeFlags.array;
  }
  const { classes: heapClasses, classOf } = classes.nodeClasses();
  const named = {
    firstEdge: references.firstEdge,
    edgeTarget: references.target,
    classes: heapClasses,
    classOf,
    flags,
  };
  return {
    ...named,
    nodeCount: ids.length,
    edgeCount: references.target.length,
    root: 0,
    ids,
    selfBytes: classes.selfBytes(),
    essential: references.essential,
    labels: new ColumnLabels(named, labelsOf(census, classes, references)),
  };
}

function labelsOf(
  { kinds, types, classes: dumps }: Census,
  classes: HprofClasses,
  { firstEdge, name, names }: References,
): LabelColumns {
  const classNames = dumps.map(({ id }) => `class ${classes.nameOf(id)}`);
  const nodeName = new Uint32Array(kinds.length).fill(NAMED_BY_CLASS);
  const edgeKind = new Uint8Array(name.length);
  for (let node = 0; node < kinds.length; node++) {
    const kind = kinds[node]!;
    if (kind === objectKinds.classObject) nodeName[node] = names.length + types[node]!;
    const ofKind = EDGE_KIND_OF[kind]!;
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const isOwn = name[edge]! < ownNames.length && (ofKind === EDGE.static || ofKind === EDGE.field);
      edgeKind[edge] = isOwn ? EDGE.internal : ofKind;
    }
  }
  return {
    nodeKinds: NODE_KINDS,
    nodeKind: kinds,
    nodeName,
    edgeKinds: EDGE_KINDS.map((kind) => ({ name: kind, numbered: kind === 'element' })),
    edgeKind,
    edgeName: name,
    texts: StringTable.of([...names, ...classNames]),
    joined: null,
    marksDetached: false,
  };
}

/** By the number of {@link objectKinds}. */
const NODE_KINDS = ['root', 'class', 'instance', 'object array', 'primitive array'] as const;
const EDGE_KINDS = ['GC root', 'static', 'field', 'element', 'internal'] as const;
const EDGE = { root: 0, static: 1, field: 2, element: 3, internal: 4 } as const;
/** What references out of a node of each kind are. */
const EDGE_KIND_OF = [EDGE.root, EDGE.static, EDGE.field, EDGE.element, EDGE.field] as const;

function warningsOf(
  classes: HprofClasses,
  { dangling }: References,
  problem: string | null,
): SnapshotWarning[] {
  const warnings: SnapshotWarning[] = [
    {
      code: 'assumed-object-size',
      message: `Java dumps have no sizes of objects: they are computed for HotSpot with ${classes.layout.name}. Fields that it adds itself (to Class, Thread and a few more) are not counted.`,
    },
  ];
  if (problem !== null) {
    warnings.push({
      code: 'truncated',
      message: `Not all of the file could be read: ${problem}. What is missing is in none of the figures.`,
    });
  }
  if (dangling > 0) {
    warnings.push({
      code: 'bad-references',
      message: `${dangling.toLocaleString('en')} references lead to objects that are not in the file; they were left out.`,
    });
  }
  return warnings;
}
