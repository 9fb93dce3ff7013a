import { isHash, isIdentifier, isParameterValue } from './identifiers.ts';

/**
 * The rule `numbers-uuids-hashes`: in a label that is or contains a path, the parts that requests differ in become
 * `{id}`. Words outside of paths stay (`404 Not Found`, `Checkout step 3`), hosts and ports, names of parameters,
 * versions (`v1`, `api/2`, `1.0`, `version=3`) and status codes that are named so (`/status/503`).
 */

const PLACEHOLDER = '{id}';

/** After these a small number is a version. */
const VERSIONED = /^(?:api|rest|ver|version|v|https?)$/iu;
const VERSION_NUMBER = /^\d{1,2}$/u;
const VERSION_PARAMETER = /^(?:v|ver|version|api[-_]?version)$/iu;
/** After these a number of three digits is an HTTP status. */
const STATUS = /^(?:https?|status|status[-_]?codes?|codes?|errors?)$/iu;
const STATUS_NUMBER = /^[1-5]\d{2}$/u;

/** JMeter numbers redirects and embedded resources behind the label: `/user/8231-0`, `/user/8231-0-1`. */
const NUMBERED = /^(?<id>[^-].*?)(?<places>(?:-(?:\d|[1-9]\d)){1,2})$/u;

const BRACKETS: Readonly<Record<string, string>> = {
  '(': ')',
  '[': ']',
  '<': '>',
  '"': '"',
  "'": "'",
  '`': '`',
};

export function replaceIdentifiers(label: string): string {
  return label.replace(/\S+/gu, (word) => {
    const closing = BRACKETS[word[0]!];
    if (closing !== undefined && word.length > 2 && word.endsWith(closing))
      return `${word[0]}${cleanWord(word.slice(1, -1))}${closing}`;
    return cleanWord(word);
  });
}

function cleanWord(word: string): string {
  const start = pathStart(word);
  if (start === null) return word;
  const first = word.slice(0, start);
  return first + cleanPath(word.slice(start), first.includes('://') ? '' : first);
}

/** Where in a word its path begins, behind the host; null: it has none. */
function pathStart(word: string): number | null {
  const scheme = word.indexOf('://');
  if (scheme >= 0) return endOf(word, scheme + 3);
  if (word.startsWith('/') || word.startsWith('?') || word.startsWith('#/')) return 0;
  if (!word.includes('/') && !/\?[^?=&]*=/u.test(word)) return null;
  // Without a slash in front, what begins with a word is a path or a host, and `1/2` or `24/7` is neither.
  const first = word.slice(0, endOf(word, 0));
  return /\p{L}/u.test(first) || /^\d+(?:\.\d+){3}(?::\d+)?$/u.test(first) ? first.length : null;
}

/** The first of `/`, `?` and `#` from there on. */
function endOf(word: string, from: number): number {
  const length = word.slice(from).search(/[/?#]/u);
  return length < 0 ? word.length : from + length;
}

/** The padding of Base64 belongs to the value before it. */
const PARTS = /[^/?&;=#]+(?:={1,2}(?=[&;#]|$))?|[/?&;=#]/gu;

/** @param first what stands before the path without a slash: `api` of `api/2/issue` */
function cleanPath(path: string, first: string): string {
  const parts = path.match(PARTS) ?? [];
  let named = first;
  let inQuery = false;
  return parts
    .map((part, index) => {
      if (part === '?' || part === '&') inQuery = true;
      if (part === '#') inQuery = false;
      if (/^[/?&;=#]$/u.test(part)) {
        if (part !== '/' && part !== '=') named = '';
        return part;
      }
      const isName = parts[index + 1] === '=';
      const value = inQuery || parts[index - 1] === '=';
      const cleaned =
        isName || belongsToAddress(part, named, parts[index - 1] === '=')
          ? part
          : cleanPart(part, value, index === parts.length - 1);
      named = part;
      return cleaned;
    })
    .join('');
}

/** @param named the segment or the name of the parameter before it */
function belongsToAddress(part: string, named: string, isParameter: boolean): boolean {
  if (isParameter && VERSION_PARAMETER.test(named)) return true;
  if (STATUS_NUMBER.test(part) && STATUS.test(named)) return true;
  return !isParameter && VERSION_NUMBER.test(part) && VERSIONED.test(named);
}

/** @param last nothing comes behind it in its word */
function cleanPart(part: string, isValue: boolean, last: boolean): string {
  const judge = isValue ? isParameterValue : isIdentifier;
  if (last) {
    const numbered = NUMBERED.exec(part)?.groups;
    if (numbered !== undefined && (/^\d+$/u.test(numbered['id']!) || isHash(numbered['id']!)))
      return PLACEHOLDER + numbered['places']!;
  }
  if (part.split(/,|%2C/iu).every((item) => judge(item))) return PLACEHOLDER;
  // 123:cancel
  if (part.includes(':')) {
    return part
      .split(':')
      .map((item) => (judge(item) ? PLACEHOLDER : item))
      .join(':');
  }
  // Users(8231), Users('8231')
  const key = /^(?<name>\w+)\((?<quote>'?)(?<key>[^()']+)'?\)$/u.exec(part)?.groups;
  if (key !== undefined)
    return isIdentifier(key['key']!) ? `${key['name']}(${key['quote']}${PLACEHOLDER}${key['quote']})` : part;
  return cleanFileName(part);
}

/** `8231.png`, `main.8f3a2b1c.chunk.js`; in `jquery.3.6.0.js` the numbers are a version. */
function cleanFileName(part: string): string {
  const names = part.split('.');
  if (names.length < 2 || !/^[a-z][a-z0-9]{0,5}$/iu.test(names.at(-1)!)) return part;
  const only = names.length === 2;
  return names
    .map((name, index) => {
      if (index === names.length - 1) return name;
      return (only ? isIdentifier(name) : isHash(name)) ? PLACEHOLDER : name;
    })
    .join('.');
}
