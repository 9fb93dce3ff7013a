import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { Run } from '#shared/model/run.ts';
import { useSelectedRun } from '../../state/use-store.ts';
import { fakeWorkspace } from '../../testing/fake-data.ts';
import { FakeRunWindow, openFakeRun } from '../testing/FakeRunWindow.tsx';
import { prepareWindow } from '../testing/prepare-window.ts';
import { RunPhaseRibbon } from './RunPhaseRibbon.tsx';
import { usePhases } from './use-phases.ts';

/** A second is ten px wide, and the ribbon begins at the left edge of the window. */
const SCALE = { left: 0, right: 1000, domain: { fromMs: 0, toMs: 100_000 } };

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

function Ribbon({ run }: { readonly run: Run }) {
  const { report } = usePhases(run);
  return report === null ? null : <RunPhaseRibbon run={run} report={report} scale={SCALE} top={0} />;
}

function Window() {
  const run = useSelectedRun();
  return run === null ? null : <Ribbon run={run} />;
}

async function shown(...args: Parameters<typeof openFakeRun>) {
  const open = openFakeRun(...args);
  render(
    <FakeRunWindow open={open}>
      <Window />
    </FakeRunWindow>,
  );
  await screen.findByRole('group', { name: 'Phases' });
  const { actions } = open.store.getState();
  const writes = () =>
    open.engine.calls.filter(({ method }) => method.startsWith('phases.') && method !== 'phases.get');
  return { ...open, actions, writes, user: userEvent.setup() };
}

const phaseNames = () =>
  screen
    .getAllByRole('button')
    .map((phase) => phase.getAttribute('aria-label')?.replace(/, [\d. ms]+s(?=, edited|$)/, ''));
const phase = (name: RegExp) => screen.getByRole('button', { name });
const border = (name: string) => screen.getByRole('slider', { name });

const FOUND = [
  'ramp, 00:00 to 00:10',
  'steady, 00:10 to 01:00',
  'spike, 01:00 to 01:10',
  'steady, 01:10 to 01:40',
];

describe('the ribbon of phases', () => {
  it('shows what the spans are, as words where there is room', async () => {
    await shown();
    expect(phaseNames()).toEqual(FOUND);
    expect(phase(/^ramp/).textContent).toBe('ramp');
    expect(phase(/^ramp/).className).toContain('is-ramp');
    expect(border('Border between ramp and steady').getAttribute('aria-valuetext')).toBe('00:10');
  });

  it('Enter and a double click select the span of a phase; arrows walk', async () => {
    const { store, user } = await shown();
    await user.tab();
    expect(document.activeElement).toBe(phase(/^ramp/));
    await user.keyboard('{ArrowRight}{ArrowRight}{Enter}');
    expect(store.getState().selection.time).toEqual({ fromMs: 60_000, toMs: 70_000 });
    await user.dblClick(phase(/^ramp/));
    expect(store.getState().selection.time).toEqual({ fromMs: 0, toMs: 10_000 });
  });

  it('arrow keys move a border by a second, with Shift by ten: kept as one edit', async () => {
    const { store, user, writes } = await shown();
    act(() => border('Border between ramp and steady').focus());
    await user.keyboard('{ArrowRight}{Shift>}{ArrowRight}{/Shift}{ArrowLeft}');
    expect(phaseNames().slice(0, 2)).toEqual([
      'ramp, 00:00 to 00:20, edited',
      'steady, 00:20 to 01:00, edited',
    ]);
    expect(writes()).toEqual([]);
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(1), { timeout: 3000 });
    expect(writes()).toEqual([
      {
        method: 'phases.set',
        params: {
          runId: 1,
          phases: [
            { kind: 'ramp', fromMs: 0, toMs: 20_000 },
            { kind: 'steady', fromMs: 20_000, toMs: 60_000 },
          ],
        },
      },
    ]);
  });

  it('a step back takes back keys that still move a border', async () => {
    const { user, writes } = await shown();
    act(() => border('Border between ramp and steady').focus());
    await user.keyboard('{ArrowRight}');
    expect(phaseNames()).not.toEqual(FOUND);
    await user.keyboard('{Control>}z{/Control}');
    expect(phaseNames()).toEqual(FOUND);
    expect(writes()).toEqual([]);
  });

  it('a border follows the pointer, stops at its neighbours, and Esc puts it back', async () => {
    const { store, writes } = await shown();
    const handle = border('Border between steady and spike');
    drag(handle, 'pointerdown', 600);
    drag(handle, 'pointermove', 453);
    expect(phaseNames()[1]).toBe('steady, 00:10 to 00:45, edited');
    fireEvent.keyDown(handle, { key: 'Escape' });
    expect(phaseNames()).toEqual(FOUND);
    drag(handle, 'pointerup', 453);
    expect(writes()).toEqual([]);

    drag(handle, 'pointerdown', 600);
    drag(handle, 'pointermove', 2000);
    drag(handle, 'pointerup', 2000);
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(1));
    expect(phaseNames()[1]).toBe('steady, 00:10 to 01:09, edited');
  });

  it('undo takes edits back one by one, down to what was found, and redo makes them again', async () => {
    const { user, actions, writes, store } = await shown();
    await choose(user, /^spike/, 'recovery');
    await waitFor(() => expect(phaseNames()[2]).toBe('recovery, 01:00 to 01:10, edited'));
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(1));
    await choose(user, /^ramp/, 'warm-up');
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(2));
    await act(() => actions.undo());
    await waitFor(() => expect(phaseNames()[0]).toBe('ramp, 00:00 to 00:10'));
    expect(phaseNames()[2]).toBe('recovery, 01:00 to 01:10, edited');
    await act(() => actions.undo());
    await waitFor(() => expect(phaseNames()).toEqual(FOUND));
    expect(writes().at(-1)?.method).toBe('phases.reset');
    await act(() => actions.redo());
    await waitFor(() => expect(phaseNames()[2]).toBe('recovery, 01:00 to 01:10, edited'));
  });

  it('a phase can be split, joined, and everything reset', async () => {
    const { user, store } = await shown();
    await choose(user, /^steady, 00:10/, 'Split at 00:35');
    await waitFor(() =>
      expect(phaseNames().slice(1, 3)).toEqual([
        'steady, 00:10 to 00:35, edited',
        'steady, 00:35 to 01:00, edited',
      ]),
    );
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(1));
    await choose(user, /^steady, 00:10/, 'Join with the next phase');
    await waitFor(() => expect(phaseNames()[1]).toBe('steady, 00:10 to 01:00, edited'));
    await waitFor(() => expect(store.getState().undo.done).toHaveLength(2));
    await choose(user, /^ramp/, 'Reset all to what Loadstone found');
    await waitFor(() => expect(phaseNames()).toEqual(FOUND));
  });

  it('an edit that is refused goes back, and says why', async () => {
    const { user, store } = await shown(
      {},
      {
        'phases.set': () => {
          throw new AppError('bad-request', 'The workspace is read-only.');
        },
      },
    );
    await choose(user, /^spike/, 'recovery');
    expect(await screen.findByText('The phases were not kept: The workspace is read-only.')).toBeTruthy();
    expect(phaseNames()).toEqual(FOUND);
    expect(store.getState().undo.done).toEqual([]);
  });

  it('a read-only workspace offers to look, not to edit', async () => {
    const { actions, user } = await shown();
    act(() => actions.setWorkspace(fakeWorkspace({ readOnly: true })));
    expect(screen.queryByRole('slider')).toBeNull();
    fireEvent.contextMenu(phase(/^spike/));
    const items = await screen.findAllByRole('menuitem');
    expect(items.map((item) => item.textContent)).toEqual(['Select this spike phaseEnter']);
    await user.keyboard('{Escape}');
  });
});

/** Opens the menu of a phase as the keyboard does, in its middle. */
async function choose(user: ReturnType<typeof userEvent.setup>, name: RegExp, entry: string): Promise<void> {
  fireEvent.contextMenu(phase(name));
  await user.click(
    await screen.findByRole(/^[a-z-]+$/.test(entry) ? 'menuitemcheckbox' : 'menuitem', { name: entry }),
  );
}

/** jsdom's mouse events have no pointer. */
function drag(element: HTMLElement, type: string, clientX: number): void {
  const event = new MouseEvent(type, { bubbles: true, button: 0, clientX });
  Object.defineProperty(event, 'pointerId', { value: 1 });
  fireEvent(element, event);
}
