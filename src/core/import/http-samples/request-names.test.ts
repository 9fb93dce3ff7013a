import { describe, expect, it } from 'vitest';
import { WarningLog } from '../warning-log.ts';
import { nameEnd, RequestNames } from './request-names.ts';

function create(maxNames?: number) {
  const added: [string, string | null][] = [];
  const warnings = new WarningLog();
  const names = new RequestNames((name, method) => added.push([name, method]) - 1, warnings, maxNames);
  const idOf = (method: string, url: string): number => {
    const bytes = new TextEncoder().encode(method + url);
    return names.idOf(bytes, method.length, nameEnd(bytes, method.length, bytes.length), 0, method.length);
  };
  return { idOf, added, warnings };
}

describe('RequestNames', () => {
  it('numbers pairs of method and URL without query', () => {
    const { idOf, added } = create();
    expect([
      idOf('GET', '/a'),
      idOf('GET', '/b?x'),
      idOf('POST', '/a'),
      idOf('GET', '/a?y#z'),
      idOf('', '/a'),
    ]).toEqual([0, 1, 2, 0, 3]);
    expect(added).toEqual([
      ['/a', 'GET'],
      ['/b', 'GET'],
      ['/a', 'POST'],
      ['/a', null],
    ]);
  });

  it('share one name when there are too many', () => {
    const { idOf, added, warnings } = create(3);
    for (let i = 0; i < 100; i++) idOf('GET', `/item/${i}`);
    expect(added.map(([name]) => name)).toEqual(['/item/0', '/item/1', '/item/2', '(more names)']);
    expect(idOf('GET', '/item/1')).toBe(1);
    expect(warnings.list()).toMatchObject([{ code: 'many-names', count: 97 }]);
  });
});
