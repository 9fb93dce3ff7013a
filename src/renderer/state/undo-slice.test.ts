import { describe, expect, test } from 'vitest';
import { fakeRun } from '../testing/fake-data.ts';
import { createAppStore, type AppStore } from './store.ts';
import { MAX_STEPS, type UndoStep } from './undo-slice.ts';

/** A store, and a value that steps change. */
function editing() {
  const store = createAppStore();
  const at = { value: 0 };
  const { actions } = store.getState();
  return {
    store,
    at,
    actions,
    set: (value: number, change: Partial<UndoStep> = {}) => {
      const before = at.value;
      at.value = value;
      actions.recordStep({
        label: `setting ${value}`,
        runId: null,
        undo: () => void (at.value = before),
        redo: () => void (at.value = value),
        ...change,
      });
    },
  };
}

const labels = ({ getState }: AppStore) => {
  const { done, undone } = getState().undo;
  return [done.map(({ label }) => label), undone.map(({ label }) => label)];
};

describe('undo', () => {
  test('goes back step by step, and forward again', async () => {
    const { at, set, actions, store } = editing();
    set(1);
    set(2);
    expect((await actions.undo())?.label).toBe('setting 2');
    expect(at.value).toBe(1);
    await actions.undo();
    expect(at.value).toBe(0);
    expect(await actions.undo()).toBeNull();
    await actions.redo();
    expect(at.value).toBe(1);
    expect(labels(store)).toEqual([['setting 1'], ['setting 2']]);
    await actions.redo();
    expect(at.value).toBe(2);
    expect(await actions.redo()).toBeNull();
  });

  test('a new edit ends what could be done again', async () => {
    const { set, actions, store } = editing();
    set(1);
    await actions.undo();
    set(5);
    expect(labels(store)).toEqual([['setting 5'], []]);
  });

  test('a step that fails is told, and forgotten', async () => {
    const { set, actions, store } = editing();
    set(1);
    set(2, { undo: () => Promise.reject(new Error('gone')) });
    await expect(actions.undo()).rejects.toThrow('gone');
    expect(labels(store)).toEqual([['setting 1'], []]);
    expect(store.getState().undo.working).toBe(false);
  });

  test('one step at a time', async () => {
    const { set, actions } = editing();
    let finish: () => void = () => undefined;
    set(1);
    set(2, { undo: () => new Promise<void>((resolve) => (finish = resolve)) });
    const first = actions.undo();
    expect(await actions.undo()).toBeNull();
    finish();
    expect((await first)?.label).toBe('setting 2');
  });

  test('steps of a run go with it; those of the workspace stay', () => {
    const { set, actions, store } = editing();
    set(1, { runId: 1 });
    set(2, { runId: 2 });
    set(3);
    actions.setContents([fakeRun({ id: 2 })], []);
    expect(labels(store)[0]).toEqual(['setting 2', 'setting 3']);
    actions.forgetSteps();
    expect(labels(store)).toEqual([[], []]);
  });

  test('the oldest steps are forgotten', () => {
    const { set, store } = editing();
    for (let value = 1; value <= MAX_STEPS + 3; value++) set(value);
    expect(labels(store)[0]).toHaveLength(MAX_STEPS);
    expect(labels(store)[0]?.[0]).toBe('setting 4');
  });
});
