import type { ProbeHead } from '../importer.ts';
import { decodeLegacy, guessLegacyEncoding, utf8TextOf } from './text-encoding.ts';

/** A report as text; line breaks as they are, without byte order mark. */
export interface ReportText {
  readonly text: string;
  /** `UTF-8`, `UTF-16`, `gb18030` or `windows-1252`. */
  readonly encoding: string;
}

/** One line, without its line end. */
export interface ReportLine {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Where it starts in {@link ReportText.text}. */
  readonly at: number;
}

/** Windows PowerShell writes UTF-16 when output of a program goes into a file. */
export function decodeReport(bytes: Uint8Array): ReportText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' };
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { text: new TextDecoder('utf-16be').decode(bytes), encoding: 'UTF-16' };
  }
  const utf8 = utf8TextOf(bytes);
  if (utf8 !== null) return { text: utf8.replace(/^\uFEFF/u, ''), encoding: 'UTF-8' };
  const encoding = guessLegacyEncoding(bytes);
  return { text: decodeLegacy(bytes, encoding), encoding };
}

/** The start of a report as text, for probing: it may end inside a character. */
export function headText(head: ProbeHead): string {
  const [first, second] = head.bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? decodeReport(head.bytes).text : head.text.replace(/^\uFEFF/u, '');
}

export function* reportLines(text: string): Generator<ReportLine> {
  let at = 0;
  for (let number = 1; at < text.length; number++) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed;
    yield { text: text.slice(at, end).replace(/\r+$/u, ''), number, at };
    at = end + 1;
  }
}

/** Line and byte of a character. The byte is that of the same text in UTF-8. */
export function placeOf(text: string, at: number): { readonly line: number; readonly byte: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, byte: new TextEncoder().encode(before).length };
}
