import { describe, expect, it } from 'vitest';
import {
  corpusAvailable,
  corpusEntries,
  corpusFacts,
  corpusFile,
  corpusNote,
  parseManifest,
} from './corpus-manifest.ts';

describe('parseManifest', () => {
  it('reads sections with their facts', () => {
    const text = [
      '# Corpus',
      '## jmeter',
      '### jmeter/a.jtl',
      '- format: JTL CSV; tool/version: JMeter 5; 10 bytes',
      '- special: one; two',
      '- facts: `{"rows": 2, "delimiter": "\\t"}`',
      '',
      '### k6/b.json',
      '- format: k6 NDJSON; tool/version: k6',
      '- special: -',
      '- facts: `{}`',
    ].join('\n');
    expect(parseManifest(text)).toEqual([
      { path: 'jmeter/a.jtl', format: 'JTL CSV', special: 'one; two', facts: { rows: 2, delimiter: '\t' } },
      { path: 'k6/b.json', format: 'k6 NDJSON', special: '-', facts: {} },
    ]);
  });

  it('says which section has no facts', () => {
    expect(() => parseManifest('### jmeter/a.jtl\n- format: x\n')).toThrow('jmeter/a.jtl');
  });
});

describe.skipIf(!corpusAvailable)(`the corpus${corpusNote}`, () => {
  it('has all the files that its manifest names', () => {
    const entries = corpusEntries();
    expect(entries).toHaveLength(115);
    for (const { path } of entries) expect(() => corpusFile(path)).not.toThrow();
  });

  it('knows the facts of a file', () => {
    expect(corpusFacts('jmeter/taurus-kpi1.jtl')).toMatchObject({ rows: 21, failed: 9, p99: 34 });
    expect(() => corpusFacts('jmeter/none.jtl')).toThrow('none.jtl');
  });
});
