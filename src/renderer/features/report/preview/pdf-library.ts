// The build that also runs in browsers of the last years: without Electron, the window opens in whatever is installed.
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url';

export type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export type PdfLibrary = typeof import('pdfjs-dist/legacy/build/pdf.mjs');

/** Reads PDFs in a thread of its own. Loaded with the first preview; nothing of it comes from the network. */
export async function loadPdfLibrary(): Promise<PdfLibrary> {
  const library = await import('pdfjs-dist/legacy/build/pdf.mjs');
  library.GlobalWorkerOptions.workerSrc = workerUrl;
  return library;
}

/** @param bytes are handed over to the reading thread: give a copy */
export function openPdf(
  library: PdfLibrary,
  bytes: Uint8Array,
): { readonly document: Promise<PDFDocumentProxy>; readonly close: () => void } {
  const task = library.getDocument({
    data: bytes,
    // What our printer writes has its fonts in it; the content security policy allows no code made of text.
    isEvalSupported: false,
    useWasm: false,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: library.VerbosityLevel.ERRORS,
  });
  return { document: task.promise, close: () => void task.destroy() };
}
