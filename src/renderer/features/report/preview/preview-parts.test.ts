import { describe, expect, it } from 'vitest';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { fontsOf, withoutStyle } from './fill-frame.ts';
import { fittingScale, PAGE_GAP } from './page-fit.ts';
import { bandsOf, findingAt, inDocumentOrder, linkAt, spreadOf } from './page-map.ts';

const marks = inDocumentOrder([
  { anchor: 'method', page: 3, top: 60 },
  { anchor: 'finding-2', page: 1, top: 500 },
  { anchor: 'finding-1', page: 1, top: 60 },
  { anchor: 'summary', page: 0, top: 60 },
]);
const findings = [
  { id: 'a', number: 1 },
  { id: 'b', number: 2 },
] as PrintedFinding[];
const at = (page: number, top: number): string | null =>
  findingAt({ page, top }, marks, findings)?.id ?? null;

describe('places on the pages', () => {
  it('belong to the finding that begins before them', () => {
    expect(at(0, 700)).toBeNull();
    expect(at(1, 100)).toBe('a');
    expect(at(1, 496)).toBe('b');
    expect(at(2, 300)).toBe('b');
    expect(at(3, 300)).toBeNull();
  });

  it('a finding covers its pages up to where the next section begins', () => {
    expect(bandsOf('finding-1', marks, 5)).toEqual([{ page: 1, top: 54, bottom: 494 }]);
    // The section behind it begins a page: nothing of that page is the finding's.
    expect(bandsOf('finding-2', marks, 5)).toEqual([
      { page: 1, top: 494, bottom: null },
      { page: 2, top: 0, bottom: null },
    ]);
    expect(bandsOf('finding-9', marks, 5)).toEqual([]);
  });

  it('links are hit within their box on their page only', () => {
    const links = [{ page: 1, anchor: 'method', box: { left: 10, top: 20, right: 90, bottom: 30 } }];
    expect(linkAt(1, 50, 25, links)?.anchor).toBe('method');
    expect(linkAt(0, 50, 25, links)).toBeNull();
    expect(linkAt(1, 50, 31, links)).toBeNull();
  });

  it('spreads begin with the even page, and stay within the document', () => {
    expect([0, 1, 2, 5].map((page) => spreadOf(page, 2, 5))).toEqual([0, 0, 2, 4]);
    expect(spreadOf(9, 2, 5)).toBe(4);
    expect(spreadOf(-3, 1, 5)).toBe(0);
  });

  it('pages fit side by side, whatever is short', () => {
    const page = { width: 595, height: 842 };
    const scale = fittingScale({ width: 996, height: 770 }, page, 2);
    expect(scale * page.width * 2 + 3 * PAGE_GAP).toBeLessThanOrEqual(996.001);
    expect(scale * page.height + 2 * PAGE_GAP).toBeLessThanOrEqual(770.001);
    // One of the two is used up.
    expect(fittingScale({ width: 2000, height: 770 }, page, 1)).toBeCloseTo((770 - 2 * PAGE_GAP) / 842, 6);
  });
});

describe('the document of the web page', () => {
  it('gives its style sheets apart, and keeps style attributes from being taken for inline style', () => {
    const { markup, css } = withoutStyle(
      '<style>p { color: red }</style><p style="width: 3px" class="a">style=&quot;x&quot;</p><STYLE media="print">b{}</STYLE>',
    );
    expect(markup).toBe('<p data-style="width: 3px" class="a">style=&quot;x&quot;</p>');
    expect(css).toBe('p { color: red }\nb{}');
  });

  it('finds its fonts', () => {
    const css = `@font-face { font-family: "Inter"; font-weight: 100 900; unicode-range: U+0-FF; src: url(data:font/woff2;base64,AAAA) format("woff2"); }
      @font-face { font-family: Other; src: url(https://example.org/x.woff2); }`;
    expect(fontsOf(css)).toEqual([
      {
        family: 'Inter',
        source: 'data:font/woff2;base64,AAAA',
        descriptors: { weight: '100 900', unicodeRange: 'U+0-FF' },
      },
    ]);
  });
});
