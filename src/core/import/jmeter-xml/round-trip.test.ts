import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, labelsOf, read as readCsv, START_MS } from '../jmeter-csv/testing/jtl.ts';
import { fuzzRuns } from '../testing/fuzz-runs.ts';
import { anySample, anyStyle, flatSample, usualStyle } from './testing/arbitrary-samples.ts';
import { readXml } from './testing/read-xml.ts';
import { csvOf, xmlOf, type WrittenSample } from './testing/xml-writer.ts';

/** Samples that a writer of its own puts into a file come back exactly, however they are laid out and cut into pieces. */

interface Placed {
  readonly sample: WrittenSample;
  readonly depth: number;
}

function inOrder(samples: readonly WrittenSample[], depth = 0): Placed[] {
  return samples.flatMap((sample) => [{ sample, depth }, ...inOrder(sample.inner, depth + 1)]);
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** What a row must hold, by definition. */
function expected({ sample, depth }: Placed): Record<string, unknown> {
  const tags: Record<string, string> = {};
  const tag = (key: string, value: string): void => {
    if (value !== '') tags[key] = value;
  };
  tag('file', sample.file);
  tag('encoding', sample.encoding);
  tag('host', sample.host);
  tag('user', sample.user);
  return {
    label: sample.label,
    kind: depth === 0 ? 'request' : 'sub-result',
    started_at: (START_MS + sample.at) * 1000,
    elapsed_ms: sample.elapsed,
    ok: sample.ok,
    code: orNull(sample.code),
    message: orNull(sample.message),
    failure: orNull(sample.failure),
    thread: sample.thread,
    url: sample.url === 'null' ? null : orNull(sample.url),
    received_bytes: sample.bytes,
    sent_bytes: sample.sent,
    group_threads: sample.group,
    all_threads: sample.all,
    latency_ms: sample.latency,
    idle_ms: sample.idle,
    connect_ms: sample.connect,
    tags,
  };
}

function found(row: Record<string, unknown>): Record<string, unknown> {
  const { transaction, tag_set: tags, ...rest } = row;
  const { name, kind } = transaction as { name: string; kind: string };
  const nothing = { code: null, message: null, failure: null, url: null };
  const values = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { label: name, kind, ...nothing, ...values, tags: tags ?? {} };
}

describe('samples of another writer', () => {
  it('come back exactly', () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { maxLength: 8 }),
        anyStyle,
        fc.integer({ min: 1, max: 3000 }),
        (samples, style, piece) => {
          const { report, samples: rows } = readXml(xmlOf(samples, style), piece);
          expect(report.rejects).toEqual([]);
          expect(rows.map(found)).toEqual(inOrder(samples).map(expected));
          expect(report.warnings.filter(({ code }) => code !== 'no-end')).toEqual([]);
        },
      ),
      { numRuns: fuzzRuns(150) },
    );
  });

  it('come back the same in pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { maxLength: 4 }),
        anyStyle,
        fc.integer({ min: 2, max: 400 }),
        (samples, style, piece) => {
          const file = xmlOf(samples, style);
          const whole = contentOf(readXml(file));
          for (const size of [1, 7, piece]) expect(contentOf(readXml(file, size))).toEqual(whole);
        },
      ),
      { numRuns: fuzzRuns(40) },
    );
  });

  it('are the same as in a CSV', () => {
    fc.assert(
      fc.property(fc.array(flatSample, { maxLength: 12 }), anyStyle, (samples, style) => {
        const xml = readXml(xmlOf(samples, style));
        const csv = readCsv(csvOf(samples));
        expect(csv.report.rejects).toEqual([]);
        expect(xml.samples.map(found)).toEqual(csv.samples.map(found));
        expect(xml.transactions).toEqual(csv.transactions);
        for (const key of ['rows', 'firstInstantUs', 'lastInstantUs', 'clockTickMs'] as const)
          expect(xml.report[key]).toEqual(csv.report[key]);
      }),
      { numRuns: fuzzRuns(100) },
    );
  });

  it('keep the finished ones, and no others, wherever the file is cut', () => {
    fc.assert(
      fc.property(
        fc.array(anySample, { minLength: 1, maxLength: 2 }),
        anyStyle,
        fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
        (samples, style, cuts) => {
          const file = new TextEncoder().encode(xmlOf(samples, style));
          const all = inOrder(samples).map(({ sample }) => sample.label);
          const starts = startsOf(file);
          for (const cut of cuts) {
            const length = 1 + (cut % file.length);
            const { report, samples: rows } = readXml(file.subarray(0, length));
            // Complete are those whose start tags are: nothing that counts stands behind them.
            const complete = starts.filter((end) => end <= length).length;
            expect(rows.map((row) => (row['transaction'] as { name: string }).name)).toEqual(
              all.slice(0, complete),
            );
            expect(report.rejectedRows).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: fuzzRuns(60) },
    );
  });

  it('never make the reader fail when bytes are changed, and are kept before the change', () => {
    const first = '<sample t="1" s="true" lb="first" tn="T"/>';
    const change = fc.record({
      at: fc.nat(),
      // Bytes that mean something are more telling than others.
      bytes: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc
          .constantFrom(
            '<',
            '>',
            '"',
            "'",
            '&',
            '/',
            '=',
            ' ',
            '<!--',
            ']]>',
            '<![CDATA[',
            '</sample>',
            '<sample ',
            '\0',
            '<?',
            '\n',
          )
          .map((text) => new TextEncoder().encode(text)),
      ),
      removed: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(
        fc.array(anySample, { minLength: 1, maxLength: 5 }),
        anyStyle,
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 500 }),
        (samples, style, changes, piece) => {
          const whole = xmlOf(samples, { ...usualStyle, ...style });
          const head = whole.indexOf('>', whole.indexOf('<testResults')) + 1;
          const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
          const start = encode(whole.slice(0, head) + first);
          let rest: Uint8Array = encode(whole.slice(head));
          for (const { at, bytes, removed } of changes) {
            const place = at % (rest.length + 1);
            rest = Uint8Array.from([...rest.subarray(0, place), ...bytes, ...rest.subarray(place + removed)]);
          }
          const file = Uint8Array.from([...start, ...rest]);
          const result = readXml(file, piece);
          expect(labelsOf(result)[0]).toBe('first');
          expect(result.report.rows).toBe(result.samples.length + result.points.length);
          expect(contentOf(readXml(file))).toEqual(contentOf(result));
        },
      ),
      // A smaller case would take minutes to find: every attempt opens readers, and those hold whole batches.
      { numRuns: fuzzRuns(100), endOnFailure: true },
    );
  });
});

/** The bytes behind the start tags of samples, found without the reader: quotes are the only trap in what is written here. */
function startsOf(file: Uint8Array): number[] {
  const text = new TextDecoder('latin1')
    .decode(file)
    .replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/gu, (hidden) => ' '.repeat(hidden.length));
  return [...text.matchAll(/<(?:httpSample|sample)\s(?:"[^"]*"|'[^']*'|[^"'>])*>/gu)].map(
    (match) => match.index + match[0].length,
  );
}
