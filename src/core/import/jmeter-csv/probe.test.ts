import { describe, expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { detectFormat } from '../detect.ts';
import { importers } from '../registry.ts';
import { layoutOf, probeJmeterCsv } from './probe.ts';
import { DEFAULT_HEADER, jtl, row } from './testing/jtl.ts';

const head = (text: string) => headOf(new TextEncoder().encode(text));
const probe = (text: string) => probeJmeterCsv(head(text));
const columns = (text: string): (string | null)[] | undefined =>
  layoutOf(head(text))?.columns.map(({ column, name }) =>
    column === name ? name : `${column ?? 'tag'}:${name}`,
  );

describe('probing a file with a header', () => {
  it('is certain about the columns of JMeter and says what it saw', () => {
    expect(probe(jtl(row()))).toEqual({
      score: 1,
      reasons: ['header names timeStamp, elapsed, label', '17 columns', 'comma'],
    });
  });

  it.each([
    [';', 'semicolon'],
    ['\t', 'tab'],
    ['|', 'vertical bar'],
    ['^', '"^"'],
  ])('finds the delimiter %j', (delimiter, name) => {
    const result = probe(jtl(row()).replaceAll(',', delimiter));
    expect(result.score).toBe(1);
    expect(result.reasons).toContain(name);
    expect(layoutOf(head(jtl(row()).replaceAll(',', delimiter)))?.delimiter).toBe(delimiter);
  });

  it('passes a byte order mark and blank lines', () => {
    expect(probe(`\uFEFF${jtl(row())}`).score).toBe(1);
    expect(probe(`\r\n\r\n${jtl(row())}`).score).toBe(1);
  });

  it('needs no rows', () => {
    expect(probe(DEFAULT_HEADER).score).toBe(1);
  });

  it('takes quoted names for variables, also when they are called like columns', () => {
    expect(columns('timeStamp,elapsed,label,"userId","elapsed","Latency"\n')).toEqual([
      'timeStamp',
      'elapsed',
      'label',
      'tag:userId',
      'tag:elapsed (2)',
      'tag:Latency',
    ]);
  });

  it('takes them for columns where everything is quoted', () => {
    expect(columns('"timeStamp","elapsed","label","success"\n')).toEqual([
      'timeStamp',
      'elapsed',
      'label',
      'success',
    ]);
  });

  it('knows columns in any order and without time', () => {
    expect(columns('success,label,elapsed,timeStamp\n')).toEqual([
      'success',
      'label',
      'elapsed',
      'timeStamp',
    ]);
    const result = probe('label,responseCode,responseMessage,dataType,success\nA,200,OK,text,true\n');
    expect(result.score).toBe(0.9);
    expect(result.reasons[0]).toBe('header names label, responseCode, responseMessage');
  });

  it('gives columns of others and unnamed ones names of their own', () => {
    expect(columns('timeStamp,elapsed,label,custom,,custom\n')).toEqual([
      'timeStamp',
      'elapsed',
      'label',
      'tag:custom',
      'tag:column 5',
      'tag:custom (2)',
    ]);
    expect(probe('timeStamp,elapsed,label,custom\n').reasons[1]).toBe(
      '4 columns, 1 of them not of JMeter itself',
    );
  });

  it('accepts other letter case with less certainty', () => {
    const result = probe('Timestamp,Elapsed,Label,Success,Bytes\n1700000000000,1,A,true,5\n');
    expect(result.score).toBe(0.7);
    expect(result.reasons.at(-1)).toContain('letter case');
  });
});

describe('probing a file without a header', () => {
  it('takes 17 columns for the default ones', () => {
    const text = `${row()}\n${row({ at: 5 })}\n`;
    const result = probe(text);
    expect(result.score).toBe(0.85);
    expect(result.reasons).toEqual([
      'no header; rows start with a time stamp and a whole number, and have a true/false cell',
      '17 columns',
      'comma',
      'The file has no header; its 17 columns were taken for those of JMeter 5 and later by default.',
    ]);
    expect(columns(text)).toEqual(DEFAULT_HEADER.split(','));
  });

  it.each([
    [
      '16',
      '1700000000000,5,A,200,OK,T 1-1,text,true,,9,8,1,1,4,0,2',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,Latency,IdleTime,Connect',
    ],
    [
      '13, of Taurus',
      '1700000000000,5,A,200,OK,T 1-1,true,9,1,1,4,host,2',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,grpThreads,allThreads,Latency,Hostname,Connect',
    ],
    [
      '13, with failure message',
      '1700000000000,5,A,200,OK,T 1-1,text,true,,9,1,1,4',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,grpThreads,allThreads,Latency',
    ],
    [
      '12',
      '1700000000000,5,A,200,OK,T 1-1,text,true,9,1,1,4',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,grpThreads,allThreads,Latency',
    ],
    [
      '11, with URL',
      '1700000000000,5,A,200,OK,T 1-1,text,true,9,http://x/,4',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,URL,Latency',
    ],
    [
      '10',
      '1700000000000,5,A,200,OK,T 1-1,text,true,9,4',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes,Latency',
    ],
    [
      '9',
      '1700000000000,5,A,200,OK,T 1-1,text,true,9',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,bytes',
    ],
    [
      '8',
      '1700000000000,5,A,200,OK,T 1-1,text,true',
      'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success',
    ],
  ])('knows the set of %s columns', (_, line, expected) => {
    expect(columns(`${line}\n${line}\n`)).toEqual(expected.split(','));
  });

  it('knows dates, other delimiters, quotes and a single row without an end', () => {
    expect(columns(`${row({ at: '2024/01/31 10:00:00.123' })}\n`)).toEqual(DEFAULT_HEADER.split(','));
    expect(columns(row({ at: '2024-01-31 10:00:00' }).replaceAll(',', ';'))).toEqual(
      DEFAULT_HEADER.split(','),
    );
    expect(columns(`${row({ label: '"a, b\nc"' })}\r\n`)).toEqual(DEFAULT_HEADER.split(','));
  });

  it('tells what is certain of a set that it does not know', () => {
    const line = '1700000000000,5,A,200,OK,T 1-1,text,true,x,y,z,z,z,z';
    expect(probe(`${line}\n`).score).toBe(0.6);
    expect(columns(`${line}\n`)?.slice(6)).toEqual([
      'dataType',
      'success',
      'tag:column 9',
      'tag:column 10',
      'tag:column 11',
      'tag:column 12',
      'tag:column 13',
      'tag:column 14',
    ]);
    expect(columns('1700000000000,5,A,x,true,y\n')).toEqual([
      'timeStamp',
      'elapsed',
      'label',
      'tag:column 4',
      'success',
      'tag:column 6',
    ]);
  });

  it('does not let a broken row among the first decide', () => {
    expect(columns([row(), 'broken', row(), row({ elapsed: 'x' }), row(), ''].join('\n'))).toEqual(
      DEFAULT_HEADER.split(','),
    );
  });
});

describe('what is none of its business', () => {
  it.each([
    ['nothing', ''],
    ['blank lines', '\n\n\n'],
    [
      'k6 CSV',
      'metric_name,timestamp,metric_value,check,error,error_code\nhttp_reqs,1633706790,1.000000,,,\n',
    ],
    ['Locust statistics', 'Type,Name,Request Count,Failure Count,Median Response Time\nGET,/,1,0,5\n'],
    ['Locust history', 'Timestamp,User Count,Type,Name,Requests/s\n1633706790,1,GET,/,1\n'],
    ['Locust failures', 'Method,Name,Error,Occurrences\nGET,/,x,1\n'],
    ['JTL as XML', '<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n'],
    ['NDJSON', '{"type":"Metric","data":{"name":"http_reqs"},"metric":"http_reqs"}\n'],
    [
      'Gatling',
      'RUN\tsim.Simulation\tsim\t1583000000000\t \t3.3.1\nREQUEST\t\thome\t1583000000001\t1583000000100\tOK\t \n',
    ],
    ['a table of other numbers', 'time,elapsed,value\n1,2,3\n'],
    ['a table with two known words', 'timestamp,elapsed,value,unit,place\n1,2,3,4,5\n'],
    ['numbers', '1700000000000,1,2,3,4\n1700000000001,1,2,3,4\n'],
    ['epochs and truths without a label', '1700000000000,5,true\n'],
    ['a text', 'Elapsed time, as a label, may be read in the bytes of success.\n'],
    ['binary data', '\u0000\u0001\u0002timeStamp,elapsed\u0003'],
  ])('does not claim %s', (_, text) => {
    expect(probe(text).score).toBe(0);
  });
});

describe.skipIf(!corpusAvailable)(`on the corpus${corpusNote}`, () => {
  const isCsv = (format: string): boolean => format === 'JTL CSV';

  it.each(corpusEntries().filter(({ format }) => isCsv(format)))('claims $path', ({ path }) => {
    const { score, reasons } = probeJmeterCsv(headOf(corpusFile(path)));
    expect(score).toBeGreaterThanOrEqual(0.85);
    expect(reasons.length).toBeGreaterThanOrEqual(3);
    const detection = detectFormat(headOf(corpusFile(path)), importers, 'none');
    expect(detection.best?.format).toBe('jmeter-csv');
  });

  it.each(corpusEntries().filter(({ format }) => !isCsv(format)))(
    'does not claim $path ($format)',
    ({ path }) => {
      expect(probeJmeterCsv(headOf(corpusFile(path))).score).toBe(0);
    },
  );
});
