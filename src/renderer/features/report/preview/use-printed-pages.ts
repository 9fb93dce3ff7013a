import { useEffect, useState } from 'react';
import { toWireError, type WireError } from '#shared/contract/errors.ts';
import { loadPdfLibrary, openPdf, type PdfLibrary } from './pdf-library.ts';
import { readPages, type PrintedPages } from './read-pages.ts';

export interface ReadPdf extends PrintedPages {
  readonly library: PdfLibrary;
  /** The file that these are the pages of. */
  readonly bytes: Uint8Array;
  readonly close: () => void;
}

interface Reading {
  /** The pages of the latest file that could be read: those of the one before stay until then. */
  readonly pages: ReadPdf | null;
  readonly error: WireError | null;
}

/** @param bytes a PDF; null: there is none yet */
export function usePrintedPages(bytes: Uint8Array | null): Reading {
  const [reading, setReading] = useState<Reading>({ pages: null, error: null });

  useEffect(() => {
    if (bytes === null) return undefined;
    let left = false;
    const isLeft = (): boolean => left;
    let close: (() => void) | null = null;
    async function read(file: Uint8Array): Promise<void> {
      const library = await loadPdfLibrary();
      if (isLeft()) return;
      const opened = openPdf(library, new Uint8Array(file));
      close = opened.close;
      const pages = await readPages(await opened.document);
      if (isLeft()) return;
      close = null;
      setReading({ pages: { ...pages, library, bytes: file, close: opened.close }, error: null });
    }
    read(bytes).catch((error: unknown) => {
      if (!isLeft()) setReading(({ pages }) => ({ pages, error: toWireError(error) }));
    });
    return () => {
      left = true;
      close?.();
    };
  }, [bytes]);

  const { pages } = reading;
  // Pages that others have taken the place of are let go, with the thread that read them.
  useEffect(() => () => pages?.close(), [pages]);
  return reading;
}
