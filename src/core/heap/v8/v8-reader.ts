import type { ByteFeed } from '#core/io/unpack.ts';
import {
  NOT_THIS_HEAP,
  type HeapFile,
  type HeapHead,
  type HeapProbe,
  type HeapReadContext,
  type HeapReader,
} from '../model/reader.ts';
import type { GraphSnapshot, SnapshotWarning } from '../model/snapshot.ts';
import { Pace } from '../graph/pace.ts';
import { allocationSites } from './allocation-sites.ts';
import { ByteCursor } from './byte-cursor.ts';
import { rawGraph } from './raw-graph.ts';
import { scanSnapshot, type ScannedSnapshot } from './scan-snapshot.ts';
import { v8Graph } from './v8-graph.ts';

/** `.heapsnapshot` and `.heaptimeline` of V8 (Chrome, Node), and of tools that write the same container. */
export const v8Reader: HeapReader = {
  id: 'v8-heapsnapshot',
  label: 'V8 heap snapshot',
  runtime: 'v8',
  probe,
  read,
};

function probe({ text }: HeapHead): HeapProbe {
  if (!/^\s*\{/u.test(text)) return NOT_THIS_HEAP;
  const snapshot = /"snapshot"\s*:\s*\{/u.test(text);
  const layout = /"node_fields"\s*:\s*\[/u.test(text) && /"edge_fields"\s*:\s*\[/u.test(text);
  if (!snapshot || !layout) return NOT_THIS_HEAP;
  return { score: 0.98, reasons: ['JSON with "snapshot", and the fields of nodes and edges'] };
}

async function read(file: HeapFile, { head, signal, progress }: HeapReadContext): Promise<GraphSnapshot> {
  const scanned = await scan(file, signal, (share) => progress({ phase: 'Reading objects', share }));
  const pace = new Pace(signal, progress);
  const raw = rawGraph(scanned);
  const graph = await v8Graph(raw, pace);
  const { header } = raw;
  let selfBytes = 0;
  for (let node = 0; node < graph.nodeCount; node++) selfBytes += graph.selfBytes[node]!;
  return {
    kind: 'graph',
    graph,
    allocations: allocationSites(raw),
    facts: {
      format: v8Reader.id,
      runtime: 'v8',
      version: null,
      nodes: graph.nodeCount,
      edges: graph.edgeCount,
      selfBytes,
      takenAtMs: takenAt(head.name),
      stableIds: true,
      warnings: [...raw.warnings, ...nativeWarning(header.extraNativeBytes)],
    },
  };
}

async function scan(
  file: HeapFile,
  signal: AbortSignal,
  progress: (share: number | null) => void,
): Promise<ScannedSnapshot> {
  const feed: ByteFeed = await file.open();
  const cursor = new ByteCursor(feed, signal);
  try {
    const { unpackedBytes } = file;
    const scanned = await scanSnapshot(cursor, unpackedBytes, () =>
      progress(unpackedBytes === null ? null : cursor.place / unpackedBytes),
    );
    if (feed.damage === null) return scanned;
    return { ...scanned, warnings: [...scanned.warnings, { code: 'damaged-packing', message: feed.damage }] };
  } finally {
    await cursor.settle();
    await feed.close();
  }
}

function nativeWarning(extraBytes: number): SnapshotWarning[] {
  if (!(extraBytes > 0)) return [];
  const message = `${extraBytes.toLocaleString('en')} bytes of native memory belong to no object of the snapshot and are not in its figures.`;
  return [{ code: 'extra-native-bytes', message }];
}

/** Tools name snapshots by their moment: `Heap.20250131.143000.…`, `Heap-20250131-143000`, `Heap-20250131T143000`; local time, as they write it. */
function takenAt(name: string): number | null {
  const match = /(20\d\d)(\d\d)(\d\d)[-T.](\d\d)(\d\d)(\d\d)/u.exec(name);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const date = new Date(year, month - 1, day, hour, minute, second);
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null;
}
