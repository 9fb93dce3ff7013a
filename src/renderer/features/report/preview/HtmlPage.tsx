import { useEffect, useRef, type ReactNode } from 'react';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { fillFrame } from './fill-frame.ts';

interface HtmlPageProps {
  /** A self-contained document of the engine. */
  readonly html: string;
  readonly chosen: PrintedFinding | null;
  readonly onChoose: (findingId: string) => void;
}

/**
 * The report as one long page, in a frame in which no script runs. `allow-same-origin` lets the window, and only the window,
 * put the document and its style in.
 */
export function HtmlPage({ html, chosen, onChoose }: HtmlPageProps): ReactNode {
  const frame = useRef<HTMLIFrameElement>(null);
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  });

  useEffect(() => {
    const { contentDocument: page, contentWindow: view } = frame.current ?? {};
    if (page === null || page === undefined || view === null || view === undefined) return undefined;
    const top = view.scrollY;
    fillFrame(page, html);
    view.scrollTo({ top });
    function click(event: Event): void {
      const target = event.target as Element | null;
      const link = target?.closest('a[href^="#"]');
      if (link !== null && link !== undefined) {
        event.preventDefault();
        page?.getElementById((link.getAttribute('href') ?? '').slice(1))?.scrollIntoView();
        return;
      }
      const id = target?.closest('[data-finding]')?.getAttribute('data-finding');
      if (id !== null && id !== undefined) choose.current(id);
    }
    page.addEventListener('click', click);
    return () => page.removeEventListener('click', click);
  }, [html]);

  const chosenId = chosen?.id ?? null;
  useEffect(() => {
    const page = frame.current?.contentDocument;
    if (page === null || page === undefined || chosenId === null) return;
    for (const part of page.querySelectorAll('[data-finding]'))
      if (part.getAttribute('data-finding') === chosenId) part.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  return (
    <iframe ref={frame} className="html-page" title="The report as a web page" sandbox="allow-same-origin" />
  );
}
