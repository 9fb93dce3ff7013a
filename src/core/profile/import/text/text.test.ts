import { describe, expect, it } from 'vitest';
import { WarningList } from '../../model/warning-list.ts';
import { LineFeed } from './line-feed.ts';
import { RejectedLines } from './rejected-lines.ts';
import { separatedCells } from './separated-line.ts';
import { XmlTags } from './xml-tags.ts';

const encoder = new TextEncoder();

describe('LineFeed', () => {
  const linesOf = (text: string, piece: number): string[] => {
    const found: string[] = [];
    const feed = new LineFeed(
      (line, number) => found.push(`${number}:${line}`),
      (number) => found.push(`${number} too long`),
    );
    const bytes = encoder.encode(text);
    let rest = new Uint8Array(0);
    for (let at = 0; at < bytes.length; at += piece) {
      const joined = new Uint8Array([...rest, ...bytes.subarray(at, at + piece)]);
      rest = joined.slice(feed.consume(joined, joined.length, at + piece >= bytes.length));
    }
    return found;
  };

  it.each([1, 2, 3, 100])('numbers lines in pieces of %i bytes, with either end', (piece) => {
    expect(linesOf('a\r\nbé\n\nlast', piece)).toEqual(['1:a', '2:bé', '3:', '4:last']);
  });

  it('gives up a line that never ends, and goes on behind it', () => {
    const found: string[] = [];
    const feed = new LineFeed(
      (line, number) => found.push(`${number}:${line}`),
      (number) => found.push(`${number} too long`),
    );
    const long = new Uint8Array(9 << 20).fill(0x61);
    expect(feed.consume(long, long.length, false)).toBe(long.length);
    expect(feed.consume(long, long.length, false)).toBe(long.length);
    const rest = encoder.encode('end\nnext\n');
    feed.consume(rest, rest.length, true);
    expect(found).toEqual(['1 too long', '2:next']);
  });
});

describe('RejectedLines', () => {
  it('says how many, and where the first are', () => {
    const rejected = new RejectedLines();
    const warnings = new WarningList();
    rejected.report(warnings, 'Lines');
    expect(warnings.list()).toEqual([]);
    for (const line of [3, 5, 8, 9, 12, 40]) rejected.add(line);
    rejected.report(warnings, 'Odd lines');
    expect(warnings.list()).toEqual([
      { code: 'bad-lines', message: 'Odd lines were left out: lines 3, 5, 8, 9, 12, ….', count: 6 },
    ]);
  });
});

describe('separatedCells', () => {
  it('reads quotes behind blanks and keeps how far a cell is indented', () => {
    expect(separatedCells('  "a, ""b""",1, x', ',')).toEqual([
      { text: 'a, "b"', indent: 2 },
      { text: '1', indent: 0 },
      { text: 'x', indent: 1 },
    ]);
    expect(separatedCells('"   inside";2;', ';')).toEqual([
      { text: 'inside', indent: 3 },
      { text: '2', indent: 0 },
      { text: '', indent: 0 },
    ]);
  });

  it('takes a quote that never ends for the rest of the line', () => {
    expect(separatedCells('"a,b', ',')).toEqual([{ text: 'a,b', indent: 0 }]);
  });
});

describe('XmlTags', () => {
  const read = (xml: string, piece: number): { events: string[]; complete: boolean } => {
    const events: string[] = [];
    const tags = new XmlTags(
      (name, attributes) => events.push(`+${name} ${JSON.stringify(Object.fromEntries(attributes))}`),
      (name) => events.push(`-${name}`),
    );
    const bytes = encoder.encode(xml);
    let rest = new Uint8Array(0);
    for (let at = 0; at < bytes.length; at += piece) {
      const joined = new Uint8Array([...rest, ...bytes.subarray(at, at + piece)]);
      rest = joined.slice(tags.consume(joined, joined.length, at + piece >= bytes.length));
    }
    return { events, complete: tags.complete };
  };
  const xml = `<?xml version="1.0"?><!-- <no> --><a x="1 &gt; &#x41;" y='>'>text<b/><![CDATA[<c>]]></a>`;

  it.each([1, 5, 1000])('reads attributes in pieces of %i bytes', (piece) => {
    expect(read(xml, piece)).toEqual({
      events: ['+a {"x":"1 > A","y":">"}', '+b {}', '-b', '-a'],
      complete: true,
    });
  });

  it('knows that it was cut', () => {
    expect(read('<a><b x="', 4).complete).toBe(false);
    expect(read('<a>', 4).complete).toBe(false);
  });
});
