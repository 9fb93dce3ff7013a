import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakeImportFile } from '../testing/fake-data.ts';
import { createFakeEngine } from '../testing/fake-engine.ts';
import { createBrowserFiles } from './browser-files.ts';

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

afterEach(() => vi.unstubAllGlobals());

function setUp(answer: (path: string, init: RequestInit) => Response, name: string | null = 'mine') {
  const fetch = vi.fn<Fetch>((path, init) => Promise.resolve(answer(path, init)));
  vi.stubGlobal('fetch', fetch);
  const engine = createFakeEngine();
  return { fetch, engine, files: createBrowserFiles(engine.client, () => Promise.resolve(name)) };
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

describe('browser files', () => {
  it('announces names and sizes, and streams a file when the engine wants it', async () => {
    const { fetch, engine, files } = setUp(() => json([{ fileId: 'a' }, { fileId: 'b' }]));
    const [first, second] = [new File(['12345'], 'one.jtl'), new File(['1'], 'two.jtl')];
    expect(await files.register([first, second])).toEqual([
      { fileId: 'a', name: 'one.jtl', size: 5 },
      { fileId: 'b', name: 'two.jtl', size: 1 },
    ]);
    expect(fetch.mock.calls[0]?.[0]).toBe('/files');
    expect(fetch.mock.calls[0]?.[1].body).toBe('[{"name":"one.jtl","size":5},{"name":"two.jtl","size":1}]');
    engine.push('files.wanted', { fileId: 'b' });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalledTimes(2));
    expect(fetch.mock.calls[1]).toMatchObject(['/files/b', { method: 'PUT', body: second }]);
    engine.push('files.wanted', { fileId: 'nobody knows' });
    await Promise.resolve();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('ends the upload of a cancelled import, and of one that is asked for anew', async () => {
    const signals: AbortSignal[] = [];
    const { engine, files } = setUp(() => json([{ fileId: 'a' }]));
    await files.register([new File(['1'], 'one.jtl')]);
    vi.stubGlobal('fetch', (_path: string, init: { readonly signal: AbortSignal }) => {
      signals.push(init.signal);
      return new Promise(() => undefined);
    });
    engine.push('files.wanted', { fileId: 'a' });
    engine.push('files.wanted', { fileId: 'a' });
    await vi.waitFor(() => expect(signals.map((signal) => signal.aborted)).toEqual([true, false]));
    engine.push('import.changed', {
      files: [fakeImportFile({ fileId: 'a', phase: 'cancelled' })],
      active: false,
    });
    await vi.waitFor(() => expect(signals[1]?.aborted).toBe(true));
  });

  it('asks for a name to save under', async () => {
    const { fetch, files } = setUp(() => json({ fileId: 't', path: '/home/me/Loadstone/mine.loadstone' }));
    expect(await files.pickSaveTarget('Untitled.loadstone')).toMatchObject({ fileId: 't' });
    expect(fetch.mock.calls[0]?.[1].body).toBe('{"name":"mine"}');
  });

  it('does nothing when the user cancels', async () => {
    const { fetch, files } = setUp(() => json(null), null);
    expect(await files.pickSaveTarget('Untitled.loadstone')).toBeNull();
    expect(await files.register([])).toEqual([]);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('passes on why the host refuses', async () => {
    const { files } = setUp(() =>
      json({ code: 'bad-request', message: 'Too many files.', hint: 'Drop fewer.' }, 400),
    );
    await expect(files.register([new File([], 'x')])).rejects.toMatchObject({
      message: 'Too many files.',
      hint: 'Drop fewer.',
    });
  });

  it('takes files from the dialog of the browser', async () => {
    const { files } = setUp(() => json([{ fileId: 'a' }]));
    const picking = files.pickFiles();
    const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
    expect(input.multiple).toBe(true);
    Object.defineProperty(input, 'files', { value: [new File(['1'], 'one.jtl')] });
    input.dispatchEvent(new Event('change'));
    expect(await picking).toEqual([{ fileId: 'a', name: 'one.jtl', size: 1 }]);
    expect(document.querySelector('input[type=file]')).toBeNull();
  });
});
