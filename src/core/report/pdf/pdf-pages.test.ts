import { describe, expect, it } from 'vitest';
import { withFixedDates } from './fixed-dates.ts';
import { pageCount, pagesOfAnchors } from './pdf-pages.ts';

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

const page = (id: number): string => `${id} 0 obj\n<</Type /Page\n/Parent 14 0 R>>\nendobj\n`;

/** As Chromium's writer lays it out. */
const flat = `%PDF-1.4
1 0 obj
<</Title (T)
/CreationDate (D:20261121180840+00'00')
/ModDate (D:20261121180840+00'00')>>
endobj
${page(2)}${page(10)}${page(12)}14 0 obj
<</Type /Pages
/Count 3
/Kids [2 0 R 10 0 R 12 0 R]>>
endobj
15 0 obj
<</finding-1 [10 0 R /XYZ 6 827.66 0]
/m#c3#a9thode [12 0 R /XYZ 6 827 0]>>
endobj
46 0 obj
<</Type /Catalog
/Pages 14 0 R
/Dests 15 0 R>>
endobj
`;

describe('pagesOfAnchors', () => {
  it('finds the page of each anchor', () => {
    expect(pagesOfAnchors(bytes(flat))).toEqual(
      new Map([
        ['finding-1', 2],
        ['m\u00c3\u00a9thode', 3],
      ]),
    );
    expect(pageCount(bytes(flat))).toBe(3);
  });

  it('walks a tree of page lists in its order', () => {
    const nested = flat.replace(
      /14 0 obj[\s\S]*?endobj/u,
      `14 0 obj\n<</Type /Pages\n/Kids [21 0 R 20 0 R]>>\nendobj
20 0 obj\n<</Type /Pages\n/Parent 14 0 R\n/Kids [10 0 R]>>\nendobj
21 0 obj\n<</Type /Pages\n/Parent 14 0 R\n/Kids [2 0 R 12 0 R]>>\nendobj`,
    );
    expect(pagesOfAnchors(bytes(nested))).toEqual(
      new Map([
        ['finding-1', 3],
        ['m\u00c3\u00a9thode', 2],
      ]),
    );
  });

  it('says nothing of a file that is built in another way', () => {
    expect(pagesOfAnchors(bytes('%PDF-1.7\n1 0 obj\n<</Type /ObjStm>>\nendobj')).size).toBe(0);
    expect(pagesOfAnchors(new Uint8Array(0)).size).toBe(0);
  });
});

describe('withFixedDates', () => {
  it('changes the dates and nothing else', () => {
    const fixed = withFixedDates(bytes(flat), Date.UTC(2026, 2, 14, 14, 6, 5) * 1000);
    const expected = flat.replaceAll('D:20261121180840', 'D:20260314140605');
    expect(Buffer.from(fixed).toString('latin1')).toBe(expected);
  });

  it('leaves a date of another form alone: offsets must not move', () => {
    const other = flat.replace("(D:20261121180840+00'00')", '(D:2026)');
    const fixed = withFixedDates(bytes(other), 0);
    expect(fixed.length).toBe(other.length);
    expect(Buffer.from(fixed).toString('latin1')).toContain('/CreationDate (D:2026)');
  });
});
