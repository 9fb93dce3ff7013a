import type { AllocationFunction, AllocationSites } from '../model/snapshot.ts';
import type { ScannedSnapshot } from './scan-snapshot.ts';

const FUNCTION_FIELDS = ['function_id', 'name', 'script_name', 'script_id', 'line', 'column'];

/**
 * Allocation stacks of a `.heaptimeline`. The header's count of functions is not to be trusted: a file of Node 20 has more
 * than it says (formats, section 9).
 */
export function allocationSites(scanned: ScannedSnapshot): AllocationSites | null {
  const { traceNodes, traceDepths, traceFunctions, samples, header, nodes, strings } = scanned;
  const siteCount = Math.min(traceNodes.count, traceDepths.length);
  if (siteCount === 0) return null;
  const parent = new Uint32Array(siteCount);
  const allocatedCount = new Float64Array(siteCount);
  const allocatedBytes = new Float64Array(siteCount);
  const siteOfId = new Map<number, number>();
  const above: number[] = [];
  for (let site = 0; site < siteCount; site++) {
    const depth = traceDepths[site]!;
    parent[site] = depth === 0 ? 0 : (above[depth - 1] ?? 0);
    above[depth] = site;
    siteOfId.set(traceNodes.get(site, 0), site);
    allocatedCount[site] = traceNodes.get(site, 2);
    allocatedBytes[site] = traceNodes.get(site, 3);
  }
  const siteOf = new Uint32Array(nodes.count);
  if (nodes.traceNodeId !== null)
    for (let node = 0; node < nodes.count; node++) siteOf[node] = siteOfId.get(nodes.traceNodeId[node]!) ?? 0;
  const fieldOf = fieldsOf(header.traceFunctionFields, FUNCTION_FIELDS);
  const momentOf = fieldsOf(header.sampleFields, ['timestamp_us', 'last_assigned_id']);
  return {
    siteCount,
    parent,
    allocatedCount,
    allocatedBytes,
    siteOf,
    momentUs: Float64Array.from({ length: samples.count }, (_, row) =>
      samples.get(row, momentOf('timestamp_us')),
    ),
    momentLastId: Float64Array.from({ length: samples.count }, (_, row) =>
      samples.get(row, momentOf('last_assigned_id')),
    ),
    siteName: (site) => functionAt(site),
  };

  function functionAt(site: number): AllocationFunction {
    const row = traceNodes.get(site, 1);
    if (!(row < traceFunctions.count)) return { name: '(unknown function)', file: '', line: null };
    const text = (field: string): string => {
      const index = traceFunctions.get(row, fieldOf(field));
      return Number.isNaN(index) ? '' : strings.get(index);
    };
    // Lines count from 0 in the file; a negative one means that there is none.
    const line = traceFunctions.get(row, fieldOf('line'));
    return {
      name: text('name') || '(anonymous)',
      file: text('script_name'),
      line: line >= 0 && line < 0x7fff_ffff ? line + 1 : null,
    };
  }
}

/** Place of a field by its name; where the header names none, in the usual order. */
function fieldsOf(known: readonly string[], usual: readonly string[]): (name: string) => number {
  return (name) => (known.length === 0 ? usual : known).indexOf(name);
}
