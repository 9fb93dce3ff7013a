import type { PrintedFinding } from '#shared/model/report-findings.ts';

/** Where something begins on the printed pages. */
export interface PagePlace {
  /** From 0. */
  readonly page: number;
  /** From the upper edge of the page, in points. */
  readonly top: number;
}

export interface PageMark extends PagePlace {
  readonly anchor: string;
}

/** A jump within the document, as the person can click on it. */
export interface PageLink {
  readonly page: number;
  /** In points, from the upper left corner of its page. */
  readonly box: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  readonly anchor: string;
}

/** Some room above a heading belongs to it, too. */
const SLACK_POINTS = 6;

/** Marks in the order of the document. */
export function inDocumentOrder(marks: readonly PageMark[]): readonly PageMark[] {
  return [...marks].sort((a, b) => a.page - b.page || a.top - b.top);
}

/** The anchor of a finding in the document: it is numbered as it is printed. */
export function anchorOf({ number }: Pick<PrintedFinding, 'number'>): string | null {
  return number === null ? null : `finding-${number}`;
}

/**
 * The finding whose part of the document a place lies in.
 * @param marks in the order of the document
 */
export function findingAt(
  { page, top }: PagePlace,
  marks: readonly PageMark[],
  findings: readonly PrintedFinding[],
): PrintedFinding | null {
  const mark = marks.findLast(
    (each) => each.page < page || (each.page === page && each.top <= top + SLACK_POINTS),
  );
  if (mark === undefined) return null;
  return findings.find((finding) => anchorOf(finding) === mark.anchor) ?? null;
}

/** A part of one page. */
export interface PageBand {
  readonly page: number;
  readonly top: number;
  /** Null: to the end of the page. */
  readonly bottom: number | null;
}

/** The bands that a section covers on the pages from its mark to the next one. */
export function bandsOf(anchor: string, marks: readonly PageMark[], pageCount: number): readonly PageBand[] {
  const at = marks.findIndex((mark) => mark.anchor === anchor);
  const from = marks[at];
  if (from === undefined) return [];
  const next = marks.slice(at + 1).find((mark) => mark.page > from.page || mark.top > from.top);
  const last = next === undefined ? pageCount - 1 : next.top <= TOP_OF_PAGE ? next.page - 1 : next.page;
  const bands: PageBand[] = [];
  for (let page = from.page; page <= last; page++) {
    bands.push({
      page,
      top: page === from.page ? Math.max(0, from.top - SLACK_POINTS) : 0,
      bottom: page === next?.page ? next.top - SLACK_POINTS : null,
    });
  }
  return bands;
}

/** A section that begins within the upper margin begins the page. */
const TOP_OF_PAGE = 90;

export function linkAt(page: number, x: number, y: number, links: readonly PageLink[]): PageLink | null {
  return (
    links.find(
      ({ page: on, box }) =>
        on === page && x >= box.left && x <= box.right && y >= box.top && y <= box.bottom,
    ) ?? null
  );
}

/** The first page of the spread that shows a page. */
export function spreadOf(page: number, pagesShown: number, pageCount: number): number {
  if (pagesShown === 1) return clamp(page, pageCount);
  return clamp(page - (page % 2), pageCount);
}

function clamp(page: number, pageCount: number): number {
  return Math.min(Math.max(page, 0), Math.max(0, pageCount - 1));
}
