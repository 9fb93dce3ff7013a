import type { SnapshotHeader } from './snapshot-header.ts';

/** Codes of the node and edge types that rules speak of, looked up by name; -1: this file has no such type. */
export interface TypeCodes {
  readonly node: Readonly<Record<NodeType, number>>;
  readonly edge: Readonly<Record<EdgeType, number>>;
}

const nodeTypes = [
  'hidden',
  'array',
  'string',
  'object',
  'code',
  'closure',
  'regexp',
  'native',
  'synthetic',
  'concatenated string',
  'sliced string',
  'object shape',
] as const;
type NodeType = (typeof nodeTypes)[number];

const edgeTypes = [
  'context',
  'element',
  'property',
  'internal',
  'hidden',
  'shortcut',
  'weak',
  'invisible',
] as const;
type EdgeType = (typeof edgeTypes)[number];

export function typeCodes(header: SnapshotHeader): TypeCodes {
  return { node: codes(nodeTypes, header.nodeTypes), edge: codes(edgeTypes, header.edgeTypes) };
}

function codes<T extends string>(
  wanted: readonly T[],
  known: readonly string[],
): Readonly<Record<T, number>> {
  return Object.fromEntries(wanted.map((name) => [name, known.indexOf(name)])) as Record<T, number>;
}
