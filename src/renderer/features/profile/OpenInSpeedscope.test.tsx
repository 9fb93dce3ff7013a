import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '#shared/contract/errors.ts';
import type { HandedProfile, SpeedscopePlace } from '#shared/contract/speedscope.ts';
import type { ExportedFile, ProfileSelection } from '#shared/model/profile.ts';
import { FakeRunWindow, openFakeRun } from '../../panels/testing/FakeRunWindow.tsx';
import { prepareWindow } from '../../panels/testing/prepare-window.ts';
import type { FakeHandlers } from '../../testing/fake-engine.ts';
import { OpenInSpeedscope } from './OpenInSpeedscope.tsx';
import { OpenInSpeedscopeView } from './OpenInSpeedscopeView.tsx';
import { fakeProfile, fakeProfileHandlers } from './testing/fake-profile.ts';

let restore: () => void;
beforeEach(() => {
  restore = prepareWindow();
});
afterEach(() => {
  cleanup();
  restore();
});

const written: ExportedFile = {
  name: 'orders.speedscope.json',
  mediaType: 'application/json',
  bytes: new TextEncoder().encode('{}'),
};
const tooLarge = new AppError(
  'bad-request',
  'speedscope would have to draw 4.5 million boxes; beyond 2.0 million its page runs out of memory.',
  { hint: 'Choose a part of the time or one thread, collapse libraries, or export folded stacks.' },
);
const page: SpeedscopePlace = { kind: 'page', origin: 'http://localhost:4711' };

function show(place: SpeedscopePlace, handlers: FakeHandlers = {}) {
  const info = fakeProfile();
  const open = openFakeRun({}, { ...fakeProfileHandlers(), 'profiles.export': () => written, ...handlers });
  open.store.getState().actions.changeProfileScreen(info.id, { span: { fromMs: 100, toMs: 900 } });
  const onClose = vi.fn();
  render(
    <FakeRunWindow open={open}>
      <OpenInSpeedscopeView info={info} place={place} theme="dark" onClose={onClose} />
    </FakeRunWindow>,
  );
  const exports = () =>
    open.engine.calls
      .filter(({ method }) => method === 'profiles.export')
      .map(({ params }) => params as { selection: ProfileSelection; to: string });
  return { ...open, user: userEvent.setup(), onClose, exports };
}

describe('the button', () => {
  it('is there where speedscope is, and opens the profile', async () => {
    const open = openFakeRun();
    render(
      <FakeRunWindow open={open}>
        <OpenInSpeedscope profileId={7} />
      </FakeRunWindow>,
    );
    expect(screen.queryByRole('button')).toBeNull();
    act(() => open.store.getState().actions.setSpeedscopeAvailable(true));
    await userEvent.click(screen.getByRole('button', { name: 'Open in speedscope' }));
    expect(open.store.getState().speedscope.profileId).toBe(7);
  });
});

describe('in a page', () => {
  const frame = () => screen.findByTitle<HTMLIFrameElement>('speedscope');

  /** What the page was sent when it had loaded, and how it answers. */
  async function loaded() {
    const element = await frame();
    const postMessage =
      vi.fn<(message: { file: File; theme: string }, to: string, ports: MessagePort[]) => void>();
    Object.defineProperty(element, 'contentWindow', { value: { postMessage } });
    fireEvent.load(element);
    const [message, to, [port]] = postMessage.mock.calls[0]!;
    return { element, message, to, reply: (data: unknown) => port!.postMessage(data) };
  }

  it('hands over what is selected, to a frame that may do little', async () => {
    const { exports } = show(page);
    const { element, message, to } = await loaded();
    expect(exports()).toEqual([
      { to: 'speedscope', selection: expect.objectContaining({ fromMs: 100, toMs: 900 }) as unknown },
    ]);
    expect(element.src).toBe('http://localhost:4711/speedscope/');
    expect(element.getAttribute('sandbox')).toBe('allow-scripts allow-same-origin allow-downloads');
    expect(element.getAttribute('allow')).toBe('');
    expect(to).toBe('http://localhost:4711');
    expect(message).toMatchObject({ theme: 'dark' });
    expect([message.file.name, message.file.size, message.file.type]).toEqual([
      'orders.speedscope.json',
      2,
      'application/json',
    ]);
  });

  it('says how far it is, and gives speedscope the keyboard when it is there', async () => {
    show(page);
    const { element, reply } = await loaded();
    const status = screen.getByRole('status');
    expect(status.textContent).toBe('Starting speedscope…');
    expect(element.className).not.toContain('is-visible');
    reply({ type: 'taken' });
    await waitFor(() => expect(status.textContent).toBe('speedscope reads the profile…'));
    expect(element.className).toContain('is-visible');
    reply({ type: 'shown' });
    await waitFor(() => expect(status.textContent).toBe(''));
    expect(document.activeElement).toBe(element);
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('says what speedscope says, and starts anew', async () => {
    const { user, exports } = show(page);
    const { element, reply } = await loaded();
    reply({ type: 'refused', reason: 'Unrecognized format!' });
    expect((await screen.findByRole('alert')).textContent).toContain('Unrecognized format!');
    expect(screen.queryByTitle('speedscope')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await frame()).not.toBe(element);
    expect(exports()).toHaveLength(1);
  });

  it('leads back', async () => {
    const { user, onClose } = show(page);
    await loaded();
    await user.click(screen.getByRole('button', { name: 'Back to Loadstone' }));
    expect(onClose).toHaveBeenCalled();
  });

  it('is not opened for more than it can draw: what to do is said', async () => {
    let small = false;
    const { user } = show(page, {
      'profiles.export': () => {
        if (small) return written;
        throw tooLarge;
      },
    });
    const problem = await screen.findByRole('alert');
    expect(problem.textContent).toContain('4.5 million boxes');
    expect(problem.textContent).toContain('Choose a part of the time or one thread');
    expect(screen.getByRole('status').textContent).toBe('');
    expect(screen.queryByTitle('speedscope')).toBeNull();
    small = true;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await frame()).toBeTruthy();
  });
});

describe('in a window of the desktop shell', () => {
  const shell = (open: (profile: HandedProfile) => Promise<void>): SpeedscopePlace => ({
    kind: 'window',
    open,
  });

  it('gets the file, and the question closes', async () => {
    const open = vi.fn(() => Promise.resolve());
    const { onClose } = show(shell(open));
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(open).toHaveBeenCalledExactlyOnceWith({ name: written.name, bytes: written.bytes });
    expect(screen.queryByTitle('speedscope')).toBeNull();
  });

  it('says why not, and tries again', async () => {
    const open = vi.fn(() => Promise.resolve());
    open.mockRejectedValueOnce(new Error('The page of speedscope could not be loaded. Try again.'));
    const { user, onClose } = show(shell(open));
    expect((await screen.findByRole('alert')).textContent).toContain('could not be loaded');
    expect(onClose).not.toHaveBeenCalled();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
    expect(open).toHaveBeenCalledTimes(2);
  });

  it('is not opened for what was given up meanwhile', async () => {
    const open = vi.fn(() => Promise.resolve());
    const { user, onClose } = show(shell(open), { 'profiles.export': () => new Promise(() => undefined) });
    await user.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(onClose).toHaveBeenCalled();
    expect(open).not.toHaveBeenCalled();
  });
});
