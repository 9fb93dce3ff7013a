import { START_MS } from '../../jmeter-csv/testing/jtl.ts';

/** Writes result files by the book, and rows of a CSV with the same content: knows nothing of the code that reads them. */

export interface WrittenSample {
  readonly element: 'sample' | 'httpSample';
  /** ms after {@link START_MS} */
  readonly at: number;
  readonly elapsed: number;
  readonly label: string;
  readonly code: string;
  readonly message: string;
  readonly thread: string;
  readonly ok: boolean;
  readonly failure: string;
  readonly bytes: number;
  readonly sent: number;
  readonly group: number;
  readonly all: number;
  readonly url: string;
  readonly latency: number;
  readonly idle: number;
  readonly connect: number;
  readonly encoding: string;
  readonly host: string;
  readonly file: string;
  /** Value of the variable `user`; empty for none. */
  readonly user: string;
  readonly inner: readonly WrittenSample[];
}

export interface XmlStyle {
  readonly quote: '"' | "'";
  readonly lineEnd: '\n' | '\r\n' | '';
  /** Before each attribute; at least one blank. */
  readonly gap: string;
  readonly indent: boolean;
  /** Every character of these texts as a reference: none, decimal or hexadecimal. */
  readonly references: 'none' | 'decimal' | 'hex';
  readonly cdata: boolean;
  readonly comments: boolean;
  /** Attributes from last to first. */
  readonly reversed: boolean;
  readonly bodies: boolean;
  readonly closed: boolean;
}

const names: Readonly<Record<string, string>> = {
  '<': 'lt',
  '>': 'gt',
  '&': 'amp',
  '"': 'quot',
  "'": 'apos',
};

function escaped(text: string, style: XmlStyle): string {
  return Array.from(text, (character) => {
    const number = character.codePointAt(0)!;
    if (style.references === 'decimal') return `&#${number};`;
    if (style.references === 'hex') return `&#x${number.toString(16)};`;
    const name = names[character];
    if (name !== undefined) return `&${name};`;
    return number < 32 ? `&#${number};` : character;
  }).join('');
}

function content(text: string, style: XmlStyle): string {
  // No text may hold the end of CDATA, and line ends in it would be made LF.
  return style.cdata && !text.includes(']]>') && !text.includes('\r')
    ? `<![CDATA[${text}]]>`
    : escaped(text, style);
}

export function elementOf(sample: WrittenSample, style: XmlStyle, depth = 0): string {
  const attributes: [string, string][] = [
    ['t', String(sample.elapsed)],
    ['it', String(sample.idle)],
    ['lt', String(sample.latency)],
    ['ct', String(sample.connect)],
    ['ts', String(START_MS + sample.at)],
    ['s', String(sample.ok)],
    ['lb', sample.label],
    ['rc', sample.code],
    ['rm', sample.message],
    ['tn', sample.thread],
    ['dt', 'text'],
    ['de', sample.encoding],
    ['by', String(sample.bytes)],
    ['sby', String(sample.sent)],
    ['ng', String(sample.group)],
    ['na', String(sample.all)],
    ['hn', sample.host],
    ...(sample.user === '' ? [] : ([['user', sample.user]] as [string, string][])),
  ];
  if (style.reversed) attributes.reverse();
  const written = attributes.map(
    ([name, value]) => `${style.gap}${name}=${style.quote}${escaped(value, style)}${style.quote}`,
  );
  const pad = style.indent ? '  '.repeat(depth) : '';
  const inPad = style.indent ? '  '.repeat(depth + 1) : '';
  const parts: string[] = [];
  if (style.comments) parts.push(`${inPad}<!-- ${sample.element} <sample t="1"> -->`);
  if (sample.failure !== '') {
    parts.push(
      `${inPad}<assertionResult><name>A &amp; B</name><failure>true</failure><error>false</error>` +
        `<failureMessage>${content(sample.failure, style)}</failureMessage></assertionResult>`,
    );
  }
  for (const inner of sample.inner) parts.push(elementOf(inner, style, depth + 1));
  if (style.bodies) {
    parts.push(
      `${inPad}<responseData class="java.lang.String">&lt;httpSample t="1"&gt;${style.cdata ? '<![CDATA[<sample t="2"/></httpSample>]]>' : ''}</responseData>`,
    );
  }
  if (sample.file !== '')
    parts.push(
      `${inPad}<responseFile class="java.lang.String">${content(sample.file, style)}</responseFile>`,
    );
  if (sample.url !== '') parts.push(`${inPad}<java.net.URL>${content(sample.url, style)}</java.net.URL>`);
  const start = `${pad}<${sample.element}${written.join('')}`;
  if (parts.length === 0) return `${start}/>`;
  return [`${start}>`, ...parts, `${pad}</${sample.element}>`].join(style.lineEnd);
}

export function xmlOf(samples: readonly WrittenSample[], style: XmlStyle): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testResults version="1.2">',
    ...samples.map((sample) => elementOf(sample, style)),
    ...(style.closed ? ['</testResults>', ''] : []),
  ].join(style.lineEnd);
}

export const CSV_HEADER =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,' +
  'grpThreads,allThreads,URL,Filename,Latency,Encoding,Hostname,IdleTime,Connect,"user"';

/** The rows that JMeter writes: each sample, then what is in it. */
export function csvOf(samples: readonly WrittenSample[]): string {
  const cell = (text: string): string => (/[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = (sample: WrittenSample): string[] => [
    [
      START_MS + sample.at,
      sample.elapsed,
      cell(sample.label),
      cell(sample.code),
      cell(sample.message),
      cell(sample.thread),
      'text',
      sample.ok,
      cell(sample.failure),
      sample.bytes,
      sample.sent,
      sample.group,
      sample.all,
      cell(sample.url),
      cell(sample.file),
      sample.latency,
      cell(sample.encoding),
      cell(sample.host),
      sample.idle,
      sample.connect,
      cell(sample.user),
    ].join(','),
    ...sample.inner.flatMap(rows),
  ];
  return [CSV_HEADER, ...samples.flatMap(rows), ''].join('\n');
}
