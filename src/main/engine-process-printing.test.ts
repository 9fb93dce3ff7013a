import { expect, test, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { MainPrinter } from './engine-process-printing.ts';
import { fromEngineSchema, toEngineSchema, type FromEngine, type PrintAnswer } from './engine-messages.ts';
import type { PrintPage } from './pdf-printer.ts';
import { PrintJobs } from './print-jobs.ts';

/** Both ends of printing, joined by messages as they cross from process to process. */
function joined(printPage: PrintPage) {
  const said: FromEngine[] = [];
  const jobs = new PrintJobs(printPage);
  const answer = (message: PrintAnswer): void => {
    const parsed = toEngineSchema.parse(structuredClone(message));
    if (parsed.t === 'printed' || parsed.t === 'not-printed') printer.receive(parsed);
  };
  const printer = new MainPrinter((message) => {
    const parsed = fromEngineSchema.parse(structuredClone(message));
    said.push(parsed);
    if (parsed.t === 'print') jobs.start(parsed, answer);
    if (parsed.t === 'stop-printing') jobs.stop(parsed.id);
  });
  return { printer, jobs, said };
}

const never = new AbortController().signal;

test('a document goes over and a PDF comes back, each to its own question', async () => {
  const { printer } = joined((html, pageSize) =>
    Promise.resolve(new Uint8Array(Buffer.from(`${pageSize} ${html}`))),
  );
  const [a, b] = await Promise.all([
    printer.print('<p>a</p>', { pageSize: 'A4' }, never),
    printer.print('<p>b</p>', { pageSize: 'Letter' }, never),
  ]);
  expect([a, b].map((bytes) => Buffer.from(bytes).toString())).toEqual(['A4 <p>a</p>', 'Letter <p>b</p>']);
});

test('what went wrong comes back with what to do', async () => {
  const { printer } = joined(() =>
    Promise.reject(new AppError('internal', 'The report could not be printed.', { hint: 'Export HTML.' })),
  );
  await expect(printer.print('x', { pageSize: 'A4' }, never)).rejects.toMatchObject({
    code: 'internal',
    message: 'The report could not be printed.',
    hint: 'Export HTML.',
  });
});

test('a cancel reaches the window, and its late answer reaches nobody', async () => {
  const signals: AbortSignal[] = [];
  const { printer, said } = joined(
    (_html, _size, signal) =>
      new Promise((_, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => reject(new Error('late')));
      }),
  );
  const abort = new AbortController();
  const printing = printer.print('x', { pageSize: 'A4' }, abort.signal);
  abort.abort();
  await expect(printing).rejects.toMatchObject({ code: 'cancelled' });
  expect(signals[0]!.aborted).toBe(true);
  expect(said.map(({ t }) => t)).toEqual(['print', 'stop-printing']);
  await expect(printer.print('x', { pageSize: 'A4' }, AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(said).toHaveLength(2);
});

test('with its engine all that it has printed ends', () => {
  const signals: AbortSignal[] = [];
  const jobs = new PrintJobs((_html, _size, signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  const answer = vi.fn();
  jobs.start({ t: 'print', id: 1, html: 'x', pageSize: 'A4' }, answer);
  jobs.start({ t: 'print', id: 2, html: 'y', pageSize: 'A4' }, answer);
  jobs.stopAll();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
  expect(answer).not.toHaveBeenCalled();
});
