import { AppError } from '#shared/contract/errors.ts';

/** How the characters of a document are written. */
export type DocumentEncoding =
  | { readonly kind: 'utf-8'; readonly name: string; readonly markBytes: number }
  | {
      readonly kind: 'utf-16';
      readonly name: string;
      readonly markBytes: number;
      readonly littleEndian: boolean;
    }
  /** One byte a character: `characters` has the code points of all 256. */
  | {
      readonly kind: 'one-byte';
      readonly name: string;
      readonly markBytes: 0;
      readonly characters: Uint16Array;
    }
  | { readonly kind: 'unknown'; readonly name: string };

const LESS_THAN = 60;

/** The declaration stands at the start, but white space before it was seen in the wild. */
const DECLARATION = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/u;
const DECLARATION_BYTES = 400;

const ONE_BYTE = /^(?:windows-125\d|windows-874|iso-8859-\d+|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic)$/u;

/** What Windows-1252 has at 0x80 to 0x9F. Browsers and many tools take ISO-8859-1 for it, too. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Tells the encoding from the first bytes (XML 1.0, appendix F) and from the declaration. */
export function encodingOf(head: Uint8Array): DocumentEncoding {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { kind: 'utf-8', name: 'UTF-8', markBytes: 3 };
  if (a === 0xff && b === 0xfe) return utf16(2, true);
  if (a === 0xfe && b === 0xff) return utf16(2, false);
  if (a === LESS_THAN && b === 0) return utf16(0, true);
  if (a === 0 && b === LESS_THAN) return utf16(0, false);
  const start = new TextDecoder('latin1').decode(head.subarray(0, DECLARATION_BYTES));
  const declared = DECLARATION.exec(start)?.[1] ?? 'UTF-8';
  // UTF-16 without a sign of it: what can be read as single bytes was converted, and the declaration forgotten.
  if (/^(?:utf-?8|us-ascii|ascii|utf-?16(?:le|be)?)$/iu.test(declared))
    return { kind: 'utf-8', name: declared, markBytes: 0 };
  const name = standardNameOf(declared);
  if (name === null || !ONE_BYTE.test(name)) return { kind: 'unknown', name: declared };
  return { kind: 'one-byte', name: declared, markBytes: 0, characters: charactersOf(name) };
}

export function encodingError(fileName: string, encoding: string): AppError {
  return new AppError('file-damaged', `${fileName} is in the encoding ${encoding}, which cannot be read.`, {
    hint: 'Convert it to UTF-8, and change the encoding in its first line.',
  });
}

function utf16(markBytes: number, littleEndian: boolean): DocumentEncoding {
  return { kind: 'utf-16', name: 'UTF-16', markBytes, littleEndian };
}

function standardNameOf(declared: string): string | null {
  try {
    return new TextDecoder(declared).encoding;
  } catch {
    return null;
  }
}

function charactersOf(name: string): Uint16Array {
  const characters = Uint16Array.from({ length: 256 }, (_, byte) => byte);
  if (name === 'windows-1252') {
    for (let i = 0; i < 32; i++) characters[0x80 + i] = WINDOWS_1252.charCodeAt(i);
    return characters;
  }
  const decoder = new TextDecoder(name);
  for (let byte = 0x80; byte < 256; byte++) {
    characters[byte] = decoder.decode(Uint8Array.of(byte)).charCodeAt(0);
  }
  return characters;
}
