import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ImportFileState } from '#shared/model/import-state.ts';
import type { Run } from '#shared/model/run.ts';
import { createQueryLayer } from '../../data/query-layer.ts';
import { QueryContext } from '../../data/use-query.ts';
import { giveElementsSize } from '../../testing/dom-layout.ts';
import { fakeCandidate, fakeDetection, fakeImportFile, fakeInfo, fakeRun } from '../../testing/fake-data.ts';
import { createFakeEngine } from '../../testing/fake-engine.ts';
import { importRowText } from './import-row.ts';
import { importHeadline, importShare, summarizeImport } from './import-summary.ts';
import { ImportView, type ImportViewProps } from './ImportView.tsx';

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(1200, 600);
});
afterEach(() => {
  cleanup();
  restore();
});

const done = fakeImportFile({
  fileId: 'done',
  name: 'done.jtl',
  phase: 'done',
  bytesRead: 1000,
  bytesTotal: 1000,
  rows: 90,
  rejectedRows: 2,
  elapsedMs: 3200,
  remainingMs: null,
  sourceId: 7,
  runId: 3,
});
const waiting = fakeImportFile({
  fileId: 'waiting',
  name: 'waiting.jtl',
  phase: 'waiting',
  detection: null,
  bytesRead: 0,
  rows: 0,
  rowsPerSec: 0,
});
const unknown = fakeImportFile({
  fileId: 'unknown',
  name: 'notes.txt',
  phase: 'failed',
  rows: 0,
  detection: fakeDetection({
    best: null,
    candidates: [fakeCandidate({ score: 0.2 })],
    note: 'plain text; 31 lines read',
  }),
  error: { code: 'file-not-recognised', message: 'No format fits.' },
});
const duplicate = fakeImportFile({
  fileId: 'duplicate',
  name: 'again.jtl',
  phase: 'failed',
  rows: 0,
  error: { code: 'file-duplicate', message: 'The same bytes were imported as done.jtl.' },
});

function show(files: readonly ImportFileState[], active = true, runs: readonly Run[] = []) {
  const engine = createFakeEngine({
    'sources.rejects': ({ offset }) =>
      offset > 0
        ? []
        : [
            { line: 12, byte: 900, reason: 'elapsed is not a number', raw: '1773,NaN,Search' },
            { line: 40, byte: 2800, reason: '6 columns, 17 expected', raw: '1773,48' },
          ],
  });
  const props: ImportViewProps = {
    imports: { files, active },
    formats: fakeInfo().formats,
    runs,
    into: 'into a new workspace',
    onCancel: vi.fn(),
    onImportAs: vi.fn(),
    onImportAnyway: vi.fn(),
    onStartAgain: vi.fn(),
    onNameColumns: vi.fn(),
    onAddToRun: vi.fn(),
    onCancelAll: vi.fn(),
    onOpenReady: vi.fn(),
    onClose: vi.fn(),
    onShowLog: vi.fn(),
  };
  render(
    <QueryContext value={createQueryLayer(engine.client)}>
      <ImportView {...props} />
    </QueryContext>,
  );
  return { props, user: userEvent.setup() };
}

function rowOf(name: string): HTMLElement {
  return screen.getByText(name).closest<HTMLElement>('[role="row"]')!;
}

describe('ImportView', () => {
  it('shows what each file is, why, and how far it is', () => {
    show([fakeImportFile(), waiting]);
    const row = rowOf('injector-1.jtl');
    expect(within(row).getByText('JMeter CSV')).toBeTruthy();
    expect(within(row).getByText('header names timeStamp, elapsed, label; 17 columns')).toBeTruthy();
    expect(within(row).getByRole('progressbar').getAttribute('aria-valuetext')).toBe('0.94 of 1.49 GB');
    expect(row.textContent).toContain('604 k');
    expect(row.textContent).toContain('3 s');
    expect(within(rowOf('waiting.jtl')).getByText('waits')).toBeTruthy();
  });

  it('cancels one file, or all', async () => {
    const { props, user } = show([fakeImportFile(), waiting]);
    await user.click(screen.getByRole('button', { name: 'Cancel injector-1.jtl' }));
    expect(props.onCancel).toHaveBeenCalledWith('f1');
    await user.click(screen.getByRole('button', { name: 'Cancel all' }));
    expect(props.onCancelAll).toHaveBeenCalledTimes(1);
  });

  it('opens what is ready only when something is', async () => {
    const { props, user } = show([fakeImportFile(), done]);
    await user.click(screen.getByRole('button', { name: 'Open what is ready' }));
    expect(props.onOpenReady).toHaveBeenCalledTimes(1);
    cleanup();
    show([fakeImportFile()]);
    expect(screen.getByRole('button', { name: 'Open what is ready' })).toHaveProperty('disabled', true);
  });

  it('shows the rejected rows of the first file that has any', async () => {
    const { props, user } = show([fakeImportFile(), done]);
    const panel = screen.getByRole('region', { name: 'Rejected rows' });
    expect(panel.textContent).toContain('done.jtl, 2 of 92 rows; all others were kept');
    await waitFor(() => expect(within(panel).getByText('1773,NaN,Search')).toBeTruthy());
    await user.click(within(panel).getByRole('button', { name: 'Show log' }));
    expect(props.onShowLog).toHaveBeenCalledWith(7);
  });

  it('copies rejected rows as they are', async () => {
    const { user } = show([done]);
    await waitFor(() => expect(screen.getByText('1773,NaN,Search')).toBeTruthy());
    await user.click(screen.getByRole('button', { name: 'Copy rows' }));
    await waitFor(async () =>
      expect(await navigator.clipboard.readText()).toContain(
        '12\t900\telapsed is not a number\t1773,NaN,Search',
      ),
    );
  });

  it('offers to choose a format for a file that was not recognised', async () => {
    const { props, user } = show([unknown], false);
    expect(within(rowOf('notes.txt')).getByText('Not recognised')).toBeTruthy();
    expect(within(rowOf('notes.txt')).getByText('plain text; 31 lines read')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Choose format' }));
    const names = (await screen.findAllByRole('menuitem')).map((item) => item.textContent);
    expect(names).toEqual(['JMeter CSV20 %', 'k6 NDJSONNDJSON output']);
    await user.click(screen.getByRole('menuitem', { name: /k6 NDJSON/ }));
    expect(props.onImportAs).toHaveBeenCalledWith('unknown', 'k6-ndjson');
  });

  it('asks what the columns of an unknown table mean', async () => {
    const table: ImportFileState = {
      ...unknown,
      detection: fakeDetection({
        best: null,
        candidates: [fakeCandidate({ format: 'plain-csv', label: 'Delimited text', score: 0.3 })],
      }),
    };
    const { props, user } = show([table], false);
    await user.click(screen.getByRole('button', { name: 'Name columns' }));
    expect(props.onNameColumns).toHaveBeenCalledWith('unknown');
  });

  it('adds a file to a run of the same tool, where that makes sense', async () => {
    const runs = [
      fakeRun({ id: 3, name: 'own run' }),
      fakeRun({ id: 4, name: 'injector-1' }),
      fakeRun({ id: 5, name: 'of k6', tool: 'k6' }),
      fakeRun({ id: 6, name: 'report', granularity: 'aggregated' }),
    ];
    const { props, user } = show([done, fakeImportFile(), duplicate, unknown], true, runs);
    // What is being read, is here already or is no result has nowhere to go.
    expect(screen.getAllByRole('button', { name: /: more$/ })).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'done.jtl: more' }));
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual(['injector-1']);
    await user.click(screen.getByRole('menuitem', { name: 'injector-1' }));
    expect(props.onAddToRun).toHaveBeenCalledExactlyOnceWith(done, 4);
  });

  it('offers a file that waits all runs: nobody knows its tool yet', async () => {
    const runs = [fakeRun({ id: 4, name: 'injector-1' }), fakeRun({ id: 5, name: 'of k6', tool: 'k6' })];
    const { user } = show([waiting], true, runs);
    await user.click(screen.getByRole('button', { name: 'waiting.jtl: more' }));
    expect(await screen.findAllByRole('menuitem')).toHaveLength(2);
  });

  it('imports a duplicate only when asked to', async () => {
    const { props, user } = show([duplicate], false);
    expect(screen.getByText('Already in this workspace')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Import anyway' }));
    expect(props.onImportAnyway).toHaveBeenCalledWith('duplicate');
  });

  it('tells on a click why a file failed', async () => {
    const broken = fakeImportFile({
      fileId: 'broken',
      name: 'broken.jtl.gz',
      phase: 'failed',
      error: { code: 'file-unreadable', message: 'The file cannot be read.', hint: 'Check its permissions.' },
    });
    const { props, user } = show([done, broken], false);
    await user.click(screen.getByText('broken.jtl.gz'));
    expect(screen.getByRole('alert').textContent).toContain('broken.jtl.gz was not imported');
    expect(screen.getByRole('alert').textContent).toContain('Check its permissions.');
    await user.click(screen.getByRole('button', { name: 'Import again' }));
    expect(props.onStartAgain).toHaveBeenCalledWith('broken');
  });

  it('closes when everything is settled', async () => {
    const { props, user } = show([done], false);
    expect(screen.getByRole('heading', { name: '1 file imported' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Close' }));
    expect(props.onClose).toHaveBeenCalledTimes(1);
  });

  it('renders ten thousand files as a few rows', () => {
    show(
      Array.from({ length: 10_000 }, (_, index) => ({
        ...waiting,
        fileId: `f${index}`,
        name: `file ${index}`,
      })),
    );
    expect(screen.getAllByRole('row').length).toBeLessThan(60);
  });
});

describe('import summary', () => {
  it('adds up what is still worth reading', () => {
    const files = [
      fakeImportFile({ bytesRead: 500, bytesTotal: 1000, elapsedMs: 100, rowsPerSec: 10 }),
      fakeImportFile({ phase: 'cancelled', bytesRead: 1, bytesTotal: 1e9 }),
      unknown,
      { ...done, bytesRead: 1000, bytesTotal: 1000 },
    ];
    const summary = summarizeImport({ files, active: true });
    expect(summary).toMatchObject({
      bytesRead: 1500,
      bytesTotal: 2000,
      remainingMs: 100,
      rowsPerSec: 10,
      done: 1,
    });
    expect(importShare(summary)).toBe(0.75);
  });

  it.each([
    [[fakeImportFile(), done], true, 'Importing 2 files'],
    [[done, { ...done }], false, '2 files imported'],
    [[done, unknown], false, '1 of 2 files imported'],
    [[unknown], false, 'The file was not imported'],
    [[unknown, duplicate], false, 'None of 2 files was imported'],
  ])('has a headline', (files, active, headline) => {
    expect(importHeadline(summarizeImport({ files, active }))).toBe(headline);
  });

  it('says how a file was packed and which version wrote it', () => {
    const file = fakeImportFile({ detection: fakeDetection({ compression: 'gzip', toolVersion: '5.6.3' }) });
    expect(importRowText(file).title).toBe('JMeter CSV, version 5.6.3, gzip');
  });
});
