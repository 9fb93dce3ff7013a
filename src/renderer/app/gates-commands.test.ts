import { describe, expect, it } from 'vitest';
import { createAppStore } from '../state/store.ts';
import { fakeRun, fakeWorkspace } from '../testing/fake-data.ts';
import { gatesCommands } from './gates-commands.ts';

function opened() {
  const store = createAppStore();
  const commands = gatesCommands(store);
  const enabled = () =>
    commands.filter((command) => command.enabled?.(store.getState()) !== false).map(({ id }) => id);
  const run = (id: string) => commands.find((command) => command.id === id)?.run();
  return { store, enabled, run, act: () => store.getState().actions };
}

describe('commands about gates', () => {
  it('need a run, and a workspace that can be changed', () => {
    const { enabled, act } = opened();
    expect(enabled()).toEqual([]);
    act().setContents([fakeRun()], []);
    expect(enabled()).toEqual(['edit-gates']);
    act().selectRun(1);
    expect(enabled()).toEqual(['edit-gates', 'propose-gates', 'name-baseline']);
    act().setWorkspace(fakeWorkspace({ readOnly: true }));
    expect(enabled()).toEqual(['edit-gates']);
  });

  it('are about the run that is looked at: in a comparison the candidate', () => {
    const { store, run, act } = opened();
    act().setContents([fakeRun(), fakeRun({ id: 2 })], []);
    act().selectRun(1);
    act().setView('overview');
    run('propose-gates');
    expect(store.getState().gates.dialog).toEqual({ kind: 'editor', runId: 1, propose: true });
    act().newComparison([1], [2]);
    act().setView('compare');
    run('name-baseline');
    expect(store.getState().gates.dialog).toEqual({ kind: 'baselines', runId: 2 });
  });
});
