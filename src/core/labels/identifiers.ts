/** What a part of a path or a query is: the thing that requests differ in, or a word that belongs to the address. */

const NUMBER = /^\d+$/u;
const SIGNED_NUMBER = /^[+-]?\d+(?:\.\d+)?$/u;
/** Dates, ISBNs; with a group of three and more, because `4-4-2` may be a word. */
const NUMBER_GROUPS = /^(?=.*\d{3})\d+(?:-\d+)+$/u;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}(?::|%3A)?\d{2}[\d:.A-Z%+-]*$/iu;
const UUID = /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/iu;
/** `deadbeef` and `facade` are words: a hash of 8 digits without any of 0 to 9 comes once in 2,500. */
const HASH = /^(?=.*\d)(?:[0-9a-f]{8,}|0x[0-9a-f]+)$/iu;
const SIGNED_TOKEN = /^eyJ[\w-]*\.[\w-]*\.[\w-]*$/u;
const TOKEN_ALPHABET = /^[\w+-]+={0,2}$/u;

const MIN_TOKEN_CHARS = 16;

/** A number, a UUID, a hash or a token, as it stands in a path. */
export function isIdentifier(text: string): boolean {
  return (
    NUMBER.test(text) ||
    isHash(text) ||
    NUMBER_GROUPS.test(text) ||
    INSTANT.test(text) ||
    SIGNED_TOKEN.test(text) ||
    isToken(text)
  );
}

/** The value of a parameter may also have a sign or a fraction, which in a path would be a version. */
export function isParameterValue(text: string): boolean {
  return SIGNED_NUMBER.test(text) || isIdentifier(text);
}

export function isHash(text: string): boolean {
  return UUID.test(text) || HASH.test(text);
}

/** Characters so mixed that they are no words. See `identifiers.test.ts` for how often that is right. */
function isToken(text: string): boolean {
  if (text.length < MIN_TOKEN_CHARS || !TOKEN_ALPHABET.test(text)) return false;
  let digits = 0;
  let letters = 0;
  let vowels = 0;
  let breaks = 0;
  let before = '';
  for (const character of text) {
    const kind = kindOf(character);
    if (kind === 'digit') digits += 1;
    if (kind === 'lower' || kind === 'upper') {
      letters += 1;
      if (/[aeiouy]/iu.test(character)) vowels += 1;
    }
    // A capital begins a word of `camelCase`: what follows it is no break.
    const sameWord = kind === before || (before === 'upper' && kind === 'lower');
    if (before !== '' && before !== 'other' && kind !== 'other' && !sameWord) breaks += 1;
    before = kind;
  }
  if (letters === 0) return false;
  const density = breaks / (text.length - 1);
  if (density >= 0.32) return true;
  return digits > 0 && (density >= 0.25 || (density >= 0.2 && vowels / letters <= 0.25));
}

function kindOf(character: string): 'lower' | 'upper' | 'digit' | 'other' {
  if (character >= 'a' && character <= 'z') return 'lower';
  if (character >= 'A' && character <= 'Z') return 'upper';
  return character >= '0' && character <= '9' ? 'digit' : 'other';
}
