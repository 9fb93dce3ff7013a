import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { OPEN_PROFILE, type BridgeReply } from '#shared/contract/speedscope.ts';
import { takeProfile } from './bridge.ts';
import { loadSpeedscope } from './release.ts';
import { fakeDataTransfer } from './testing/fake-data-transfer.ts';
import { addFileInput } from './testing/fake-speedscope.ts';

vi.mock('./release.ts', () => ({ loadSpeedscope: vi.fn<(document: Document) => Promise<void>>() }));
const load = vi.mocked(loadSpeedscope);

const APP = 'http://127.0.0.1:4000';
const file = new File(['{}'], 'night.speedscope.json');
const message = { type: OPEN_PROFILE, file, theme: 'dark' };

let page: HTMLIFrameElement;
let replies: BridgeReply[];
let chosen: File[];
/** The theme that speedscope finds when it starts. */
let themes: unknown[];

/** A window of its own for each test: what is replaced in it is gone with it. */
const inside = (): Window & typeof globalThis => page.contentWindow as Window & typeof globalThis;

beforeEach(() => {
  fakeDataTransfer();
  replies = [];
  chosen = [];
  themes = [];
  page = document.createElement('iframe');
  document.body.append(page);
  load.mockReset();
  load.mockImplementation((document) => {
    themes.push(inside().localStorage);
    chosen = addFileInput(document);
    return Promise.resolve();
  });
  takeProfile(inside(), [APP, 'http://localhost:4000']);
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

interface From {
  readonly origin?: string;
  readonly source?: Window | null;
  readonly ports?: readonly MessagePort[];
}

function post(data: unknown, { origin = APP, source = inside().parent, ports }: From = {}): void {
  const port = { postMessage: (reply: BridgeReply) => replies.push(reply) } as unknown as MessagePort;
  const event = new MessageEvent('message', { data, origin });
  Object.defineProperty(event, 'source', { value: source });
  Object.defineProperty(event, 'ports', { value: ports ?? [port] });
  inside().dispatchEvent(event);
}

describe('a message', () => {
  test.each<[string, unknown, From]>([
    ['of another origin', message, { origin: 'http://evil.example' }],
    ['of an origin that begins like ours', message, { origin: `${APP}0` }],
    ['of no origin', message, { origin: 'null' }],
    ['of another window', message, { source: null }],
    ['without a port', message, { ports: [] }],
    ['that is none of ours', 'hello', {}],
    ['with text instead of a file', { ...message, file: '{}' }, {}],
    ['with an unknown theme', { ...message, theme: 'none' }, {}],
    ['of another type', { ...message, type: 'loadstone:other' }, {}],
    ['with nothing in it', null, {}],
  ])('%s is ignored, and the right one is still taken', async (_what, data, from) => {
    post(data, from);
    expect(load).not.toHaveBeenCalled();
    expect(replies).toEqual([]);
    post(message);
    await vi.waitFor(() => expect(replies).toEqual([{ type: 'taken' }]));
  });

  test.each([
    ['light', { 'speedscope-color-scheme': 'LIGHT' }],
    ['dark', { 'speedscope-color-scheme': 'DARK' }],
    ['system', {}],
  ])('in the theme %s starts speedscope in it, where no storage is allowed, too', (theme, kept) => {
    Object.defineProperty(inside(), 'localStorage', {
      configurable: true,
      get: () => {
        throw new Error('Access is denied for this document.');
      },
    });
    post({ ...message, theme });
    expect(themes).toEqual([kept]);
  });
});

describe('a profile', () => {
  test('is chosen in speedscope, and each step is told', async () => {
    post(message);
    await vi.waitFor(() => expect(replies).toEqual([{ type: 'taken' }]));
    expect(chosen).toEqual([file]);
    inside().document.title = 'night - speedscope';
    await vi.waitFor(() => expect(replies).toEqual([{ type: 'taken' }, { type: 'shown' }]));
  });

  test('that speedscope does not take is refused in its words', async () => {
    post(message);
    await vi.waitFor(() => expect(replies).toHaveLength(1));
    inside().alert("Successfully imported profile, but it's empty!");
    await vi.waitFor(() =>
      expect(replies.at(-1)).toEqual({
        type: 'refused',
        reason: "Successfully imported profile, but it's empty!",
      }),
    );
  });

  test('is the only one: a second would be read as the source map of the first', async () => {
    post(message);
    post(message);
    await vi.waitFor(() => expect(replies).toEqual([{ type: 'taken' }]));
    expect(load).toHaveBeenCalledTimes(1);
  });

  test('is refused when speedscope is not there', async () => {
    load.mockRejectedValue(new Error('The page of speedscope is not there.'));
    post(message);
    await vi.waitFor(() =>
      expect(replies).toEqual([{ type: 'refused', reason: 'The page of speedscope is not there.' }]),
    );
  });
});
