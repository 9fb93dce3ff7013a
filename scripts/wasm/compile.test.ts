import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cacheDir, root } from '../bootstrap/project.mjs';
import { compileWasm } from './compile.mjs';

let folder: string;
beforeEach(() => {
  // The compiler reads below the project only.
  mkdirSync(cacheDir, { recursive: true });
  folder = mkdtempSync(join(cacheDir, 'wasm-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function call(entry: string): Promise<unknown> {
  const module = await WebAssembly.compile(new Uint8Array(await compileWasm(entry, root)));
  const env = { memory: new WebAssembly.Memory({ initial: 1 }) };
  const { exports } = await WebAssembly.instantiate(module, { env });
  return (exports['answer'] as () => number)();
}

test('compiles a module with its neighbours, and again when one of them changes', async () => {
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, "import { six } from './six';\nexport function answer(): i32 { return six() * 7; }\n");
  writeFileSync(join(folder, 'six.ts'), 'export function six(): i32 { return 6; }\n');
  expect(await call(entry)).toBe(42);
  writeFileSync(join(folder, 'six.ts'), 'export function six(): i32 { return 3; }\n');
  expect(await call(entry)).toBe(21);
});

test('says what is wrong with the sources', async () => {
  const entry = join(folder, 'entry.ts');
  writeFileSync(entry, 'export function answer(): i32 { return nothing; }\n');
  await expect(compileWasm(entry, root)).rejects.toThrow("Cannot find name 'nothing'");
});
