import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readJson } from './request-body.ts';

function body(chunks: readonly string[]): Readable {
  return Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
}

test('JSON that arrives in pieces is checked against its schema', async () => {
  await expect(readJson(body(['{"na', 'me":"a"}']), z.object({ name: z.string() }))).resolves.toEqual({
    name: 'a',
  });
  await expect(readJson(body(['{"name":1}']), z.object({ name: z.string() }))).rejects.toMatchObject({
    code: 'bad-request',
  });
  await expect(readJson(body(['{"name"']), z.unknown())).rejects.toMatchObject({ code: 'bad-request' });
});

test('a body that never ends is given up, not collected', async () => {
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (;;) {
        sent += 1 << 20;
        yield Buffer.alloc(1 << 20, '1');
      }
    })(),
  );
  await expect(readJson(endless, z.unknown())).rejects.toMatchObject({ code: 'bad-request' });
  expect(sent).toBeLessThan(16 << 20);
});
