import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuzzRuns } from '#core/import/testing/fuzz-runs.ts';
import { junitXml, type JunitCase } from './junit-xml.ts';
import { readXml, structureProblems } from './testing/junit-structure.ts';

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('<a href="x">&amp;', ']]>', 'a\nb\tc\r', '\u0000\u001b[31m', '\ud800', '😀', ''),
);
const result: fc.Arbitrary<JunitCase['result']> = fc.oneof(
  fc.constant({ kind: 'passed' as const }),
  fc.record({
    kind: fc.constantFrom('skipped' as const, 'failure' as const, 'error' as const),
    type: text,
    message: text,
  }),
);
const cases = fc.array(
  fc.record({ name: text, classname: text, result, output: fc.array(text, { maxLength: 3 }) }),
  {
    maxLength: 5,
  },
);

describe("JUnit's XML", () => {
  it('of any texts is well-formed, has the structure of the schema, and says what was said', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            name: text,
            startedAtUs: fc.option(fc.integer({ min: 0, max: 2 ** 51 })),
            durationMs: fc.nat(10_000_000),
            cases,
          }),
          { maxLength: 3 },
        ),
        (suites) => {
          const root = readXml(junitXml(suites));
          expect(structureProblems(root)).toEqual([]);
          const readable = (raw: string): string =>
            raw.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '');
          expect(root.children.map(({ attributes }) => attributes['name'])).toEqual(
            suites.map(({ name }) => readable(name)),
          );
          for (const [index, suite] of suites.entries()) {
            const messages = root.children[index]!.children.flatMap(({ children }) =>
              children.flatMap(({ attributes }) => attributes['message'] ?? []),
            );
            expect(messages).toEqual(
              suite.cases.flatMap((each) =>
                each.result.kind === 'passed' ? [] : [readable(each.result.message)],
              ),
            );
          }
        },
      ),
      { numRuns: fuzzRuns(200) },
    );
  });
});
