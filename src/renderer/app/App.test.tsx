import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsSize } from '../testing/dom-layout.ts';
import {
  fakeImportFile,
  fakeRun,
  fakeSource,
  fakeTransactions,
  fakeWorkspace,
} from '../testing/fake-data.ts';
import type { FakeHandlers } from '../testing/fake-engine.ts';
import { createFakeServices } from '../testing/fake-services.ts';
import { App } from './App.tsx';

let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize(1200, 700);
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }));
});
afterEach(() => {
  cleanup();
  restore();
  vi.unstubAllGlobals();
});

const twoRuns: FakeHandlers = {
  'workspace.info': () => fakeWorkspace({ name: 'checkout-4.18', path: '/checkout-4.18.loadstone' }),
  'runs.list': () => [fakeRun(), fakeRun({ id: 2, name: 'Nightly 2213', sourceIds: [2] })],
  'sources.list': () => [fakeSource(), fakeSource({ id: 2, runId: 2 })],
  'runs.transactions': () => fakeTransactions(),
};

function Overview() {
  return (
    <label>
      The overview
      <input aria-label="Filter transactions" />
    </label>
  );
}

async function show(handlers: FakeHandlers = {}, Explorer = () => <p>The explorer</p>) {
  const { services, engine } = createFakeServices(handlers);
  await services.ready;
  render(
    <App
      services={services}
      runViews={{
        overview: Overview,
        explorer: Explorer,
        capacity: () => <p>The capacity</p>,
        compare: () => <p>The comparison</p>,
        heap: () => <p>The heap</p>,
        profile: () => <p>The profile</p>,
        report: () => <p>The report</p>,
        sql: () => <p>The console</p>,
      }}
    />,
  );
  return { services, engine, user: userEvent.setup() };
}

describe('App', () => {
  it('starts with the start screen when there is nothing else', async () => {
    await show();
    expect(screen.getByRole('heading', { name: /Drop load-test results/ })).toBeTruthy();
    expect(screen.queryByRole('tree')).toBeNull();
    expect(document.title).toBe('Loadstone');
  });

  it('starts with the first run of an open workspace', async () => {
    await show(twoRuns);
    expect(screen.getByText('The overview')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nightly 2214, 4.18.0');
    expect(document.title).toBe('checkout-4.18 - Loadstone');
  });

  it('switches views and runs', async () => {
    const { user } = await show(twoRuns);
    await user.keyboard('2');
    expect(screen.getByText('The explorer')).toBeTruthy();
    await user.click(screen.getByRole('treeitem', { name: 'Nightly 2213' }));
    expect(screen.getByText('The explorer')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Nightly 2213');
    await user.click(screen.getByRole('tab', { name: 'Overview' }));
    expect(screen.getByText('The overview')).toBeTruthy();
  });

  it('focuses the filter with / and types digits into it', async () => {
    const { user } = await show(twoRuns);
    await user.keyboard('/');
    const field = screen.getByRole('textbox', { name: 'Filter transactions' });
    expect(document.activeElement).toBe(field);
    await user.keyboard('2');
    expect(field).toHaveProperty('value', '2');
    expect(screen.getByText('The overview')).toBeTruthy();
  });

  it('goes back and forward through selections', async () => {
    const { user, services } = await show(twoRuns);
    const selection = () => services.store.getState().selection;
    act(() => services.store.getState().actions.setTime({ fromMs: 0, toMs: 1000 }));
    await user.keyboard('{Escape}');
    expect(selection().time).toBeNull();
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    expect(selection().time).toEqual({ fromMs: 0, toMs: 1000 });
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    expect(selection().time).toBeNull();
  });

  it('finds a transaction in the palette', async () => {
    const { user, services } = await show(twoRuns);
    await user.keyboard('{Control>}k{/Control}');
    await screen.findByRole('combobox', { name: 'Search' });
    await user.keyboard('add to');
    await user.click(await screen.findByRole('option', { name: /Add to cart/ }));
    await waitFor(() => expect(services.store.getState().selection.transactions).toEqual([4]));
    expect(screen.queryByRole('combobox', { name: 'Search' })).toBeNull();
  });

  it('shows its shortcuts', async () => {
    const { user } = await show();
    await user.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(dialog.textContent).toContain('Open filesCtrl O');
  });

  it('keeps the rest when a view breaks', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { user } = await show(twoRuns, () => {
      throw new Error('cannot divide by zero');
    });
    await user.keyboard('2');
    expect(screen.getByRole('alert').textContent).toContain('The explorer could not be shown');
    expect(screen.getByRole('tree')).toBeTruthy();
    await user.keyboard('1');
    expect(screen.getByText('The overview')).toBeTruthy();
    vi.restoreAllMocks();
  });

  it('shows how far an import is, and the way back to it', async () => {
    const { engine, user } = await show(twoRuns);
    act(() => engine.push('import.changed', { files: [fakeImportFile()], active: true }));
    await user.click(await screen.findByRole('button', { name: /Importing, 0 of 1 done, 63 %/ }));
    expect(screen.getByRole('heading', { name: 'Importing 1 file' })).toBeTruthy();
    // There was a run before this import: the way to it stays on screen.
    expect(screen.getByRole('tree')).toBeTruthy();
  });

  it('shows the import log of a file', async () => {
    const { user } = await show({ ...twoRuns, 'sources.rejects': () => [] });
    await user.keyboard('{F6}{ArrowRight}{ArrowRight}{Enter}');
    const log = await screen.findByRole('dialog', { name: /Import log/ });
    expect(log.textContent).toContain('9f86d081884c7d65');
    expect(log.textContent).toContain('966,377 kept, 12 rejected');
  });

  it('asks a question and takes the answer', async () => {
    const { engine, user } = await show({ ...twoRuns, 'runs.remove': () => null });
    await user.keyboard('{F6}{Delete}');
    await screen.findByRole('alertdialog', { name: /Remove Nightly 2214/ });
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(engine.countOf('runs.remove')).toBe(1));
  });

  it('says calmly that the engine is gone', async () => {
    const { engine } = await show(twoRuns);
    act(() => engine.die());
    const note = await screen.findByRole('alert');
    expect(note.textContent).toContain('The engine stopped');
    expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
    expect(screen.queryByRole('tree')).toBeNull();
  });

  it('follows the theme of the setting', async () => {
    const { services } = await show();
    expect(document.documentElement.dataset['theme']).toBe('light');
    act(() => services.store.getState().actions.setTheme('dark'));
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });
});
