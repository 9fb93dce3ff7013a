import { describe, expect, it } from 'vitest';
import { detectFormat } from '../detect.ts';
import { importers } from '../registry.ts';
import { headOf } from '../testing/collect.ts';
import { corpusAvailable, corpusEntries, corpusFile, corpusNote } from '../testing/corpus-manifest.ts';
import { probeJmeterXml } from './probe.ts';
import { resultFile } from './testing/read-xml.ts';

const probe = (text: string) => probeJmeterXml(headOf(new TextEncoder().encode(text)));
const SAMPLE = '<httpSample t="1" ts="1700000000000" lb="a"/>';

describe('probing for JMeter XML', () => {
  it('is certain about the root and samples, and says what it saw', () => {
    expect(probe(resultFile(SAMPLE))).toEqual({
      score: 1,
      reasons: ['root element <testResults version="1.2">', 'elements sample or httpSample'],
    });
  });

  it.each([
    ['white space before the declaration', `\n  ${resultFile(SAMPLE)}`],
    ['a byte order mark', `\uFEFF${resultFile(SAMPLE)}`],
    ['no declaration', `<testResults>${SAMPLE}`],
    [
      'comments before the root',
      `<?xml version="1.0"?><!-- x --><!DOCTYPE testResults><testResults>${SAMPLE}`,
    ],
  ])('passes %s', (_, text) => {
    expect(probe(text).score).toBe(1);
  });

  it('knows a file without samples, and one without a start', () => {
    expect(probe('<testResults version="1.2">\n</testResults>')).toEqual({
      score: 0.9,
      reasons: ['root element <testResults version="1.2">', 'no samples at the start'],
    });
    expect(probe(`${SAMPLE}\n${SAMPLE}`)).toEqual({
      score: 0.85,
      reasons: ['elements of a result file, without its start', 'elements sample or httpSample'],
    });
  });

  it('sees UTF-16', () => {
    const text = resultFile(SAMPLE);
    const bytes = new Uint8Array(2 * text.length);
    for (let i = 0; i < text.length; i++) bytes[2 * i + 1] = text.charCodeAt(i);
    expect(probeJmeterXml(headOf(bytes))).toMatchObject({ score: 1 });
    expect(probeJmeterXml(headOf(bytes)).reasons).toContain('encoding UTF-16');
  });

  it('needs only the start of a large first sample', () => {
    const text = resultFile(
      `<httpSample t="1" lb="a"><responseData>${'x'.repeat(1 << 17)}</responseData></httpSample>`,
    );
    expect(probe(text).score).toBe(1);
  });

  it.each([
    ['JUnit', '<?xml version="1.0"?><testsuite name="x"><testcase/></testsuite>'],
    ['HTML', '<!DOCTYPE html><html><body><sample t="1"></body></html>'],
    ['other samples', '<samples><sample id="1"/></samples>'],
    ['a plan of JMeter', '<?xml version="1.0"?><jmeterTestPlan version="1.2"><hashTree/></jmeterTestPlan>'],
    ['text', `see ${resultFile(SAMPLE)}`],
    ['nothing', ''],
  ])('does not take %s for one', (_, text) => {
    expect(probe(text).score).toBe(0);
  });

  describe.skipIf(!corpusAvailable)(`in the corpus${corpusNote}`, () => {
    it.each(
      corpusEntries().filter(({ path }) => /\.(?:jtl|xml|csv)$/u.test(path) && path.startsWith('jmeter/')),
    )('$path: $format', ({ path, format }) => {
      const bytes = corpusFile(path);
      if (bytes.length === 0) return;
      const formats = {
        'JTL CSV': 'jmeter-csv',
        'JTL XML': 'jmeter-xml',
        'JTL XML PerfMon': 'perfmon-xml',
      } as const;
      expect(detectFormat(headOf(bytes), importers, 'none').best?.format).toBe(
        formats[format as keyof typeof formats],
      );
    });
  });
});
