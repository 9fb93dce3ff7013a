import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DesktopApi } from '#shared/contract/desktop.ts';
import { serveFake } from '../testing/fake-engine.ts';
import { connect } from './connect.ts';
import { createPortChannel } from './port-channel.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(window, 'loadstone');
});

function desktop(change: Partial<DesktopApi<File>>): DesktopApi<File> {
  return {
    platform: 'linux',
    connectEngine: () => Promise.resolve(),
    registerFiles: () => Promise.resolve([]),
    pickFiles: () => Promise.resolve([]),
    pickWorkspace: () => Promise.resolve(null),
    pickSaveTarget: () => Promise.resolve(null),
    hasSpeedscope: () => Promise.resolve(false),
    openInSpeedscope: () => Promise.resolve(),
    setTitle: vi.fn(),
    setTheme: vi.fn(),
    onMenuCommand: () => () => undefined,
    onFilesOpened: () => () => undefined,
    ...change,
  };
}

const noName = (): Promise<null> => Promise.resolve(null);

describe('connect', () => {
  it('takes the port that the desktop shell posts', async () => {
    const { port1, port2 } = new MessageChannel();
    serveFake({}, createPortChannel(port2));
    const connectEngine = vi.fn(() => {
      const data = { type: 'loadstone:engine-port' };
      window.dispatchEvent(new MessageEvent('message', { data: 'something else', source: window }));
      window.dispatchEvent(new MessageEvent('message', { data, source: window, ports: [port1] }));
      return Promise.resolve();
    });
    Object.defineProperty(window, 'loadstone', { configurable: true, value: desktop({ connectEngine }) });
    const connection = await connect(window, noName);
    expect(connection.desktop).not.toBeNull();
    expect(await connection.client.call('workspace.info', {})).toMatchObject({ name: 'Untitled' });
    connection.client.close();
  });

  it('says when the shell cannot start the engine', async () => {
    const connectEngine = (): Promise<void> => Promise.reject(new Error('fork failed'));
    Object.defineProperty(window, 'loadstone', { configurable: true, value: desktop({ connectEngine }) });
    await expect(connect(window, noName)).rejects.toMatchObject({ code: 'engine-gone' });
  });

  it('removes the token from the address and says when the host does not answer', async () => {
    window.history.replaceState(null, '', '/?token=secret&x=1');
    class RefusingSocket extends EventTarget {
      constructor(readonly url: string) {
        super();
        queueMicrotask(() => this.dispatchEvent(new Event('error')));
      }
    }
    vi.stubGlobal('WebSocket', RefusingSocket);
    await expect(connect(window, noName)).rejects.toMatchObject({
      code: 'engine-gone',
      message: 'The engine of Loadstone does not answer.',
    });
    expect(window.location.search).toBe('?x=1');
  });
});
