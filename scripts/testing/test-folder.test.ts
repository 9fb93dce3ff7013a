import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from './test-folder.mjs';

test.skipIf(process.platform !== 'linux')(
  'is of its own, and gone when it is removed with what is in it',
  () => {
    const within = mkdtempSync(join(tmpdir(), 'loadstone-memory-'));
    onTestFinished(() => rmSync(within, { recursive: true }));
    const [first, second] = [
      testFolder({ folder: within, neededBytes: 1 }),
      testFolder({ folder: within, neededBytes: 1 }),
    ];
    expect(first!.path).not.toBe(second!.path);
    writeFileSync(join(first!.path, 'left'), 'over');
    first!.remove();
    expect(existsSync(first!.path)).toBe(false);
    expect(existsSync(second!.path)).toBe(true);
  },
);

test('there is none without memory to spare, or where the system has no such folder', () => {
  expect(testFolder({ folder: tmpdir(), neededBytes: 1e18 })).toBeUndefined();
  expect(testFolder({ folder: '/no/such/folder', neededBytes: 1 })).toBeUndefined();
});
