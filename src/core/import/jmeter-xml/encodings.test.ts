import { describe, expect, it } from 'vitest';
import { contentOf, labelsOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { readXml } from './testing/read-xml.ts';

const documentIn = (encoding: string, label: string, broken = ''): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<testResults version="1.2">\n${broken}<httpSample t="5" ts="1700000000000" s="true" lb="${label}" tn="Ä">\n<java.net.URL>http://ü.test</java.net.URL></httpSample>\n</testResults>\n`;

/** Characters beyond 255 by a table of their own. */
function oneByte(text: string, others: Readonly<Record<string, number>> = {}): Uint8Array {
  return Uint8Array.from(Array.from(text, (character) => others[character] ?? character.charCodeAt(0)));
}

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const units = mark ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), littleEndian);
  return bytes;
}

const LABEL = 'Grüße 日本 😀';

describe('encodings', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(documentIn('UTF-8', LABEL)), LABEL],
    ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${documentIn('UTF-8', LABEL)}`), LABEL],
    ['UTF-8 that is declared as UTF-16', new TextEncoder().encode(documentIn('UTF-16', LABEL)), LABEL],
    ['UTF-16, little end first', utf16(documentIn('UTF-16', LABEL), true, true), LABEL],
    ['UTF-16, big end first', utf16(documentIn('UTF-16', LABEL), false, true), LABEL],
    ['UTF-16LE without a mark', utf16(documentIn('UTF-16LE', LABEL), true, false), LABEL],
    ['UTF-16BE without a mark', utf16(documentIn('UTF-16BE', LABEL), false, false), LABEL],
    ['ISO-8859-1', oneByte(documentIn('ISO-8859-1', 'Grüße')), 'Grüße'],
    [
      'Windows-1252',
      oneByte(documentIn('windows-1252', '€ „ß“'), { '€': 0x80, '„': 0x84, '“': 0x93 }),
      '€ „ß“',
    ],
    ['ISO-8859-15', oneByte(documentIn('ISO-8859-15', '€'), { '€': 0xa4 }), '€'],
    [
      'Windows-1251',
      oneByte(documentIn('windows-1251', 'Тест').replace('Ä', 'Д').replace('ü', 'и'), {
        Т: 0xd2,
        е: 0xe5,
        с: 0xf1,
        т: 0xf2,
        Д: 0xc4,
        и: 0xe8,
      }),
      'Тест',
    ],
  ])('%s', (_, bytes, label) => {
    const whole = readXml(bytes);
    expect(labelsOf(whole)).toEqual([label]);
    expect(whole.samples[0]!['started_at']).toBe(1_700_000_000_000_000);
    expect(whole.samples[0]!['url']).toMatch(/^http:\/\/[üи]\.test$/u);
    expect(warningsOf(whole)).toEqual({});
    for (const piece of [1, 7, 101]) expect(contentOf(readXml(bytes, piece))).toEqual(contentOf(whole));
  });

  it('are named in the properties', () => {
    expect(readXml(utf16(documentIn('UTF-16', 'a'), true, true)).report.properties['encoding']).toBe(
      'UTF-16',
    );
    expect(readXml(oneByte(documentIn('ISO-8859-1', 'a'))).report.properties['encoding']).toBe('ISO-8859-1');
  });

  it.each([
    ['ISO-8859-1', (text: string) => oneByte(text), (text: string) => text.length],
    ['UTF-16', (text: string) => utf16(text, true, true), (text: string) => 2 + 2 * text.length],
  ])('%s: rejects say where they stand in the file', (name, encode, bytesOf) => {
    const broken = '<sample t="x" lb="ü"/>';
    // ISO-8859-1 has no characters beyond 255.
    const text = documentIn(name, 'é', `<!-- äöü${name === 'UTF-16' ? '日😀' : ''} -->\n${broken}`);
    const before = text.slice(0, text.indexOf(broken));
    for (const piece of [5, 1 << 20]) {
      expect(readXml(encode(text), piece).report.rejects).toEqual([
        { line: 4, byte: bytesOf(before), reason: 't (elapsed) is not a number: "x"', raw: broken },
      ]);
    }
  });

  it('that are UTF-16 in halves give what is whole', () => {
    const text = documentIn('UTF-16', '😀');
    const bytes = utf16(text, true, true);
    const inLabel = 2 + 2 * text.indexOf('😀') + 1;
    for (const cut of [inLabel, inLabel + 2])
      expect(readXml(bytes.subarray(0, cut)).report.rejectedRows).toBe(1);
    const lone = utf16(text.replace('😀', '\uD83D'), true, true);
    expect(labelsOf(readXml(lone))).toEqual(['\uFFFD']);
  });

  it('that are not what they say are read as Latin-1, with a warning', () => {
    const result = readXml(oneByte(documentIn('UTF-8', 'Grüße')));
    expect(labelsOf(result)).toEqual(['Grüße']);
    expect(warningsOf(result)).toMatchObject({ 'not-utf8': 2 });
  });

  it.each(['Shift_JIS', 'GBK', 'no-such-thing'])('%s cannot be read: that is said', (name) => {
    expect(() => readXml(documentIn(name, 'a'))).toThrow(
      expect.objectContaining({
        code: 'file-damaged',
        message: `file is in the encoding ${name}, which cannot be read.`,
        hint: 'Convert it to UTF-8, and change the encoding in its first line.',
      }),
    );
  });
});
