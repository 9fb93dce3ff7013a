import { useEffect, useRef, useState, type MouseEvent, type ReactNode } from 'react';
import { classes } from '../../../ui/class-names.ts';
import type { PageBand } from './page-map.ts';
import type { ReadPdf } from './use-printed-pages.ts';

interface PdfPageProps {
  readonly pages: ReadPdf;
  /** From 0. */
  readonly page: number;
  /** CSS px per point. */
  readonly scale: number;
  /** Parts of the finding that is edited. */
  readonly bands: readonly PageBand[];
  /** In points, from the upper left corner. */
  readonly onPoint: (x: number, y: number) => void;
}

/** One printed page: its picture, and the same words as text that can be read and selected. */
export function PdfPage({ pages, page, scale, bands, onPoint }: PdfPageProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(false);
  const { width, height } = pages.size;

  useEffect(() => {
    let left = false;
    const isLeft = (): boolean => left;
    let stop: (() => void) | null = null;
    async function draw(): Promise<void> {
      const proxy = await pages.document.getPage(page + 1);
      if (isLeft()) return;
      const density = Math.min(3, window.devicePixelRatio || 1);
      const viewport = proxy.getViewport({ scale: scale * density });
      // A canvas of its own: the page before stays in view until this one is drawn.
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(viewport.width);
      canvas.height = Math.round(viewport.height);
      const drawing = proxy.render({ canvas, viewport });
      stop = () => drawing.cancel();
      await drawing.promise;
      if (isLeft()) return;
      holder.current?.replaceChildren(canvas);
      setDrawn(true);
      const container = text.current;
      if (container === null) return;
      const words = document.createElement('div');
      words.className = 'pdf-page__words';
      const layer = new pages.library.TextLayer({
        textContentSource: proxy.streamTextContent(),
        container: words,
        viewport: proxy.getViewport({ scale }),
      });
      stop = () => layer.cancel();
      await layer.render();
      if (!isLeft()) container.replaceChildren(words);
    }
    // A page that is left while it is drawn is no failure; a damaged one has been told by whoever read the file.
    draw().catch(() => undefined);
    return () => {
      left = true;
      stop?.();
    };
  }, [pages, page, scale]);

  function click(event: MouseEvent): void {
    // A selection of text is no wish to go anywhere.
    if (window.getSelection()?.isCollapsed === false) return;
    const box = event.currentTarget.getBoundingClientRect();
    onPoint((event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
  }

  return (
    <div
      className={classes('pdf-page', drawn && 'is-drawn')}
      role="document"
      aria-label={`Page ${page + 1} of ${pages.count}`}
      style={{ width: Math.round(width * scale), height: Math.round(height * scale) }}
      onClick={click}
    >
      <div ref={holder} className="pdf-page__picture" aria-hidden="true" />
      {bands.map((band) => (
        <div
          key={band.top}
          className="pdf-page__band"
          aria-hidden="true"
          style={{
            top: band.top * scale,
            bottom: band.bottom === null ? 24 * scale : (height - band.bottom) * scale,
          }}
        />
      ))}
      <div ref={text} className="pdf-page__text" style={scaleVariable(scale)} />
    </div>
  );
}

/** The name under which the text layer looks for it. */
function scaleVariable(scale: number): Record<string, string> {
  return { '--total-scale-factor': String(scale), '--scale-round-x': '1px', '--scale-round-y': '1px' };
}
