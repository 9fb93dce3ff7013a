import { useEffect, useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { fittingScale } from './page-fit.ts';
import { bandsOf, findingAt, linkAt, spreadOf } from './page-map.ts';
import { PdfPage } from './PdfPage.tsx';
import { useRoom } from './use-room.ts';
import type { ReadPdf } from './use-printed-pages.ts';

interface PdfPagesProps {
  readonly pages: ReadPdf;
  readonly pagesShown: 1 | 2;
  /** First page that is shown, from 0. */
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly findings: readonly PrintedFinding[];
  /** Where what is edited begins; null: nowhere. */
  readonly anchor: string | null;
  /** A person chose it: its page comes into view. */
  readonly followed: boolean;
  readonly onChoose: (findingId: string) => void;
}

/** The report as it is printed. A click on the part of a finding chooses it; Page Up and Page Down turn the pages. */
export function PdfPages(props: PdfPagesProps): ReactNode {
  const { pages, pagesShown, page, onPage, findings, anchor, followed, onChoose } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const room = useRoom(scroller);
  const scale = room === null ? null : fittingScale(room, pages.size, pagesShown);
  const first = spreadOf(page, pagesShown, pages.count);
  const shown = [first, first + 1].slice(0, pagesShown).filter((each) => each < pages.count);
  const bands = useMemo(
    () => (anchor === null ? [] : bandsOf(anchor, pages.marks, pages.count)),
    [anchor, pages.marks, pages.count],
  );

  // Something else is chosen: its page comes into view, unless it is there already.
  const wanted = followed ? (bands[0]?.page ?? null) : null;
  const turned = useRef(onPage);
  useEffect(() => {
    turned.current = onPage;
  });
  useEffect(() => {
    if (wanted !== null) turned.current(wanted);
    // Not with every new print: the person may be reading another page.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [anchor, wanted === null]);

  function point(on: number, x: number, y: number): void {
    const link = linkAt(on, x, y, pages.links);
    const target = link === null ? undefined : pages.marks.find((mark) => mark.anchor === link.anchor);
    if (target !== undefined) onPage(target.page);
    const finding = findingAt(target ?? { page: on, top: y }, pages.marks, findings);
    if (finding !== null) onChoose(finding.id);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const steps: Readonly<Record<string, number>> = {
      PageDown: first + pagesShown,
      PageUp: first - pagesShown,
      Home: 0,
      End: pages.count - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to < pages.count) onPage(to);
  }

  return (
    <div
      ref={scroller}
      className="pdf-pages"
      tabIndex={0}
      role="region"
      aria-label="Pages of the report, Page Up and Page Down turn them"
      onKeyDown={onKeyDown}
    >
      {scale !== null && (
        <div className="pdf-pages__spread">
          {shown.map((each) => (
            <PdfPage
              // Pages keep their places: the canvas of the page before stays in view until the next one is drawn.
              key={each - first}
              pages={pages}
              page={each}
              scale={scale}
              bands={bands.filter((band) => band.page === each)}
              onPoint={(x, y) => point(each, x, y)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
