import { inDocumentOrder, type PageLink, type PageMark } from './page-map.ts';
import type { PDFDocumentProxy } from './pdf-library.ts';

/** A PDF that is ready to be drawn, and what lies where on its pages. */
export interface PrintedPages {
  readonly document: PDFDocumentProxy;
  readonly count: number;
  /** Of the first page, in points; all pages of a report have one size. */
  readonly size: { readonly width: number; readonly height: number };
  readonly marks: readonly PageMark[];
  readonly links: readonly PageLink[];
}

export async function readPages(document: PDFDocumentProxy): Promise<PrintedPages> {
  const first = await document.getPage(1);
  const { width, height } = first.getViewport({ scale: 1 });
  const destinations = (await document.getDestinations()) as Record<string, unknown>;
  const marks: PageMark[] = [];
  for (const [anchor, destination] of Object.entries(destinations)) {
    const place = await placeOf(document, destination, height);
    if (place !== null) marks.push({ anchor, ...place });
  }
  const links: PageLink[] = [];
  for (let page = 0; page < document.numPages; page++) {
    const annotations: unknown[] = await (await document.getPage(page + 1)).getAnnotations();
    for (const annotation of annotations) {
      const link = linkOf(annotation, page, height);
      if (link !== null) links.push(link);
    }
  }
  return {
    document,
    count: document.numPages,
    size: { width, height },
    marks: inDocumentOrder(marks),
    links,
  };
}

/** A destination is `[page, { name: 'XYZ' }, left, top, zoom]`, in points from the lower left corner. */
async function placeOf(
  document: PDFDocumentProxy,
  destination: unknown,
  height: number,
): Promise<{ readonly page: number; readonly top: number } | null> {
  if (!Array.isArray(destination)) return null;
  const [page, , , top] = destination as unknown[];
  if (typeof page !== 'object' || page === null || !('num' in page) || !('gen' in page)) return null;
  const { num, gen } = page;
  if (typeof num !== 'number' || typeof gen !== 'number') return null;
  const index = await document.getPageIndex({ num, gen });
  return { page: index, top: typeof top === 'number' ? height - top : 0 };
}

function linkOf(annotation: unknown, page: number, height: number): PageLink | null {
  if (typeof annotation !== 'object' || annotation === null) return null;
  if (!('dest' in annotation) || !('rect' in annotation)) return null;
  const { dest, rect } = annotation;
  if (typeof dest !== 'string' || !Array.isArray(rect) || rect.length !== 4) return null;
  const [x1, y1, x2, y2] = rect as [number, number, number, number];
  return {
    page,
    anchor: dest,
    box: {
      left: Math.min(x1, x2),
      right: Math.max(x1, x2),
      top: height - Math.max(y1, y2),
      bottom: height - Math.min(y1, y2),
    },
  };
}
