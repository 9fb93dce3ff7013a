import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadSpeedscope } from './release.ts';

let asked: unknown[];

beforeEach(async () => {
  const html = await readFile('node_modules/speedscope/dist/release/index.html', 'utf8');
  asked = [];
  vi.stubGlobal('fetch', (url: unknown) => {
    asked.push(url);
    return Promise.resolve(new Response(html));
  });
});
afterEach(() => {
  document.head.replaceChildren();
  vi.unstubAllGlobals();
});

const added = () => [...document.head.querySelectorAll<HTMLElement>('link, script')];

test("the files of speedscope's own page are loaded from beside it, scripts in their order", async () => {
  let done = false;
  const loading = loadSpeedscope(document).then(() => (done = true));
  await vi.waitFor(() => expect(added()).toHaveLength(2));
  expect(asked).toEqual(['index.html']);
  const [style, script] = added() as [HTMLLinkElement, HTMLScriptElement];
  expect(style.rel).toBe('stylesheet');
  expect(style.getAttribute('href')).toMatch(/^speedscope-\w+\.css$/u);
  expect(script.getAttribute('src')).toMatch(/^speedscope-\w+\.js$/u);
  expect(script.async).toBe(false);
  style.dispatchEvent(new Event('load'));
  await Promise.resolve();
  expect(done).toBe(false);
  script.dispatchEvent(new Event('load'));
  await loading;
});

test('a file that does not come is an error', async () => {
  const loading = loadSpeedscope(document);
  const outcome = expect(loading).rejects.toThrow('could not be loaded');
  await vi.waitFor(() => expect(added()).toHaveLength(2));
  added()[1]!.dispatchEvent(new Event('error'));
  await outcome;
});

test('neither does it start without its page', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404 })));
  await expect(loadSpeedscope(document)).rejects.toThrow('not there');
  expect(added()).toEqual([]);
});
