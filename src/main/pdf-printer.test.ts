import { beforeEach, expect, test, vi } from 'vitest';

/** What the printer tells Electron, and what Electron does with it. */
const world = vi.hoisted(() => ({
  windows: [] as FakeWindow[],
  sessions: [] as FakeSession[],
  load: (): Promise<void> => Promise.resolve(),
  print: (): Promise<Buffer> => Promise.resolve(Buffer.from('%PDF')),
}));

class FakeSession {
  readonly handlers = new Map<string, () => Response>();
  permission: ((contents: null, permission: string, decide: (allowed: boolean) => void) => void) | null =
    null;
  check: (() => boolean) | null = null;
  filter: ((details: { url: string }, decide: (answer: { cancel: boolean }) => void) => void) | null = null;
  readonly partition: string;
  constructor(partition: string) {
    this.partition = partition;
    world.sessions.push(this);
  }
  setPermissionRequestHandler(handler: FakeSession['permission']): void {
    this.permission = handler;
  }
  setPermissionCheckHandler(handler: FakeSession['check']): void {
    this.check = handler;
  }
  readonly webRequest = {
    onBeforeRequest: (_filter: unknown, listener: NonNullable<FakeSession['filter']>) => {
      this.filter = listener;
    },
  };
  readonly protocol = {
    handle: (scheme: string, handler: () => Response) => this.handlers.set(scheme, handler),
    unhandle: (scheme: string) => this.handlers.delete(scheme),
  };
}

class FakeWindow {
  readonly options: { show?: boolean; webPreferences?: Record<string, unknown> };
  readonly loaded: string[] = [];
  readonly printed: unknown[] = [];
  destroyed = false;
  constructor(options: FakeWindow['options']) {
    this.options = options;
    world.windows.push(this);
  }
  loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    return world.load();
  }
  readonly webContents = {
    printToPDF: (options: unknown) => {
      this.printed.push(options);
      return world.print();
    },
  };
  isDestroyed(): boolean {
    return this.destroyed;
  }
  destroy(): void {
    this.destroyed = true;
  }
}

vi.mock('electron', () => ({
  BrowserWindow: FakeWindow,
  session: { fromPartition: (partition: string) => new FakeSession(partition) },
}));

// Behind the classes that stand for Electron's.
const { printInHiddenWindow } = await import('./pdf-printer.ts');
const never = new AbortController().signal;

beforeEach(() => {
  world.windows.length = 0;
  world.sessions.length = 0;
  world.load = () => Promise.resolve();
  world.print = () => Promise.resolve(Buffer.from('%PDF'));
});

test('prints what it is given, tagged and with an outline, and leaves nothing behind', async () => {
  let served = '';
  world.print = async () => {
    served = await world.sessions[0]!.handlers.get('loadstone-print')!().text();
    return Buffer.from('%PDF-1.4');
  };
  const pdf = await printInHiddenWindow('<p>Grüße</p>', 'Letter', never);
  expect(Buffer.from(pdf).toString()).toBe('%PDF-1.4');
  expect(served).toBe('<p>Grüße</p>');
  const [window] = world.windows;
  expect(window!.loaded).toEqual(['loadstone-print:report']);
  expect(window!.printed).toEqual([
    {
      pageSize: 'Letter',
      preferCSSPageSize: true,
      printBackground: true,
      generateTaggedPDF: true,
      generateDocumentOutline: true,
    },
  ]);
  expect(window!.destroyed).toBe(true);
  expect(world.sessions[0]!.handlers.size).toBe(0);
});

test('nobody sees the window, and it can do nothing', async () => {
  await printInHiddenWindow('x', 'A4', never);
  await printInHiddenWindow('y', 'A4', never);
  const { options } = world.windows[0]!;
  expect(options.show).toBe(false);
  expect(options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    javascript: false,
  });
  expect(options.webPreferences).not.toHaveProperty('preload');
  const [first, second] = world.sessions;
  expect(options.webPreferences!['session']).toBe(first);
  expect(first!.partition).not.toBe(second!.partition);
  expect(first!.partition.startsWith('persist:')).toBe(false);
  const allowed = (url: string): boolean => {
    let cancelled = true;
    first!.filter!({ url }, ({ cancel }) => (cancelled = cancel));
    return !cancelled;
  };
  expect(['loadstone-print:report', 'data:font/woff2;base64,AA'].map(allowed)).toEqual([true, true]);
  expect(['https://example.org/', 'file:///etc/passwd', 'loadstone://app/'].map(allowed)).toEqual([
    false,
    false,
    false,
  ]);
  let granted = true;
  first!.permission!(null, 'clipboard-read', (answer) => (granted = answer));
  expect([granted, first!.check!()]).toEqual([false, false]);
});

test('a cancel closes the window at once', async () => {
  const abort = new AbortController();
  world.print = () =>
    new Promise((_, reject) => {
      abort.signal.addEventListener('abort', () => reject(new Error('window was destroyed')));
      abort.abort();
    });
  await expect(printInHiddenWindow('x', 'A4', abort.signal)).rejects.toMatchObject({ code: 'cancelled' });
  expect(world.windows[0]!.destroyed).toBe(true);
  await expect(printInHiddenWindow('x', 'A4', AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(world.windows).toHaveLength(1);
});

test.each(['load', 'print'] as const)(
  'a failure to %s says what to do, and leaves no window',
  async (step) => {
    const fail = (): Promise<never> => Promise.reject(new Error('ERR_FAILED'));
    if (step === 'load') world.load = fail;
    else world.print = fail;
    await expect(printInHiddenWindow('x', 'A4', never)).rejects.toMatchObject({
      code: 'internal',
      hint: expect.stringMatching(/HTML/u) as string,
    });
    expect(world.windows[0]!.destroyed).toBe(true);
  },
);
