import { expect, test, vi } from 'vitest';
import { PageOutbox, type PageMessage } from './page-outbox.ts';

const command = (name: 'open-files' | 'save-as' | 'palette'): PageMessage => ({
  kind: 'command',
  command: name,
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('keeps everything until the page is there, then hands it over in order', async () => {
  const delivered: PageMessage[] = [];
  const outbox = new PageOutbox(async (message) => {
    delivered.push(message);
    return Promise.resolve();
  });
  outbox.put(command('open-files'));
  outbox.put({ kind: 'files', paths: ['/r/a.jtl'] });
  await settled();
  expect(delivered).toEqual([]);
  outbox.open();
  outbox.put(command('palette'));
  await vi.waitFor(() => expect(delivered).toHaveLength(3));
  expect(delivered).toEqual([
    command('open-files'),
    { kind: 'files', paths: ['/r/a.jtl'] },
    command('palette'),
  ]);
});

test('one at a time: a slow message is not overtaken', async () => {
  const order: string[] = [];
  let finish: () => void = () => undefined;
  const outbox = new PageOutbox(async (message) => {
    if (message.kind === 'files') await new Promise<void>((resolve) => (finish = resolve));
    order.push(message.kind);
  });
  outbox.open();
  outbox.put({ kind: 'files', paths: ['/r/a.jtl'] });
  outbox.put(command('palette'));
  await settled();
  expect(order).toEqual([]);
  finish();
  await vi.waitFor(() => expect(order).toEqual(['files', 'command']));
});

test('a message that did not get through is tried again at the next page', async () => {
  const delivered: PageMessage[] = [];
  let works = false;
  const outbox = new PageOutbox(async (message) => {
    if (!works) throw new Error('The engine has crashed.');
    delivered.push(message);
    return Promise.resolve();
  });
  outbox.open();
  outbox.put(command('open-files'));
  outbox.put(command('save-as'));
  await settled();
  works = true;
  outbox.put(command('palette'));
  await settled();
  expect(delivered).toEqual([]);
  outbox.open();
  await vi.waitFor(() => expect(delivered).toHaveLength(3));
  expect(delivered[0]).toEqual(command('open-files'));
});

test('a closed outbox keeps again', async () => {
  const delivered: PageMessage[] = [];
  const outbox = new PageOutbox(async (message) => {
    delivered.push(message);
    return Promise.resolve();
  });
  outbox.open();
  outbox.close();
  outbox.put(command('palette'));
  await settled();
  expect(delivered).toEqual([]);
});
