import { JfrOutOfBytes, type JfrCursor } from './jfr-cursor.ts';

export interface JfrField {
  readonly name: string;
  readonly typeId: number;
  /** The value is the key of a constant. */
  readonly pooled: boolean;
  readonly array: boolean;
}

/** How a value of a class is laid out: its fields in their order. */
export interface JfrType {
  readonly id: number;
  readonly name: string;
  readonly fields: readonly JfrField[];
}

interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
}

const DEEPEST = 50;
const MOST_ELEMENTS = 2_000_000;

/**
 * Types of a chunk by id.
 * @param cursor behind size and type of the metadata event
 */
export function readMetadata(cursor: JfrCursor): ReadonlyMap<number, JfrType> {
  cursor.skipInteger(8); // start
  cursor.skipInteger(8); // duration
  cursor.skipInteger(8); // id
  const texts: string[] = [];
  const count = cursor.int();
  for (let i = 0; i < count; i++) {
    const text = cursor.text();
    texts.push(typeof text === 'string' ? text : '');
  }
  const budget = { left: MOST_ELEMENTS };
  const root = readElement(cursor, texts, 0, budget);
  const types = new Map<number, JfrType>();
  collectTypes(root, types);
  return types;
}

function readElement(
  cursor: JfrCursor,
  texts: readonly string[],
  depth: number,
  budget: { left: number },
): Element {
  if (depth > DEEPEST || budget.left-- <= 0) throw new JfrOutOfBytes();
  const text = (): string => texts[cursor.int()] ?? '';
  const name = text();
  const attributes = new Map<string, string>();
  const attributeCount = cursor.int();
  for (let i = 0; i < attributeCount; i++) {
    const key = text();
    attributes.set(key, text());
  }
  const children: Element[] = [];
  const childCount = cursor.int();
  for (let i = 0; i < childCount; i++) children.push(readElement(cursor, texts, depth + 1, budget));
  return { name, attributes, children };
}

function collectTypes({ name, attributes, children }: Element, types: Map<number, JfrType>): void {
  if (name !== 'class') {
    for (const child of children) collectTypes(child, types);
    return;
  }
  const id = Number(attributes.get('id'));
  const fields = children
    .filter((child) => child.name === 'field')
    .map(({ attributes: own }): JfrField => ({
      name: own.get('name') ?? '',
      typeId: Number(own.get('class')),
      pooled: own.get('constantPool') === 'true',
      array: (own.get('dimension') ?? '0') !== '0',
    }));
  types.set(id, { id, name: attributes.get('name') ?? '', fields });
}
