import { AppError } from '#shared/contract/errors.ts';
import { ColumnLabels, NAMED_BY_CLASS } from '../model/column-labels.ts';
import { nodeFlags, type HeapClass, type HeapGraph } from '../model/heap-graph.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { GraphSnapshot } from '../model/snapshot.ts';
import { StringTable } from '../model/string-table.ts';
import { wholeFile } from '../whole-file.ts';
import { NotGcdump, readGcdump, type GcdumpFile } from './gcdump-file.ts';

/** Dumps of the .NET garbage collector: `dotnet-gcdump collect`, PerfView. Types, sizes and references; no values, no field names. */
export const gcdumpReader: HeapReader = {
  id: 'gcdump',
  label: '.NET GC dump',
  runtime: 'dotnet',
  probe,
  read,
};

/** An object takes some twenty bytes: this is fifty million. */
const MAX_BYTES = 2 ** 30;

/** The container of Microsoft's tools, with what heap dumps hold (formats, section 0). */
function probe({ text }: HeapHead): HeapProbe {
  if (!/^.{4}!FastSerialization\.1/su.test(text) || !text.includes('GCHeapDump')) return NOT_THIS_HEAP;
  return { score: 0.98, reasons: ['a FastSerialization container with "GCHeapDump"'] };
}

async function read(file: HeapFile, { signal, progress }: HeapReadContext): Promise<GraphSnapshot> {
  progress({ phase: 'Reading objects', share: null });
  const { bytes, damage } = await wholeFile(file, signal, MAX_BYTES);
  let dump: GcdumpFile;
  try {
    dump = readGcdump(bytes);
  } catch (error) {
    if (!(error instanceof NotGcdump)) throw error;
    throw new AppError(
      'file-damaged',
      `${file.name} is a .NET GC dump, but cannot be read: ${damage ?? error.message}.`,
      {
        hint: 'Collect it again: dotnet-gcdump collect -p PID. `dotnet-gcdump report FILE` lists its classes if it can be read at all.',
        cause: error,
      },
    );
  }
  const graph = graphOf(dump);
  let selfBytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) selfBytes += graph.selfBytes[node]!;
  return {
    kind: 'graph',
    graph,
    allocations: null,
    facts: {
      format: gcdumpReader.id,
      runtime: 'dotnet',
      version: `GCHeapDump ${String(dump.version)}`,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      selfBytes,
      takenAtMs: null,
      stableIds: false,
      warnings: [
        {
          code: 'maybe-sampled',
          message:
            'PerfView samples large heaps: then counts and sizes are those of the sample. References have no names in such files.',
        },
      ],
    },
  };
}

function graphOf(dump: GcdumpFile): HeapGraph {
  const { nodeCount, typeOf, firstEdge, edgeTarget, types, addresses } = dump;
  const classes: HeapClass[] = [];
  const byName = new Map<string, number>();
  const classOfType = types.map(({ name }) => {
    let index = byName.get(name);
    if (index === undefined) {
      index = classes.push({ name, family: familyOf(name), origin: null }) - 1;
      byName.set(name, index);
    }
    return index;
  });
  const classOf = typeOf.map((type) => classOfType[type]!);
  const flags = new Uint8Array(nodeCount);
  const essential = new Uint8Array(edgeTarget.length).fill(1);
  const places = new Uint32Array(edgeTarget.length);
  const kinds = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node++) {
    const { name } = classes[classOf[node]!]!;
    if (isGroup(name)) {
      flags[node] = nodeFlags.synthetic;
      kinds[node] = NODE_KINDS.indexOf('group');
    } else if (name.endsWith('[]')) flags[node] = nodeFlags.array;
    const first = firstEdge[node]!;
    for (let edge = first; edge < firstEdge[node + 1]!; edge++) {
      places[edge] = edge - first;
      if (edgeTarget[edge] === node) essential[edge] = 0;
    }
  }
  const named = { firstEdge, edgeTarget, classes, classOf, flags };
  return {
    ...named,
    nodeCount,
    edgeCount: edgeTarget.length,
    root: dump.root,
    ids: addresses ?? Uint32Array.from({ length: nodeCount }, (_, node) => node),
    selfBytes: dump.selfBytes,
    essential,
    labels: new ColumnLabels(named, {
      nodeKinds: NODE_KINDS,
      nodeKind: kinds,
      nodeName: new Uint32Array(nodeCount).fill(NAMED_BY_CLASS),
      edgeKinds: [{ name: 'reference', numbered: true }],
      edgeKind: new Uint8Array(edgeTarget.length),
      edgeName: places,
      texts: StringTable.of([]),
      joined: null,
      marksDetached: false,
    }),
  };
}

const NODE_KINDS: readonly string[] = ['instance', 'group'];

/** `[static vars]`, `[.NET Roots]`: what the tool has put together. */
function isGroup(name: string): boolean {
  return name.startsWith('[');
}

function familyOf(name: string): HeapClass['family'] {
  if (isGroup(name) || name === 'UNDEFINED') return 'system';
  return name === 'System.String' ? 'text' : 'object';
}
