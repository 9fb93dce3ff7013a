/** Finding out where a JSON text is wrong, or where a member stands in it: for messages, after `JSON.parse` has failed. */

const TOKEN =
  /[\t\n\r ]*(?:(?<text>"(?:[^"\\\p{Cc}]|\u007f|[\u0080-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<scalar>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:]))/uy;
const BLANK = /[\t\n\r ]*/uy;

type Expected = 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'next' | 'end';

interface Frame {
  readonly close: '}' | ']';
  key: string | number;
}

/** Index of the first character that cannot stand where it stands (the length of a text that ends too early); null: it is JSON. */
export function jsonErrorAt(text: string): number | null {
  return walk(text, () => false);
}

/** Index of the value at a path of keys and indices; null when there is none. */
export function jsonValueAt(text: string, path: readonly PropertyKey[]): number | null {
  let found: number | null = null;
  walk(text, (frames, at) => {
    if (frames.length !== path.length || !frames.every(({ key }, i) => key === path[i])) return false;
    found = at;
    return true;
  });
  return found;
}

/** @param onValue told where each value starts; true ends the walk */
function walk(text: string, onValue: (frames: readonly Frame[], at: number) => boolean): number | null {
  const frames: Frame[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    BLANK.lastIndex = at;
    BLANK.exec(text);
    const start = BLANK.lastIndex;
    if (match === null) return expected === 'end' && start === text.length ? null : start;
    at = TOKEN.lastIndex;
    const { text: string, mark = '' } = match.groups!;
    const frame = frames.at(-1);
    const opens = mark === '{' || mark === '[';
    const isValue = opens || mark === '';
    if (
      mark !== '' &&
      mark === frame?.close &&
      expected !== 'colon' &&
      expected !== 'value' &&
      expected !== 'key'
    ) {
      frames.pop();
      expected = frames.length === 0 ? 'end' : 'next';
    } else if ((expected === 'first-key' || expected === 'key') && string !== undefined) {
      frame!.key = JSON.parse(string) as string;
      expected = 'colon';
    } else if (expected === 'colon' && mark === ':') {
      expected = 'value';
    } else if (expected === 'next' && mark === ',') {
      if (typeof frame!.key === 'number') frame!.key += 1;
      expected = frame!.close === '}' ? 'key' : 'value';
    } else if ((expected === 'value' || expected === 'first-item') && isValue) {
      if (onValue(frames, start)) return null;
      if (mark === '{') frames.push({ close: '}', key: '' });
      if (mark === '[') frames.push({ close: ']', key: 0 });
      expected =
        mark === '{' ? 'first-key' : mark === '[' ? 'first-item' : frame === undefined ? 'end' : 'next';
    } else {
      return start;
    }
  }
}
