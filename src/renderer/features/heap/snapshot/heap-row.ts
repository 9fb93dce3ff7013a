import { numberAt, numberColumn, textAt, textColumn, type ColumnTable } from '#shared/contract/columns.ts';
import { classFamilies, type ClassFamily, type HeapObject, type HeapReference } from '#shared/model/heap.ts';

/** A class of a snapshot, as the table of classes has it. */
export interface ClassRow {
  readonly kind: 'class';
  readonly key: string;
  readonly name: string;
  readonly family: ClassFamily;
  readonly count: number;
  readonly selfBytes: number;
  /** Null where references are not known. */
  readonly retainedBytes: number | null;
  readonly distance: number | null;
}

/** An object in a tree, and how it was reached. */
export interface ObjectRow {
  readonly kind: 'object';
  readonly object: HeapObject;
  /** Null: not by a reference, e.g. as an instance of its class. */
  readonly via: HeapReference | null;
  /** What can be opened below it; null: not known before it is tried. */
  readonly children: number | null;
  readonly heldBySeveral: boolean;
}

export type HeapRow = ClassRow | ObjectRow;

export function classRows(table: ColumnTable): readonly ClassRow[] {
  if (table.rowCount === 0) return [];
  const [key, name, family] = [
    textColumn(table, 'key'),
    textColumn(table, 'name'),
    textColumn(table, 'family'),
  ];
  const [count, self] = [numberColumn(table, 'count'), numberColumn(table, 'self')];
  const [retained, distance] = [numberColumn(table, 'retained'), numberColumn(table, 'distance')];
  return Array.from({ length: table.rowCount }, (_, row): ClassRow => ({
    kind: 'class',
    key: textAt(key, row) ?? '',
    name: textAt(name, row) ?? '',
    family: classFamilies.find((each) => each === textAt(family, row)) ?? 'object',
    count: numberAt(count, row) ?? 0,
    selfBytes: numberAt(self, row) ?? 0,
    retainedBytes: numberAt(retained, row),
    distance: numberAt(distance, row),
  }));
}

export function objectRow(object: HeapObject): ObjectRow {
  return { kind: 'object', object, via: null, children: null, heldBySeveral: false };
}

export function referenceRow(via: HeapReference): ObjectRow {
  return { kind: 'object', object: via.object, via, children: via.children, heldBySeveral: false };
}

export function selfOf(row: HeapRow): number {
  return row.kind === 'class' ? row.selfBytes : row.object.selfBytes;
}

export function retainedOf(row: HeapRow): number | null {
  return row.kind === 'class' ? row.retainedBytes : row.object.retainedBytes;
}

export function distanceOf(row: HeapRow): number | null {
  return row.kind === 'class' ? row.distance : row.object.distance;
}

/** What a row is, in one line: for copies. */
export function rowText(row: HeapRow): string {
  if (row.kind === 'class') return row.name;
  const { object, via } = row;
  return `${via === null ? '' : `${via.name} :: `}${objectText(object)}`;
}

export function objectText({ className, name, id, isText }: HeapObject): string {
  const own = isText ? ` "${name}"` : name === className || name === '' ? '' : ` ${name}`;
  return `${className}${own} @${id}`;
}
