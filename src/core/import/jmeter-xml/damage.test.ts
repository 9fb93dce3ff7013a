import { describe, expect, it } from 'vitest';
import { MAX_KEPT_REJECTS, MAX_RECORD_BYTES } from '../importer.ts';
import { kindsOf, labelsOf, reasonsOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { readXml, resultFile } from './testing/read-xml.ts';

/** Pieces in which each case is read. */
const PIECES = [1, 7, 64, 1 << 20];

const good = (label: string): string => `<httpSample t="1" s="true" lb="${label}" tn="T 1-1"/>`;

interface Case {
  readonly name: string;
  /** Stands between the good samples `first` and `last`, each on a line of its own. */
  readonly text: string;
  /** Labels that are read between them. */
  readonly between?: readonly string[];
  readonly reasons: readonly string[];
  /** Of the reject: how it starts in `text`; the whole text unless given. */
  readonly raw?: string;
}

const CASES: readonly Case[] = [
  {
    name: 'elapsed a word',
    text: '<sample t="fast" lb="x"/>',
    reasons: ['t (elapsed) is not a number: "fast"'],
  },
  { name: 'elapsed empty', text: '<sample t="" lb="x"/>', reasons: ['t (elapsed) is empty'] },
  { name: 'elapsed negative', text: '<sample t="-5" lb="x"/>', reasons: ['t (elapsed) is negative'] },
  {
    name: 'elapsed a fraction',
    text: '<sample t="1.5" lb="x"/>',
    reasons: ['t (elapsed) is not a whole number: "1.5"'],
  },
  {
    name: 'elapsed beyond all bounds',
    text: '<sample t="99999999999999999999" lb="x"/>',
    reasons: ['t (elapsed) is too large: "99999999999999999999"'],
  },
  {
    name: 'an impossible date',
    text: '<sample t="5" ts="2001/20/20 12:05:05" lb="x"/>',
    reasons: ['ts (timeStamp) "2001/20/20 12:05:05" is an impossible date'],
  },
  {
    name: 'a time stamp that is none',
    text: `<sample t="5" ts="${'x'.repeat(60)}" lb="x"/>`,
    reasons: [`ts (timeStamp) "${'x'.repeat(40)}…" is neither a number nor a date in a known pattern`],
  },
  { name: 'an attribute twice', text: '<sample t="5" lb="x" t="6"/>', reasons: ['attribute t stands twice'] },
  {
    name: 'a variable twice',
    text: '<sample t="5" lb="x" user="a" user="b"/>',
    reasons: ['attribute user stands twice'],
  },
  {
    name: 'an open quote',
    text: '<sample t="5" lb="x/>',
    reasons: ['"<" in the value of lb, or its quote is never closed'],
    raw: '<sample t="5" lb="x/>\n<',
  },
  {
    name: '"<" in a value',
    text: '<sample t="5" lb="a <b"/>',
    reasons: ['"<" in the value of lb, or its quote is never closed'],
    raw: '<sample t="5" lb="a <',
  },
  {
    name: 'a value without quotes',
    text: '<sample t=5 lb="x"/>',
    reasons: ['the value of t is not in quotes'],
    raw: '<sample t=5',
  },
  {
    name: 'an attribute without a value',
    text: '<sample t lb="x"/>',
    reasons: ['attribute t has no value'],
    raw: '<sample t l',
  },
  {
    name: 'a quote too many',
    text: '<sample t="5" lb="a"b"/>',
    reasons: ['attribute b has no value'],
    raw: '<sample t="5" lb="a"b"',
  },
  {
    name: 'a tag that is never closed',
    text: '<sample t="5" lb="x"',
    reasons: ['the tag is never closed'],
    raw: '<sample t="5" lb="x"\n<',
  },
  {
    name: 'a "/" in the middle',
    text: '<sample t="5" / lb="x"/>',
    reasons: ['a "/" in the middle of the tag'],
    raw: '<sample t="5" / ',
  },
  {
    name: 'text between samples',
    text: 'java.io.IOException\n  at x',
    reasons: ['text between elements'],
  },
  {
    name: 'zero bytes',
    text: '\0\0\0\0\0\0\0\0',
    reasons: ['zero bytes: the file was not written to its end'],
  },
  {
    name: 'zero bytes in a tag',
    text: '<sample t="5" lb="x\0\0\0\0',
    reasons: ['zero bytes: the file was not written to its end'],
    raw: '<sample t="5" lb="x\0',
  },
  {
    name: 'a "<" on its own',
    text: '< sample t="5"/>',
    reasons: ['a "<" that begins no tag'],
  },
  {
    name: 'a tag within a tag',
    text: `<sample t="5" lb="cut${good('whole')}`,
    between: ['whole'],
    reasons: ['"<" in the value of lb, or its quote is never closed'],
    raw: '<sample t="5" lb="cut<',
  },
  {
    name: 'a broken tag with elements in it',
    text: `<httpSample t="5" lb=x>\n  ${good('inner')}\n  <java.net.URL>http://a.test</java.net.URL>\n</httpSample>`,
    between: ['inner'],
    reasons: ['the value of lb is not in quotes'],
    raw: '<httpSample t="5" lb=x',
  },
];

describe.each(CASES)('$name', ({ text, between = [], reasons, raw }) => {
  it.each(PIECES)('in pieces of %d bytes', (piece) => {
    const file = resultFile(good('first'), text, good('last'));
    const result = readXml(file, piece);
    expect(reasonsOf(result)).toEqual(reasons);
    expect(labelsOf(result)).toEqual(['first', ...between, 'last']);
    expect(result.report.rejectedRows).toBe(reasons.length);
    const byte = file.indexOf(text);
    expect(result.report.rejects[0]).toMatchObject({
      line: file.slice(0, byte).split('\n').length,
      byte: new TextEncoder().encode(file.slice(0, byte)).length,
      raw: (raw ?? text).replace(/[\r\n]+$/u, ''),
    });
    expect(result.samples.at(-1)!['transaction']).toMatchObject({ kind: 'request' });
  });
});

describe('kinds behind damage', () => {
  const CONTROLLER = 'Number of samples in transaction : 1, number of failing samples : 0';

  it('know a rejected parent from its tag', () => {
    const result = readXml(
      resultFile(
        `<httpSample t="x" lb="parent">${good('part')}</httpSample>`,
        `<sample t="x" lb="TC" rm="${CONTROLLER}">${good('own')}</sample>`,
        good('last'),
      ),
    );
    expect(labelsOf(result)).toEqual(['part', 'own', 'last']);
    expect(kindsOf(result)).toEqual(['sub-result', 'request', 'request']);
    expect(result.report.rejectedRows).toBe(2);
  });

  it('take what is in a broken sample for its parts', () => {
    const result = readXml(
      resultFile(`<httpSample t=5 lb="parent">\n${good('part')}\n</httpSample>`, good('last')),
    );
    expect(kindsOf(result)).toEqual(['sub-result', 'request']);
  });

  it('know by its place in the line that a sample is not within one whose end was lost', () => {
    const result = readXml(
      resultFile(
        '<httpSample t="1" s="true" lb="a">\n  <httpSample t="1" s="true" lb="a-0"/>\n</httpSample>',
        '<httpSample t="1" s="true" lb="b">\n  <httpSample t="1" s="true" lb="b-0"/>',
        good('c'),
      ),
    );
    expect(labelsOf(result)).toEqual(['a', 'a-0', 'b', 'b-0', 'c']);
    expect(kindsOf(result)).toEqual(['request', 'sub-result', 'request', 'sub-result', 'request']);
    expect(warningsOf(result)).toEqual({ 'lost-end': 1 });
  });

  it.each(PIECES)('end where the end tag of a sample around stands (pieces of %d bytes)', (piece) => {
    const result = readXml(
      resultFile(
        `<httpSample t="1" s="true" lb="a"><sample t="1" s="true" lb="b"><sample t="1" s="true" lb="c"></httpSample>`,
        good('d'),
      ),
      piece,
    );
    expect(kindsOf(result)).toEqual(['request', 'sub-result', 'sub-result', 'request']);
    expect(warningsOf(result)).toEqual({ 'lost-end': 2 });
  });
});

describe('elements without an end', () => {
  it.each([
    ['an unknown element', '<httpSample t="1" s="true" lb="a"><responseData>&lt;x</httpSample>'],
    ['a text', '<httpSample t="1" s="true" lb="a"><java.net.URL>http://a.test</httpSample>'],
    ['an assertion', '<httpSample t="1" s="true" lb="a"><assertionResult><name>A</name></httpSample>'],
    [
      'a message',
      '<httpSample t="1" s="true" lb="a"><assertionResult><failureMessage>A</assertionResult></httpSample>',
    ],
  ])('%s: the samples around it are kept', (_, element) => {
    for (const piece of PIECES) {
      const result = readXml(resultFile(good('first'), element, good('last')), piece);
      expect(labelsOf(result)).toEqual(['first', 'a', 'last']);
      expect(kindsOf(result)).toEqual(['request', 'request', 'request']);
      expect(result.report.rejects).toEqual([]);
      expect(warningsOf(result)).toEqual({ 'lost-end': 1 });
    }
  });

  it('and end tags without an element', () => {
    const result = readXml(resultFile('</httpSample></java.net.URL></assertionResult></x>', good('a')));
    expect(labelsOf(result)).toEqual(['a']);
    expect(warningsOf(result)).toMatchObject({ 'stray-end': 3 });
  });
});

describe('a file that ends too early', () => {
  const whole = resultFile(
    '<httpSample t="5" s="false" lb="a" rc="500" tn="T">\n  <assertionResult>\n    <name>N</name>\n    <failureMessage>m</failureMessage>\n  </assertionResult>\n  <httpSample t="6" s="true" lb="a-0"/>\n  <java.net.URL>http://a.test</java.net.URL>\n</httpSample>',
    '<sample t="7" s="true" lb="b"/>',
  );

  it('keeps what was finished, wherever it ends', () => {
    const bytes = new TextEncoder().encode(whole);
    const ends = ['lb="a" rc="500" tn="T">', 'lb="a-0"/>', 'lb="b"/>'].map(
      (text) => whole.indexOf(text) + text.length,
    );
    for (let length = 1; length <= bytes.length; length++) {
      const result = readXml(bytes.subarray(0, length));
      const complete = ends.filter((end) => end <= length).length;
      expect(labelsOf(result)).toEqual(['a', 'a-0', 'b'].slice(0, complete));
      expect(kindsOf(result)).toEqual(['request', 'sub-result', 'request'].slice(0, complete));
      expect(result.report.rejectedRows).toBeLessThanOrEqual(1);
      if (result.report.rejectedRows === 1)
        expect(reasonsOf(result)).toEqual(['cut off at the end of the file']);
    }
  });

  it('rejects the tag that it ends in', () => {
    const cut = whole.slice(0, whole.indexOf(' lb="b"'));
    const result = readXml(cut);
    expect(result.report.rejects).toEqual([
      {
        line: 11,
        byte: cut.indexOf('<sample t="7"'),
        reason: 'cut off at the end of the file',
        raw: '<sample t="7" s="true"',
      },
    ]);
    expect(warningsOf(result)).toEqual({ 'no-end': 1 });
  });

  it('says that samples are not complete, and keeps no half of a text', () => {
    const cut = whole.slice(0, whole.indexOf('.test</java.net.URL>'));
    const result = readXml(cut);
    expect(result.samples[0]).toMatchObject({ failure: 'm' });
    expect(result.samples[0]!['url'] ?? null).toBeNull();
    expect(warningsOf(result)).toEqual({ 'no-end': 1, 'cut-off-samples': 1 });
  });
});

describe('markup without an end', () => {
  it.each([
    ['a comment', '<!-- '],
    ['CDATA', '<httpSample t="1" s="true" lb="a"><responseData><![CDATA['],
    ['an instruction', '<?x '],
  ])('%s: that is said', (_, markup) => {
    for (const piece of PIECES) {
      const result = readXml(resultFile(good('first'), markup, good('last')), piece);
      expect(labelsOf(result)[0]).toBe('first');
      expect(warningsOf(result)).toMatchObject({ 'open-markup': 1, 'no-end': 1 });
    }
  });

  it('a document type between samples is passed over', () => {
    const result = readXml(resultFile(good('first'), '<!DOCTYPE ', good('last')));
    expect(labelsOf(result)).toEqual(['first', 'last']);
    expect(reasonsOf(result)).toEqual(['a "<" that begins no tag']);
  });
});

describe('bounds', () => {
  it('keeps the texts of an open sample while those of its parts fill the memory that they may have', () => {
    const parts = Array.from(
      { length: 2500 },
      (_, i) =>
        `<sample t="1" s="true" lb="p" rm="${String(i).padStart(5, '0')}${'z'.repeat(30_000)}" tn="T"/>`,
    );
    const result = readXml(
      resultFile(
        '<sample t="1" s="true" lb="before" rm="another" rc="404" tn="T"/>',
        `<httpSample t="2" s="true" lb="outer" rm="its own" rc="201" tn="T">${parts.join('\n')}<java.net.URL>http://a.test</java.net.URL></httpSample>`,
        good('last'),
      ),
      4 << 20,
    );
    expect(result.samples).toHaveLength(2503);
    const outer = result.samples.find((row) => (row['transaction'] as { name: string }).name === 'outer')!;
    expect(outer).toMatchObject({ message: 'its own', code: '201', thread: 'T', url: 'http://a.test' });
    const numbers = result.samples
      .map((row) => (row['message'] as string | null)?.slice(0, 5))
      .filter((number) => /^\d{5}$/u.test(number ?? ''));
    expect(new Set(numbers).size).toBe(2500);
  });

  it('gives up a tag that is longer than a record may be, and reads on', () => {
    const long = `<sample t="5" lb="x" rm="${'y'.repeat(MAX_RECORD_BYTES + 1000)}"/>`;
    const result = readXml(resultFile(good('first'), long, good('last')), 4 << 20);
    expect(labelsOf(result)).toEqual(['first', 'last']);
    expect(reasonsOf(result)).toEqual(['longer than 8 MB']);
    expect(result.report.rejects[0]!.raw).toHaveLength(240);
  });

  it('keeps a tag that is just short enough', () => {
    const long = `<sample t="5" s="true" lb="x" rm="${'y'.repeat(MAX_RECORD_BYTES - 1000)}"/>`;
    const result = readXml(resultFile(good('first'), long, good('last')), 4 << 20);
    expect(labelsOf(result)).toEqual(['first', 'x', 'last']);
    expect(warningsOf(result)).toEqual({ 'text-cut': 1 });
  });

  it('remembers only the first rejects, and counts all', () => {
    const bad = Array.from({ length: MAX_KEPT_REJECTS + 500 }, () => '<sample t="x"/>');
    const { report } = readXml(resultFile(...bad));
    expect(report.rejectedRows).toBe(MAX_KEPT_REJECTS + 500);
    expect(report.rejects).toHaveLength(MAX_KEPT_REJECTS);
    expect(report.rejects.at(-1)!.line).toBe(MAX_KEPT_REJECTS + 2);
  });
});
