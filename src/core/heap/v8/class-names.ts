import type { ClassFamily } from '#shared/model/heap.ts';

/** Longer lists of properties of a plain object are cut. */
export const MAX_SHAPE_PROPERTIES = 12;
const MAX_PROPERTY_CHARS = 40;

/**
 * Class of an object or native node by its name: `<div id=x>` is a `<div>`, and ids of instances go (method P9), else
 * thousands of classes would have one object each.
 */
export function classNameOf(name: string): string {
  for (const opening of ['<', 'Detached <']) {
    if (!name.startsWith(opening)) continue;
    const space = name.indexOf(' ', opening.length);
    return space < 0 ? name : `${name.slice(0, space)}>`;
  }
  return name.replace(/ @\d+$/u, '') || '(no name)';
}

/** Class of a node whose type says it all. */
export function classNameOfType(type: string): string {
  switch (type) {
    case 'hidden':
      return '(system)';
    case 'code':
      return '(compiled code)';
    case 'closure':
      return 'Function';
    case 'regexp':
      return 'RegExp';
    default:
      return `(${type})`;
  }
}

export function familyOf(type: string, className: string): ClassFamily {
  switch (type) {
    case 'string':
    case 'concatenated string':
    case 'sliced string':
      return 'text';
    case 'code':
      return 'code';
    case 'native':
      return className.startsWith('system / ') && className !== 'system / JSArrayBufferData'
        ? 'system'
        : 'native';
    case 'hidden':
    case 'array':
    case 'synthetic':
    case 'object shape':
      return 'system';
    case 'object':
      return className.startsWith('system / ') ? 'system' : 'object';
    default:
      return 'object';
  }
}

/** Name of a plain object by its properties: `{id, name}`. */
export function shapeName(properties: readonly string[], more: boolean): string {
  const shown = properties.map((name) => {
    const plain = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : JSON.stringify(name);
    return plain.length <= MAX_PROPERTY_CHARS ? plain : `${plain.slice(0, MAX_PROPERTY_CHARS - 1)}…`;
  });
  return `{${[...shown, ...(more ? ['…'] : [])].join(', ')}}`;
}
