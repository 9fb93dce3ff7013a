import type { SnapshotWarning } from '../model/snapshot.ts';
import { NO_TARGET } from './edge-columns.ts';
import type { ScannedSnapshot } from './scan-snapshot.ts';
import { typeCodes, type TypeCodes } from './type-codes.ts';

/** A scanned snapshot whose edges have found their nodes. */
export interface RawGraph extends ScannedSnapshot {
  readonly codes: TypeCodes;
  readonly root: number;
  /** `nodes.count + 1` long. */
  readonly firstEdge: Uint32Array;
  /** Node from which an edge that leads nowhere starts: it points back at it and counts as weak. */
  readonly broken: ReadonlySet<number>;
}

/** More broken edges than this are counted, but not kept apart from others that point back at their node. */
const MAX_BROKEN_KEPT = 100_000;

export function rawGraph(scanned: ScannedSnapshot): RawGraph {
  const { header, nodes, edges } = scanned;
  const warnings: SnapshotWarning[] = [...scanned.warnings];
  // In place: the counts are not needed any more.
  const firstEdge = nodes.edgeCount;
  let first = 0;
  let promised = 0;
  for (let node = 0; node < nodes.count; node++) {
    const own = firstEdge[node]!;
    firstEdge[node] = first;
    promised += own;
    first = Math.min(edges.count, first + own);
  }
  firstEdge[nodes.count] = first;
  if (promised !== edges.count) {
    warnings.push({
      code: 'count-differs',
      message: `The objects name ${promised.toLocaleString('en')} references, the file has ${edges.count.toLocaleString('en')}: some objects may look unreferenced.`,
    });
  }
  const root = Math.floor(header.rootIndex / header.nodeFields.length);
  if (root >= nodes.count)
    warnings.push({
      code: 'bad-references',
      message: 'The root that the file names is none of its objects.',
    });
  const broken = mendTargets(scanned, firstEdge);
  if (broken.size > 0) {
    warnings.push({
      code: 'bad-references',
      message: `${broken.size.toLocaleString('en')}${broken.size === MAX_BROKEN_KEPT ? ' or more' : ''} references lead to no object; they were left out.`,
    });
  }
  return {
    ...scanned,
    warnings,
    codes: typeCodes(header),
    root: root < nodes.count ? root : 0,
    firstEdge,
    broken,
  };
}

/** Points edges that lead nowhere back at their own node: an edge to oneself holds nothing. */
function mendTargets({ nodes, edges }: ScannedSnapshot, firstEdge: Uint32Array): Set<number> {
  const broken = new Set<number>();
  const { target } = edges;
  let node = 0;
  for (let edge = target.indexOf(NO_TARGET); edge >= 0; edge = target.indexOf(NO_TARGET, edge + 1)) {
    while (node < nodes.count && firstEdge[node + 1]! <= edge) node += 1;
    target[edge] = Math.min(node, nodes.count - 1);
    if (broken.size < MAX_BROKEN_KEPT) broken.add(edge);
  }
  return broken;
}
