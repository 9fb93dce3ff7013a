import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import type { GatesDialog } from '../../state/gates-slice.ts';
import { fakeRun, fakeWorkspace } from '../../testing/fake-data.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { GatesDialogs } from './GatesDialogs.tsx';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function show(dialog: GatesDialog, handlers: FakeHandlers = {}) {
  const open = openFakeRun({}, handlers);
  const { actions, workspace } = open.store.getState();
  actions.setContents([...workspace.runs, fakeRun({ id: 7, name: 'Nightly 2213' })], []);
  actions.openGates(dialog);
  render(
    <FakeRunWindow open={open}>
      <GatesDialogs />
    </FakeRunWindow>,
  );
  const asked = (method: string) =>
    open.engine.calls.filter((call) => call.method === method).map((call) => call.params);
  return { ...open, asked, user: userEvent.setup() };
}

const EDITOR: GatesDialog = { kind: 'editor', runId: 1, propose: false };
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Gates as YAML' });
const results = () => screen.getByRole('region', { name: 'Results' });
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
/** As if it were typed, at once. */
const write = (text: string) => fireEvent.change(field(), { target: { value: text } });

async function editor(...args: Parameters<typeof show>) {
  const shown = show(...args);
  await screen.findByRole('dialog', { name: 'Gates' });
  await waitFor(() => expect(results().textContent).toContain('Gates failed'));
  return shown;
}

describe('the editor of gates', () => {
  it('shows the text and what it says of the run', async () => {
    const { asked } = await editor(EDITOR);
    expect(field().value).toContain('# The defaults.');
    expect(button('Save').disabled).toBe(true);
    expect(asked('gates.evaluate')).toEqual([{ runId: 1, baselineRunIds: [], yaml: field().value }]);
    const list = within(results()).getByRole('list', { name: 'Gates, the worst first' });
    expect(within(list).getAllByRole('listitem')[0]?.textContent).toContain('Response time');
  });

  it('begins at the first rule', async () => {
    const yaml = 'version: 1\n# Ours.\ngates:\n  - id: p95\n    rule: p95 < 200ms\n';
    await editor(EDITOR, {
      'gates.document': () => ({ yaml, isDefault: false, expectedPerSec: null, problems: [] }),
    });
    await waitFor(() => expect(document.activeElement).toBe(field()));
    expect(field().value.slice(field().selectionStart)).toMatch(/^id: p95/u);
  });

  it('judges what is written once it rests, and saves it', async () => {
    const { asked, user } = await editor(EDITOR);
    write('version: 1\ngates: [] # mine\n');
    expect(asked('gates.evaluate')).toHaveLength(1);
    await waitFor(() =>
      expect(asked('gates.evaluate').at(-1)).toMatchObject({ yaml: 'version: 1\ngates: [] # mine\n' }),
    );
    await user.click(button('Save'));
    expect(asked('gates.save')).toEqual([{ yaml: 'version: 1\ngates: [] # mine\n' }]);
    expect(await screen.findByText('Saved')).toBeTruthy();
    expect(button('Save').disabled).toBe(true);
  });

  it('marks problems with their places, goes there, and keeps the results of before', async () => {
    const { asked, user } = await editor(EDITOR);
    write('version: 1\ngates: wrong\n');
    const problems = await screen.findByRole('list', { name: 'Problems' });
    expect(problems.textContent).toBe('Line 2, column 8: This is no rule.');
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(document.querySelectorAll('.code-field__gutter .is-wrong')).toHaveLength(1);
    expect(button('Save').disabled).toBe(true);
    expect(results().textContent).toContain('by the last text without problems');
    await user.click(within(problems).getByRole('button'));
    expect(document.activeElement).toBe(field());
    expect(field().selectionStart).toBe('version: 1\ngates: '.length);
    expect(asked('gates.evaluate')).toHaveLength(1);
    write('version: 1\ngates: []\n');
    expect(await screen.findByText('No problems')).toBeTruthy();
  });

  it('takes proposals into the text, without saving them', async () => {
    const { asked, user } = await editor(EDITOR);
    await user.click(button('Propose from this run'));
    await waitFor(() => expect(field().value).toContain('proposed: true'));
    // Nobody has changed the defaults: the engine begins with its own.
    expect(asked('gates.propose')).toEqual([{ runId: 1, yaml: null }]);
    write(`${field().value}# mine\n`);
    await user.click(button('Propose from this run'));
    await waitFor(() => expect(asked('gates.propose')).toHaveLength(2));
    expect(asked('gates.propose').at(-1)).toMatchObject({
      runId: 1,
      yaml: expect.stringContaining('# mine'),
    });
    expect(asked('gates.save')).toEqual([]);
  });

  it('proposes by itself when it was opened for that', async () => {
    const { asked } = show({ kind: 'editor', runId: 1, propose: true });
    await waitFor(() => expect(field().value).toContain('proposed: true'));
    expect(asked('gates.propose')).toHaveLength(1);
  });

  it('goes back to the defaults', async () => {
    const { asked, user } = await editor(EDITOR);
    expect(button('Back to defaults').disabled).toBe(true);
    write('version: 1\ngates: [] # mine\n');
    await waitFor(() => expect(button('Save').disabled).toBe(false));
    await user.click(button('Save'));
    await screen.findByText('Saved');
    await user.click(button('Back to defaults'));
    await waitFor(() => expect(field().value).toContain('# The defaults.'));
    expect(asked('gates.save').at(-1)).toEqual({ yaml: null });
  });

  it('asks before changes are lost', async () => {
    const { store, user } = await editor(EDITOR);
    write('version: 1\ngates: [] # mine\n');
    await user.keyboard('{Escape}');
    const question = await screen.findByRole('alertdialog', { name: 'Discard the changes?' });
    await user.click(within(question).getByRole('button', { name: 'Keep editing' }));
    expect(store.getState().gates.dialog).not.toBeNull();
    expect(field().value).toContain('# mine');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await user.click(screen.getAllByRole('button', { name: 'Close' }).at(-1)!);
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    expect(store.getState().gates.dialog).toBeNull();
  });

  it('says why it could not save', async () => {
    const { user } = await editor(EDITOR, {
      'gates.save': () => {
        throw new AppError('disk-full', 'There is no room on the disk.');
      },
    });
    write('version: 1\ngates: [] # mine\n');
    await user.click(button('Save'));
    expect((await screen.findByRole('alert')).textContent).toContain('There is no room on the disk.');
    expect(field().value).toContain('# mine');
  });

  it('changes nothing in a workspace that can only be read', async () => {
    const { store } = await editor(EDITOR);
    act(() => store.getState().actions.setWorkspace(fakeWorkspace({ readOnly: true })));
    expect(field().readOnly).toBe(true);
    expect(screen.getByText(/The workspace can only be read/u)).toBeTruthy();
  });
});

describe('baselines', () => {
  it('are named, listed, replaced and removed', async () => {
    const { asked, user } = show({ kind: 'baselines', runId: 7 });
    await screen.findByText(/No run is named yet/u);
    const run = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Run that becomes the baseline' });
    expect(run.value).toBe('7');
    await user.type(screen.getByRole('textbox', { name: 'Scenario' }), ' checkout {Enter}');
    expect(asked('baselines.set')).toEqual([{ name: 'checkout', runId: 7 }]);
    const table = await screen.findByRole('table', { name: 'Baselines' });
    expect(within(table).getAllByRole('row')[1]?.textContent).toContain('checkoutNightly 2213');
    await user.type(screen.getByRole('textbox', { name: 'Scenario' }), 'checkout');
    expect(screen.getByText('Takes the place of Nightly 2213.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Remove the baseline of checkout' }));
    await screen.findByText(/No run is named yet/u);
    expect(asked('baselines.remove')).toEqual([{ name: 'checkout' }]);
  });
});
