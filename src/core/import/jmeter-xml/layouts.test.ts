import { describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES } from '../importer.ts';
import { kindsOf, labelsOf, reasonsOf, warningsOf } from '../jmeter-csv/testing/jtl.ts';
import { readXml, resultFile } from './testing/read-xml.ts';

/** Pieces in which each case is read. */
const PIECES = [1, 7, 64, 1 << 20];

const CONTROLLER = 'Number of samples in transaction : 2, number of failing samples : 0';
const EMPTY_CONTROLLER = 'Number of samples in transaction : 0, number of failing samples : 0';

const sample = (attributes: string): string => `<httpSample t="1" s="true" tn="T 1-1" ${attributes}/>`;

describe('documents', () => {
  it.each([
    ['no declaration', '<testResults version="1.2"><sample t="5" lb="a"/></testResults>'],
    [
      'white space before it',
      '\n\n  <?xml version="1.0"?>\n<testResults><sample t="5" lb="a"/></testResults>',
    ],
    ['a byte order mark', '\uFEFF<?xml version="1.0"?><testResults><sample t="5" lb="a"/></testResults>'],
    [
      'comments',
      '<!-- <sample t="1"/> --><testResults><!-- > --><sample t="5" lb="a"><!-- </sample> --></sample></testResults>',
    ],
    ['a document type', '<!DOCTYPE testResults><testResults><sample t="5" lb="a"/></testResults>'],
    ['instructions', '<testResults><?x <sample t="1"/> ?><sample t="5" lb="a"/></testResults>'],
    [
      'CRLF',
      '<?xml version="1.0"?>\r\n<testResults>\r\n<sample\r\n t="5"\r\n\tlb="a"\r\n>\r\n</sample>\r\n</testResults>\r\n',
    ],
    [
      'apostrophes, blanks and another order',
      "<testResults><sample  lb = 'a'   t= '5' ></sample ></testResults >",
    ],
    ['no line ends', '<testResults version="1.2"><sample t="5" lb="a"></sample></testResults>'],
  ])('with %s', (_, text) => {
    for (const piece of PIECES) {
      const { samples, report } = readXml(text, piece);
      expect(report).toMatchObject({ rows: 1, rejectedRows: 0, warnings: [{ code: 'no-success' }] });
      expect(samples).toMatchObject([{ elapsed_ms: 5, transaction: { name: 'a', kind: 'request' } }]);
    }
  });

  it('without samples', () => {
    expect(readXml('<?xml version="1.0"?><testResults version="1.2"></testResults>').report).toMatchObject({
      rows: 0,
      rejectedRows: 0,
      warnings: [],
      firstInstantUs: null,
    });
  });

  it('without a closing root: a warning', () => {
    const result = readXml('<testResults><sample t="5" lb="a" s="true"/>');
    expect(warningsOf(result)).toEqual({ 'no-end': 1 });
    expect(result.samples).toHaveLength(1);
  });

  it('one behind the other, the first one cut', () => {
    const first = resultFile(sample('lb="a"'), '<httpSample t="1" s="true" lb="b" tn="T">');
    const cut = first.slice(0, first.indexOf('</testResults>'));
    for (const piece of PIECES) {
      const result = readXml(`${cut}${resultFile(sample('lb="c"'))}`, piece);
      expect(labelsOf(result)).toEqual(['a', 'b', 'c']);
      expect(kindsOf(result)).toEqual(['request', 'request', 'request']);
      expect(warningsOf(result)).toEqual({ 'lost-end': 1 });
    }
  });

  it('that start in the middle', () => {
    expect(labelsOf(readXml(`${sample('lb="a"')}\n</httpSample>\n${sample('lb="b"')}`))).toEqual(['a', 'b']);
  });
});

describe('attributes', () => {
  const one = (attributes: string): Record<string, unknown> => {
    const results = PIECES.map((piece) => readXml(resultFile(`<sample ${attributes}/>`), piece).samples[0]!);
    for (const result of results) expect(result).toEqual(results[0]);
    return results[0]!;
  };

  it('are the columns of the CSV', () => {
    expect(
      one(
        't="67" it="3" lt="60" ct="2" ts="1623499365234" s="true" lb="List" rc="200" rm="OK" tn="T 1-1" dt="text" ' +
          'de="utf-8" by="497" sby="160" sc="2" ec="1" ng="4" na="5" hn="gen-1" user="ann"',
      ),
    ).toEqual({
      transaction: { localId: 0, name: 'List', kind: 'request', method: null },
      started_at: 1_623_499_365_234_000,
      elapsed_ms: 67,
      idle_ms: 3,
      latency_ms: 60,
      connect_ms: 2,
      ok: true,
      code: '200',
      message: 'OK',
      thread: 'T 1-1',
      received_bytes: 497,
      sent_bytes: 160,
      group_threads: 4,
      all_threads: 5,
      tag_set: { encoding: 'utf-8', SampleCount: '2', ErrorCount: '1', host: 'gen-1', user: 'ann' },
    });
  });

  it('may all be missing', () => {
    expect(one('')).toEqual({
      transaction: { localId: 0, name: '(no label)', kind: 'request', method: null },
    });
  });

  it('that say nothing are no tags', () => {
    expect(one('sc="1" ec="0" de="" hn="" lb="x" v=""')['tag_set']).toBeUndefined();
  });

  it('have references of all kinds', () => {
    const text = '&lt;a href=&quot;x&quot;&gt; &amp; &apos;&#xe9;&#233;&#x1F600;&#10;&#x9;&#65;';
    expect(one(`lb="${text}"`)['transaction']).toMatchObject({ name: `<a href="x"> & 'éé😀\n\tA` });
    expect(one(`rm="&#x0;&#xD800;&#x110000;"`)['message']).toBe('\0\uFFFD\uFFFD');
  });

  it('keep references that XML does not know as they stand, and say so', () => {
    const result = readXml(resultFile('<sample t="1" s="true" lb="a&nbsp;b & c &; &#; &#xZ;"/>'));
    expect(labelsOf(result)).toEqual(['a&nbsp;b & c &; &#; &#xZ;']);
    expect(warningsOf(result)).toEqual({ 'odd-reference': 5 });
  });

  it('have blanks for line ends and tabs, as XML says', () => {
    expect(one('lb="a\nb\r\nc\td\re"')['transaction']).toMatchObject({ name: 'a b c d e' });
  });

  it('may hold the other quote and ">"', () => {
    expect(one(`lb="it's -> &quot;" rm='say "x" >'`)).toMatchObject({ message: 'say "x" >' });
  });

  it('know the old name of the response code', () => {
    expect(one('rs="404"')['code']).toBe('404');
    expect(one('rs="404" rc="200"')['code']).toBe('200');
    expect(one('rc="200" rs="404"')['code']).toBe('200');
  });

  it('that nobody knows are variables, from where they appear on', () => {
    const result = readXml(
      resultFile(
        sample('lb="a"'),
        sample('lb="b" region="north, east" x.y-z="1"'),
        sample('lb="c" host="other" region="north, east"'),
        sample('lb="d" tt="3" abc="4"'),
      ),
    );
    expect(result.samples.map((row) => row['tag_set'] ?? {})).toEqual([
      {},
      { region: 'north, east', 'x.y-z': '1' },
      { region: 'north, east', 'host (2)': 'other' },
      { tt: '3', abc: '4' },
    ]);
    expect(result.report.properties['attributes']).toBe('t, s, lb, tn, region, x.y-z, host, tt, abc');
  });

  it('are bounded in number', () => {
    const many = Array.from({ length: 300 }, (_, i) => `v${i}="1"`).join(' ');
    const result = readXml(resultFile(sample(`lb="a" ${many}`)));
    expect(Object.keys(result.samples[0]!['tag_set'] as object)).toHaveLength(200);
    expect(warningsOf(result)).toEqual({ 'many-variables': 100 });
  });

  it('have numbers of any size', () => {
    expect(one('t="9007199254740991" lt="1234567890" by="123456789012" ng="2147483647"')).toMatchObject({
      elapsed_ms: 9_007_199_254_740_991,
      latency_ms: 1_234_567_890,
      received_bytes: 123_456_789_012,
      group_threads: 2_147_483_647,
    });
  });

  it.each([
    ['lt', 'Latency', 'latency_ms', 'x'],
    ['by', 'bytes', 'received_bytes', '-5'],
    ['ng', 'grpThreads', 'group_threads', '2147483648'],
    ['ct', 'Connect', 'connect_ms', '1.5'],
  ])('%s that is no number is left empty', (name, column, key, value) => {
    const result = readXml(resultFile(sample(`lb="a" ${name}="${value}"`)));
    expect(result.samples[0]![key] ?? null).toBeNull();
    expect(warningsOf(result)).toEqual({ [`no-number-${column}`]: 1 });
  });

  it('have success in any letter case; anything else is a failure', () => {
    const result = readXml(
      resultFile(
        ...['true', 'TRUE', ' true ', 'false', 'False', 'yes', ''].map((s) => `<sample t="1" s="${s}"/>`),
      ),
    );
    expect(result.samples.map((row) => row['ok'])).toEqual([true, true, true, false, false, false, false]);
    expect(warningsOf(result)).toEqual({ 'odd-success': 2 });
  });

  it('have no success at all in some samples: it is unknown there', () => {
    const { samples } = readXml(
      resultFile('<sample t="1" s="true"/>', '<sample t="1"/>', '<sample t="1" s="false"/>'),
    );
    expect(samples.map((row) => row['ok'])).toEqual([true, null, false]);
  });

  it('have time stamps as in a CSV', () => {
    expect(one('ts="1700000000"')['started_at']).toBe(1_700_000_000_000_000);
    expect(one('ts="2023/11/14 22:13:20.123"')['started_at']).toBe(1_700_000_000_123_000);
    expect(one('ts=""')['started_at']).toBeUndefined();
    expect(one('ts="1700000000123456789" t="5000000" lt="2000000"')).toMatchObject({
      started_at: 1_700_000_000_123_456,
      elapsed_ms: 5,
      latency_ms: 2,
    });
    expect(warningsOf(readXml(resultFile('<sample s="true" t="1" ts="0"/>')))).toEqual({
      'zero-time-stamp': 1,
    });
  });

  it('that are too long are cut', () => {
    const result = readXml(resultFile(sample(`lb="a" rm="${'é'.repeat(MAX_TEXT_BYTES)}"`)));
    expect(result.samples[0]!['message']).toBe('é'.repeat(MAX_TEXT_BYTES / 2));
    expect(warningsOf(result)).toEqual({ 'text-cut': 1 });
  });

  it('expect the text of the sample before, and are not misled by it', () => {
    const labels = ['Home', 'Home', 'Homes', 'Hom', 'Home', 'Home&amp;', 'Home', 'Home"', 'Home'];
    const result = readXml(
      resultFile(
        ...labels.map((label) => (label.endsWith('"') ? sample(`lb='${label}'`) : sample(`lb="${label}"`))),
      ),
    );
    expect(labelsOf(result)).toEqual(labels.map((label) => label.replace('&amp;', '&')));
  });
});

describe('elements of a sample', () => {
  const inside = (...elements: readonly string[]): Record<string, unknown> => {
    const text = resultFile(`<httpSample t="1" lb="a">\n${elements.join('\n')}\n</httpSample>`);
    const results = PIECES.map((piece) => readXml(text, piece));
    for (const { samples, report } of results) {
      expect(report.rejects).toEqual([]);
      expect(samples).toEqual(results[0]!.samples);
    }
    return results[0]!.samples[0]!;
  };

  it('give the URL, the file and the message of the assertion', () => {
    expect(
      inside(
        '<assertionResult><name>A</name><failure>true</failure><error>false</error><failureMessage>no &lt;b&gt;\n&amp; c</failureMessage></assertionResult>',
        '<responseFile class="java.lang.String">out/1.html</responseFile>',
        '<java.net.URL>http://shop.test/?a=1&amp;b=2</java.net.URL>',
      ),
    ).toMatchObject({
      failure: 'no <b>\n& c',
      url: 'http://shop.test/?a=1&b=2',
      tag_set: { file: 'out/1.html' },
    });
  });

  it('have the first message that there is, as the CSV', () => {
    const assertion = (message: string): string =>
      `<assertionResult><name>N</name><failureMessage>${message}</failureMessage></assertionResult>`;
    expect(inside(assertion(''), assertion('first'), assertion('second'))['failure']).toBe('first');
    expect(
      inside('<assertionResult><name>N</name><failure>true</failure></assertionResult>')['failure'],
    ).toBeUndefined();
  });

  it('have no URL where it is the word null or empty', () => {
    expect(inside('<java.net.URL>null</java.net.URL>')['url']).toBeUndefined();
    expect(inside('<java.net.URL></java.net.URL>')['url']).toBeUndefined();
    expect(inside('<java.net.URL/>')['url']).toBeUndefined();
  });

  it('are passed over with all that stands in them', () => {
    expect(
      inside(
        '<responseData class="java.lang.String">&lt;httpSample t="9"/&gt; <![CDATA[ </responseData> <sample t="3"/> ]]> x</responseData>',
        '<odd><odd><java.net.URL>http://no.test</java.net.URL></odd></odd>',
        '<odd/><requestHeader class="java.lang.String"/>',
        '<java.net.URL>http://shop.test</java.net.URL>',
      ),
    ).toMatchObject({ url: 'http://shop.test' });
  });

  it('have texts in CDATA, with comments and markup in them', () => {
    expect(
      inside('<java.net.URL><![CDATA[http://a.test/?x&y<z]]>1<!-- 2 -->&amp;<b>3</b></java.net.URL>')['url'],
    ).toBe('http://a.test/?x&y<z1&3');
  });

  it('have line ends as XML says', () => {
    const message = inside(
      '<assertionResult><failureMessage>a\r\nb\rc&#xd;d\n</failureMessage></assertionResult>',
    );
    expect(message['failure']).toBe('a\nb\nc\rd\n');
  });

  it('are expected in the order of the sample before, and found in any other', () => {
    const header = (text: string): string =>
      `<responseHeader class="java.lang.String">${text}</responseHeader>`;
    const body = (text: string): string => `<responseData class="java.lang.String">${text}</responseData>`;
    const file = resultFile(
      ...[
        [header('a'), body('b'), '<java.net.URL>http://1.test</java.net.URL>'],
        [
          header('<!-- </responseHeader> -->'),
          body('<![CDATA[</responseData>]]>'),
          '<java.net.URL>http://2.test</java.net.URL>',
        ],
        [
          header('<responseHeader>x</responseHeader>'),
          '<java.net.URL>http://3.test</java.net.URL>',
          body('y'),
        ],
        [body(''), header('a'), '<java.net.URL>http://4.test</java.net.URL>'],
        [header('a'), body('b'), '<java.net.URL>http://5.test</java.net.URL>'],
      ].map((elements) => `<httpSample t="1" s="true" lb="a">${elements.join('')}</httpSample>`),
    );
    for (const piece of PIECES) {
      const { samples, report } = readXml(file, piece);
      expect(samples.map((row) => row['url'])).toEqual([1, 2, 3, 4, 5].map((i) => `http://${i}.test`));
      expect(report).toMatchObject({ rejects: [], warnings: [] });
    }
  });

  it('are listed as not kept, but not what is in assertions', () => {
    const assertion = '<assertionResult><name>A</name><failure>false</failure></assertionResult>';
    const listed = (...elements: readonly string[]): string | undefined =>
      readXml(resultFile(`<httpSample t="1" lb="a">${elements.join('')}</httpSample>`)).report.properties[
        'elements not kept'
      ];
    expect(listed(assertion, assertion, '<cookies/>', '<method>GET</method>')).toBe('method');
    expect(listed(assertion, assertion, '<name>B</name><failure>B</failure>')).toBe('name, failure');
  });

  it('may be large: they are never held', () => {
    const body = 'x&lt;'.repeat(700_000);
    const text = resultFile(
      `<httpSample t="1" lb="a"><responseData>${body}</responseData><java.net.URL>http://a.test</java.net.URL></httpSample>`,
      sample('lb="b"'),
    );
    const result = readXml(text, 100_000);
    expect(labelsOf(result)).toEqual(['a', 'b']);
    expect(result.samples[0]!['url']).toBe('http://a.test');
    expect(result.report.properties['elements not kept']).toBe('responseData');
  });

  it('have long texts, which are cut', () => {
    const url = `http://a.test/${'y'.repeat(3 * MAX_TEXT_BYTES)}`;
    for (const piece of [50_000, 1 << 20]) {
      const result = readXml(
        resultFile(`<httpSample t="1" s="true" lb="a"><java.net.URL>${url}</java.net.URL></httpSample>`),
        piece,
      );
      expect(result.samples[0]!['url']).toBe(url.slice(0, MAX_TEXT_BYTES));
      expect(warningsOf(result)).toEqual({ 'text-cut': 1 });
    }
  });
});

describe('samples in samples', () => {
  const nested = (attributes: string, ...inner: readonly string[]): string =>
    `<sample t="9" s="true" tn="T 1-1" ${attributes}>${inner.join('')}</sample>`;

  it('are sub-results of a request, at any depth', () => {
    const result = readXml(
      resultFile(
        nested('lb="a"', nested('lb="a-0"', sample('lb="a-0-0"')), sample('lb="b"')),
        sample('lb="c-0"'),
      ),
    );
    expect(labelsOf(result)).toEqual(['a', 'a-0', 'a-0-0', 'b', 'c-0']);
    expect(kindsOf(result)).toEqual(['request', 'sub-result', 'sub-result', 'sub-result', 'request']);
    expect(result.report.properties).toMatchObject({ 'sub-result rows': '3' });
  });

  it('are requests in a controller that generates a parent sample', () => {
    const result = readXml(
      resultFile(
        nested(
          `lb="TC" rm="${CONTROLLER}"`,
          nested('lb="a"', sample('lb="a-0"')),
          nested(`lb="inner" rm="${CONTROLLER}"`, sample('lb="b"')),
        ),
      ),
    );
    expect(result.samples.map((row) => row['transaction'])).toMatchObject([
      { name: 'TC', kind: 'transaction' },
      { name: 'a', kind: 'request' },
      { name: 'a-0', kind: 'sub-result' },
      { name: 'inner', kind: 'transaction' },
      { name: 'b', kind: 'request' },
    ]);
  });

  it('leave out controllers in which nothing ran', () => {
    const result = readXml(resultFile(nested(`lb="none" rm="${EMPTY_CONTROLLER}"`), sample('lb="a"')));
    expect(labelsOf(result)).toEqual(['a']);
    expect(warningsOf(result)).toEqual({ 'empty-transactions': 1 });
  });

  it('keep what stands behind the sub-results with the sample around them', () => {
    const url = (name: string): string => `<java.net.URL>http://${name}.test</java.net.URL>`;
    const result = readXml(
      resultFile(
        nested('lb="a"', nested('lb="a-0"', url('first')), nested('lb="a-1"', url('second')), url('outer')),
      ),
    );
    expect(result.samples.map((row) => row['url'])).toEqual([
      'http://outer.test',
      'http://first.test',
      'http://second.test',
    ]);
  });

  it.each([300, 1023, 1024, 1025, 5000])('may be %d in one', (count) => {
    const inner = Array.from({ length: count }, (_, i) => `<sample t="${i}" lb="x-${i % 5}" tn="T"/>`);
    const result = readXml(
      resultFile(
        sample('lb="before"'),
        `<httpSample t="77" lb="x" tn="T"><sample t="78" lb="x-in">${inner.join('')}<java.net.URL>http://in.test</java.net.URL></sample><java.net.URL>http://x.test</java.net.URL></httpSample>`,
        sample('lb="behind"'),
      ),
      10_000,
    );
    const byElapsed = [...result.samples].sort(
      (a, b) => (a['elapsed_ms'] as number) - (b['elapsed_ms'] as number),
    );
    expect(result.samples).toHaveLength(count + 4);
    expect(result.samples.filter((row) => row['url'] === 'http://x.test')).toMatchObject([
      { elapsed_ms: 77, transaction: { name: 'x', kind: 'request' } },
    ]);
    expect(result.samples.filter((row) => row['url'] === 'http://in.test')).toMatchObject([
      { elapsed_ms: 78, transaction: { name: 'x-in', kind: 'sub-result' } },
    ]);
    const own = byElapsed.filter((row) => /^x-\d$/u.test((row['transaction'] as { name: string }).name));
    expect(own.map((row) => row['elapsed_ms'])).toEqual(inner.map((_, i) => i));
    for (const row of own)
      expect((row['transaction'] as { name: string }).name).toBe(`x-${(row['elapsed_ms'] as number) % 5}`);
    if (count < 1000) expect(labelsOf(result).slice(0, 3)).toEqual(['before', 'x', 'x-in']);
  });

  it('are bounded in depth', () => {
    const depth = 150;
    const text = resultFile(
      `${Array.from({ length: depth }, (_, i) => `<sample t="1" s="true" lb="d${i}">`).join('')}${'</sample>'.repeat(depth)}`,
      sample('lb="behind"'),
    );
    for (const piece of [3, 1 << 20]) {
      const result = readXml(text, piece);
      expect(result.samples).toHaveLength(101);
      expect(new Set(reasonsOf(result))).toEqual(new Set(['more than 100 samples within each other']));
      expect(result.report.rejectedRows).toBe(50);
      expect(result.samples.at(-1)!['transaction']).toMatchObject({ name: 'behind', kind: 'request' });
    }
  });
});
