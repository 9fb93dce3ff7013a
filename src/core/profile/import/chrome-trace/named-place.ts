import type { NewFrame } from '../../model/frame-interner.ts';

/** A longer one is no place, and matching it would take long. */
const MAX_PLACE = 8192;

/** `name (url:line:column)`, as several writers put a place into the name; a name without one stays as it is. */
export function namedPlace(text: string): NewFrame {
  const match = text.length > MAX_PLACE ? null : /^(.*?)\s*\((.*?)(?::(\d+))?(?::(\d+))?\)$/u.exec(text);
  const [, name = '', file = '', line, column] = match ?? [];
  if (name === '' || file === '' || line === undefined)
    return { name: text === '' ? '(unnamed)' : text, kind: text.startsWith('[') ? 'label' : 'unknown' };
  return {
    name,
    file,
    line: Number(line),
    column: column === undefined ? null : Number(column),
    kind: 'program',
  };
}
