import { INK_3 } from './palette.ts';

/** Marks of a chart as text. Coordinates have two decimals: equal data gives equal bytes. */

export type Attributes = Readonly<Record<string, string | number | null>>;

/** One element; a null attribute is left out. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== null)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : escapeMarkup(value)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly fill?: string;
  readonly strong?: boolean;
  readonly size?: number;
}

/** A line of text with its baseline at `y`. */
export function label(text: string, x: number, y: number, style: TextStyle = {}): string {
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': style.anchor === undefined || style.anchor === 'start' ? null : style.anchor,
      fill: style.fill ?? INK_3,
      'font-weight': style.strong === true ? 600 : null,
      'font-size': style.size ?? null,
    },
    escapeMarkup(text),
  );
}

/** A line from point to point; nulls break it. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let path = '';
  let open = false;
  for (const point of points) {
    if (point === null) {
      open = false;
      continue;
    }
    path += `${open ? 'L' : 'M'}${coordinate(point[0])} ${coordinate(point[1])}`;
    open = true;
  }
  return path;
}

export function coordinate(value: number): string {
  return String(Number(value.toFixed(2)));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content and attribute values; characters that XML and HTML forbid become blanks. */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"']/gu, (character) => ENTITIES[character]!);
}
