import { describe, expect, it } from 'vitest';
import { initialScreen, screenOf } from './profile-slice.ts';
import { createAppStore } from './store.ts';

const hide = { kind: 'hide', match: { by: 'module', module: 'libc' } } as const;

function open() {
  const store = createAppStore();
  const { actions } = store.getState();
  actions.openProfile(1);
  return { store, actions, screen: (id = 1) => screenOf(store.getState().profile, id) };
}

describe('profiles', () => {
  it('keep how each of them is looked at', () => {
    const { actions, screen, store } = open();
    actions.changeProfileScreen(1, { view: 'tables', search: 'json' });
    actions.openProfile(2);
    expect(screen(2)).toEqual(initialScreen);
    expect(screen(1)).toMatchObject({ view: 'tables', search: 'json' });
    expect(store.getState().profile).toMatchObject({ openId: 2, shown: 'profile' });
  });

  it('take transforms back, and make them again', async () => {
    const { actions, screen, store } = open();
    actions.setTransforms(1, 'adding hide libc', [hide]);
    expect((await store.getState().actions.undo())?.label).toBe('adding hide libc');
    expect(screen().transforms).toEqual([]);
    await store.getState().actions.redo();
    expect(screen().transforms).toEqual([hide]);
  });

  it('are compared with the transforms of the one that was open', () => {
    const { actions, store } = open();
    actions.setTransforms(1, 'adding hide libc', [hide]);
    actions.openDifference([2], [1]);
    expect(store.getState().profile.difference).toMatchObject({
      baseline: [2],
      candidate: [1],
      transforms: [hide],
      mode: null,
    });
  });

  it('change sides with everything that hangs on them', () => {
    const { actions, store } = open();
    actions.openDifference([1], [2]);
    const pair = { baseline: { name: 'a', file: null }, candidate: { name: 'b', file: null } };
    actions.changeDifference({ width: 'candidate', renames: [pair] });
    actions.swapDifference();
    expect(store.getState().profile.difference).toMatchObject({
      baseline: [2],
      candidate: [1],
      width: 'baseline',
      renames: [{ baseline: { name: 'b', file: null }, candidate: { name: 'a', file: null } }],
    });
  });

  it('are forgotten with their workspace', () => {
    const { actions, store } = open();
    actions.changeProfileScreen(1, { search: 'x' });
    actions.resetProfiles();
    expect(store.getState().profile).toMatchObject({ openId: null, screens: {}, difference: null });
  });
});
