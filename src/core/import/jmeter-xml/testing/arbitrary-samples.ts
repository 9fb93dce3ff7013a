import fc from 'fast-check';
import type { WrittenSample, XmlStyle } from './xml-writer.ts';

/** Samples as a plan makes them, with texts of all kinds, in files of all styles. */

const letters = [
  'a',
  'B',
  '7',
  ' ',
  ',',
  '"',
  "'",
  '<',
  '>',
  '&',
  ';',
  '#',
  '\n',
  '\t',
  '\r',
  'é',
  '日',
  '😀',
  ']]>',
  '/',
  '=',
  '&amp;',
  '\0',
];
const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 10 });
/** Mostly one of few, as in real files, so that expectations of the reader are met and missed. */
const usual = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ arbitrary: fc.constantFrom(...texts), weight: 5 }, { arbitrary: text, weight: 1 });
const whole = (max: number): fc.Arbitrary<number> => fc.integer({ min: 0, max });

const leaf = {
  element: fc.constantFrom('sample' as const, 'httpSample' as const),
  at: whole(100_000_000),
  elapsed: fc.oneof(whole(9), whole(99_999), whole(9_007_199_254_740_991)),
  // Labels without a number at the end: the CSV would be read by it.
  label: usual('Home', 'Add to cart', 'GET /api?a=1&b="2"').map((label) => `${label}.`),
  code: usual('200', '500', ''),
  message: usual('OK', 'Not Found', ''),
  // No empty thread: such rows may be readings of PerfMon.
  thread: usual('Thread Group 1-1', 'Thread Group 1-2').map((thread) => `${thread} `),
  ok: fc.boolean(),
  failure: usual('', 'Test failed: text expected /"id": 1, <ok>/\n at line 2'),
  bytes: fc.oneof(whole(9999), whole(9_007_199_254_740_991)),
  sent: whole(9999),
  group: whole(2_147_483_647),
  all: whole(500),
  url: usual('', 'https://shop.test/?a=1&b=2'),
  latency: whole(99_999),
  idle: whole(99),
  connect: whole(999),
  encoding: usual('UTF-8', ''),
  host: usual('gen-1', 'gen-2'),
  file: usual('', 'out/a.txt'),
  user: usual('ann', 'bob', ''),
};

const innermost: fc.Arbitrary<WrittenSample> = fc.record({ ...leaf, inner: fc.constant([]) });
const middle: fc.Arbitrary<WrittenSample> = fc.record({
  ...leaf,
  inner: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    { arbitrary: fc.array(innermost, { maxLength: 3 }), weight: 1 },
  ),
});
export const anySample: fc.Arbitrary<WrittenSample> = fc.record({
  ...leaf,
  inner: fc.oneof(
    { arbitrary: fc.constant([]), weight: 3 },
    { arbitrary: fc.array(middle, { maxLength: 3 }), weight: 1 },
  ),
});
export const flatSample = innermost;

export const anyStyle: fc.Arbitrary<XmlStyle> = fc.record({
  quote: fc.constantFrom('"' as const, "'" as const),
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const, '' as const),
  gap: fc.constantFrom(' ', '  ', '\n\t'),
  indent: fc.boolean(),
  references: fc.constantFrom('none' as const, 'none' as const, 'decimal' as const, 'hex' as const),
  cdata: fc.boolean(),
  comments: fc.boolean(),
  reversed: fc.boolean(),
  bodies: fc.boolean(),
  closed: fc.boolean(),
});

/** As JMeter writes it. */
export const usualStyle: XmlStyle = {
  quote: '"',
  lineEnd: '\n',
  gap: ' ',
  indent: true,
  references: 'none',
  cdata: false,
  comments: false,
  reversed: false,
  bodies: false,
  closed: true,
};
