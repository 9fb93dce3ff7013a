import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { numbersToColumn, textsToColumn } from '#shared/contract/columns.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { StatementResult } from '#shared/model/sql.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { SqlView } from './SqlView.tsx';

const RESULT: StatementResult = {
  columns: [
    { name: 'label', type: 'VARCHAR', column: textsToColumn(['GET /', null, '']), cut: false },
    { name: 'n', type: 'INTEGER', column: numbersToColumn([1234567.25, 2, null]), cut: false },
    {
      name: 'big',
      type: 'HUGEINT',
      column: textsToColumn(['9007199254740993', '9007199254740992', '10']),
      cut: false,
    },
    { name: 'ok', type: 'BOOLEAN', column: numbersToColumn([1, 0, null]), cut: false },
  ],
  rowCount: 3,
  more: null,
  elapsedMs: 12.34,
};

beforeEach(() => prepareWindow());
afterEach(cleanup);

function show(change: FakeHandlers = {}) {
  let history: readonly string[] = ['SELECT 7'];
  const open = openFakeRun(
    {},
    {
      'sql.tables': () => [
        {
          name: 'runs',
          about: 'one load test',
          columns: [
            { name: 'id', type: 'INTEGER', about: 'number of the run' },
            { name: 'group', type: 'VARCHAR', about: 'where it is' },
          ],
        },
        {
          name: 'samples',
          about: 'one request',
          columns: [{ name: 'elapsed_ms', type: 'DOUBLE', about: 'response time' }],
        },
      ],
      'sql.run': () => RESULT,
      'sql.history': () => history,
      'sql.remember': ({ sql }) => (history = [sql, ...history]),
      'sql.forget': () => (history = []),
      ...change,
    },
  );
  render(
    <FakeRunWindow open={open}>
      <SqlView />
    </FakeRunWindow>,
  );
  return { ...open, user: userEvent.setup() };
}

const editor = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: 'Statement' });

async function cellsOf(row: number): Promise<(string | null)[]> {
  const grid = await screen.findByRole('grid', { name: 'Result' });
  const rows = within(grid).getAllByRole('row');
  return within(rows[row]!)
    .getAllByRole('gridcell')
    .map((cell) => cell.textContent);
}

describe('the console', () => {
  it('runs what is typed with Ctrl+Enter, and shows every value exactly', async () => {
    const { user, engine } = show();
    await user.type(editor(), 'SELECT 1');
    await user.keyboard('{Control>}{Enter}{/Control}');
    expect(await cellsOf(1)).toEqual(['GET /', '1234567.25', '9007199254740993', 'true']);
    expect(await cellsOf(2)).toEqual(['NULL', '2', '9007199254740992', 'false']);
    expect(await cellsOf(3)).toEqual(['', 'NULL', '10', 'NULL']);
    expect(screen.getByText('3 rows, 4 columns, 12.3 ms')).toBeTruthy();
    expect(screen.getByRole('columnheader', { name: /big/u }).textContent).toContain('HUGEINT');
    expect(engine.calls.find(({ method }) => method === 'sql.run')?.params).toMatchObject({
      sql: 'SELECT 1',
      maxRows: 10_000,
    });
    await waitFor(() => expect(engine.countOf('sql.remember')).toBe(1));
  });

  it('lets the keyboard out of the statement', async () => {
    const { user } = show();
    await user.click(editor());
    await user.tab();
    expect(document.activeElement).not.toBe(editor());
    expect(editor().value).toBe('');
  });

  it.each([
    ['rows', /First 3 of at least 4 rows/u, /LIMIT and WHERE/u],
    ['bytes', /First 3 rows of more/u, /too large to show/u],
  ] as const)('says when there are more %s', async (more, words, advice) => {
    const { store } = show({ 'sql.run': () => ({ ...RESULT, more }) });
    store.getState().actions.openSql('SELECT 1');
    expect(await screen.findByText(words)).toBeTruthy();
    expect(screen.getByText(advice)).toBeTruthy();
  });

  it('shows and runs a statement that another screen opens', async () => {
    const { store } = show();
    store.getState().actions.openSql('SELECT * FROM samples');
    expect(store.getState().layout.view).toBe('sql');
    expect(await cellsOf(1)).toHaveLength(4);
    expect(editor().value).toBe('SELECT * FROM samples');
  });

  it('points at an error, until the statement is another one', async () => {
    const sql = `SELECT 'é',\n  cuont FROM runs`;
    const byte = new TextEncoder().encode(`SELECT 'é',\n  `).length;
    const { user, store } = show({
      'sql.run': () => {
        throw new AppError('query-failed', 'Referenced column "cuont" not found', {
          hint: 'Candidate bindings: "count"',
          place: { line: 2, byte },
        });
      },
    });
    store.getState().actions.openSql(sql);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('line 2, column 3');
    expect(alert.textContent).toContain('Candidate bindings');
    expect(editor().getAttribute('aria-invalid')).toBe('true');
    await user.click(within(alert).getByRole('button', { name: 'Show the place' }));
    expect(sql.slice(editor().selectionStart)).toBe('cuont FROM runs');
    await user.type(editor(), '!');
    expect(editor().getAttribute('aria-invalid')).toBe('false');
    expect(screen.queryByRole('button', { name: 'Show the place' })).toBeNull();
  });

  it('cancels what is running, and tells the engine', async () => {
    let aborted = false;
    const { user, store } = show({
      'sql.run': (_params, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new AppError('cancelled', 'The query was cancelled.'));
          });
        }),
    });
    store.getState().actions.openSql('SELECT 1');
    expect(await screen.findByRole('progressbar')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /Cancel/u }));
    expect(await screen.findByText('The statement was cancelled.')).toBeTruthy();
    await waitFor(() => expect(aborted).toBe(true));
    expect(store.getState().sql).toEqual({ draft: 'SELECT 1', asked: null });
    expect(screen.getByRole('button', { name: /Run/u })).toBeTruthy();
  });

  it('has examples and earlier statements', async () => {
    const { user, engine } = show();
    await user.click(screen.getByRole('button', { name: 'Runs, and how large they are' }));
    expect(editor().value).toContain('FROM runs');
    await user.click(screen.getByRole('button', { name: 'History' }));
    await user.click(await screen.findByRole('menuitem', { name: 'SELECT 7' }));
    expect(editor().value).toBe('SELECT 7');
    await user.click(screen.getByRole('button', { name: 'History' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Forget all' }));
    await waitFor(() => expect(engine.countOf('sql.forget')).toBe(1));
  });

  it('copies the rows, and saves all of them', async () => {
    const { user, store, engine } = show({
      'sql.save': () => ({ rows: 12_345, mediaType: 'text/csv', bytes: new Uint8Array([97]) }),
    });
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined });
    store.getState().actions.openSql('SELECT 1');
    await user.click(await screen.findByRole('button', { name: 'Copy as table' }));
    expect(copied).toHaveBeenCalledWith(
      'label\tn\tbig\tok\r\nGET /\t1234567.25\t9007199254740993\ttrue\r\n\t2\t9007199254740992\tfalse\r\n\t\t10\t\r\n',
    );
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Save all rows as CSV' }));
    expect(await screen.findByText('result.csv: 12,345 rows saved')).toBeTruthy();
    expect(click).toHaveBeenCalledTimes(1);
    expect(engine.calls.find(({ method }) => method === 'sql.save')?.params).toEqual({
      sql: 'SELECT 1',
      format: 'csv',
    });
    vi.restoreAllMocks();
  });
});

describe('the list of tables', () => {
  it('opens, closes and inserts by keyboard', async () => {
    const { user } = show();
    const runs = await screen.findByRole('treeitem', { name: 'runs' });
    runs.focus();
    await user.keyboard('{ArrowRight}{ArrowDown}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('id, INTEGER');
    await user.keyboard('{ArrowDown}{Enter}');
    expect(editor().value).toBe('"group"');
    screen.getByRole('treeitem', { name: 'group, VARCHAR' }).focus();
    await user.keyboard('{ArrowLeft}{ArrowLeft}');
    expect(screen.queryByRole('treeitem', { name: 'id, INTEGER' })).toBeNull();
    expect(document.activeElement?.getAttribute('aria-label')).toBe('runs');
  });

  it('inserts at the caret with a click, and finds columns', async () => {
    const { user } = show();
    await user.type(editor(), 'SELECT  FROM samples');
    editor().setSelectionRange(7, 7);
    await user.type(screen.getByRole('textbox', { name: 'Filter tables and columns' }), 'elapsed');
    expect(screen.queryByRole('treeitem', { name: 'runs' })).toBeNull();
    await user.click(screen.getByRole('treeitem', { name: 'elapsed_ms, DOUBLE' }));
    expect(editor().value).toBe('SELECT elapsed_ms FROM samples');
  });
});
