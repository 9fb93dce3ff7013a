import { randomUUID } from 'node:crypto';
import { BrowserWindow, session } from 'electron';
import { AppError, cancelledError } from '#shared/contract/errors.ts';
import type { PageSize } from '#shared/model/report.ts';

export type PrintPage = (
  html: string,
  pageSize: PageSize,
  signal: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>>;

const SCHEME = 'loadstone-print';
const ADDRESS = `${SCHEME}:report`;

/**
 * Prints a document in a window that nobody sees: sandboxed, without scripts, in a session of its own that reaches neither
 * the network nor what the app keeps, and that is gone afterwards.
 * @throws {AppError} `cancelled`; `internal` when the document could not be loaded or printed
 */
export const printInHiddenWindow: PrintPage = async (html, pageSize, signal) => {
  if (signal.aborted) throw cancelledError('Printing');
  const isolated = session.fromPartition(`print-${randomUUID()}`, { cache: false });
  isolated.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  isolated.setPermissionCheckHandler(() => false);
  isolated.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: url !== ADDRESS && !url.startsWith('data:') }),
  );
  isolated.protocol.handle(
    SCHEME,
    () => new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } }),
  );
  const window = new BrowserWindow({
    show: false,
    skipTaskbar: true,
    webPreferences: {
      session: isolated,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  const close = (): void => {
    if (!window.isDestroyed()) window.destroy();
  };
  signal.addEventListener('abort', close, { once: true });
  try {
    await window.loadURL(ADDRESS);
    const pdf = await window.webContents.printToPDF({
      pageSize,
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    });
    return new Uint8Array(pdf);
  } catch (error) {
    throw (
      wasCancelled(signal) ??
      new AppError('internal', 'The report could not be printed.', {
        hint: 'Try again, or export HTML and print it from any browser.',
        cause: error,
      })
    );
  } finally {
    signal.removeEventListener('abort', close);
    close();
    isolated.protocol.unhandle(SCHEME);
  }
};

/** An abort may come at any moment of an `await`, which the compiler does not see. */
function wasCancelled(signal: AbortSignal): AppError | null {
  return signal.aborted ? cancelledError('Printing') : null;
}
