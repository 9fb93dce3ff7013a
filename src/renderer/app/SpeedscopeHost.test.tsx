import { act, cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeProfile } from '../features/profile/testing/fake-profile.ts';
import { prepareWindow } from '../panels/testing/prepare-window.ts';
import { fakeWorkspace } from '../testing/fake-data.ts';
import { createFakeServices } from '../testing/fake-services.ts';
import { ServicesProvider } from './services.tsx';
import { SpeedscopeHost } from './SpeedscopeHost.tsx';

type Fetch = (path: string) => Promise<Response>;

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
  vi.unstubAllGlobals();
});

async function show(profileCount: number, answer: Response) {
  const fetch = vi.fn<Fetch>(() => Promise.resolve(answer));
  vi.stubGlobal('fetch', fetch);
  const { services, engine } = createFakeServices({
    'workspace.info': () => fakeWorkspace({ profileCount }),
    'profiles.list': () => [fakeProfile()],
    'profiles.export': () => new Promise(() => undefined),
  });
  await services.ready;
  render(
    <ServicesProvider services={services}>
      <SpeedscopeHost />
    </ServicesProvider>,
  );
  const command = services.commands.find(({ id }) => id === 'open-in-speedscope')!;
  const enabled = () => command.enabled?.(services.store.getState());
  return { services, engine, fetch, command, enabled };
}

const there = () => new Response('{"origin":"http://localhost:4711"}');

it('nobody asks for speedscope without a profile', async () => {
  const { fetch, enabled } = await show(0, there());
  await Promise.resolve();
  expect(fetch).not.toHaveBeenCalled();
  expect(enabled()).toBe(false);
});

it('where there is none, the command is not offered', async () => {
  const { fetch, services, enabled } = await show(1, new Response('', { status: 404 }));
  await waitFor(() => expect(fetch).toHaveBeenCalledExactlyOnceWith('/speedscope'));
  act(() => services.store.getState().actions.openProfile(1));
  expect(enabled()).toBe(false);
});

it('where it is, the command opens the profile on screen, and the bar leads back', async () => {
  const { services, command, enabled } = await show(1, there());
  await waitFor(() => expect(services.store.getState().speedscope.available).toBe(true));
  const { actions } = services.store.getState();
  act(() => actions.setView('profile'));
  expect(enabled()).toBe(false);
  act(() => actions.openProfile(1));
  expect(enabled()).toBe(true);
  act(() => command.run());
  expect((await screen.findByRole('dialog', { name: 'speedscope' })).textContent).toContain(
    'orders.cpuprofile',
  );
  await userEvent.click(screen.getByRole('button', { name: 'Back to Loadstone' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(services.store.getState().speedscope.profileId).toBeNull();
});
