import { expect, test } from 'vitest';
import { oneLine, textTable } from './text-table.ts';

test('columns are as wide as their widest cell; figures stand on the right', () => {
  const table = textTable(
    [
      { title: 'Name', align: 'left' },
      { title: 'n', align: 'right' },
    ],
    [
      ['short', '1'],
      ['a longer one', '12345'],
    ],
  );
  expect(table.split('\n')).toEqual([
    'Name              n',
    '────────────  ─────',
    'short             1',
    'a longer one  12345',
  ]);
});

test('wide characters take two cells', () => {
  const [, , first, second] = textTable(
    [
      { title: 'Name', align: 'left' },
      { title: 'n', align: 'right' },
    ],
    [
      ['登录', '1'],
      ['login', '2'],
    ],
  ).split('\n');
  expect(first).toBe('登录   1');
  expect(second).toBe('login  2');
});

test('labels cannot break lines or move the cursor', () => {
  expect(oneLine('a\nb\u001b[31mc\td')).toBe('a b [31mc d');
  expect(oneLine('x'.repeat(100), 10)).toBe(`${'x'.repeat(9)}…`);
});
