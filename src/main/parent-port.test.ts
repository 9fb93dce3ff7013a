import { afterEach, expect, test } from 'vitest';
import { parentPort } from './parent-port.ts';

afterEach(() => Reflect.deleteProperty(process, 'parentPort'));

test('finds the port of a utility process', () => {
  const port = { on: () => undefined, postMessage: () => undefined };
  Object.assign(process, { parentPort: port });
  expect(parentPort()).toBe(port);
});

test('says so where there is none', () => {
  expect(() => parentPort()).toThrow(/utility process/u);
});
