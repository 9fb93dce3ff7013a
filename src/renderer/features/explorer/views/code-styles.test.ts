import { describe, expect, it } from 'vitest';
import { codeStyles } from './code-styles.ts';

describe('styles of codes', () => {
  it('are the same whatever other codes there are', () => {
    const [a, b] = codeStyles(['503', '404'], false);
    expect(codeStyles(['404', '200', '503', '429'], false)).toEqual([
      b,
      expect.anything(),
      a,
      expect.anything(),
    ]);
  });

  it('differ within a chart, even where numbers would meet', () => {
    const styles = codeStyles(
      ['1', '41', '81', 'Non HTTP response code: java.net.SocketException', null, null],
      true,
    );
    expect(new Set(styles).size).toBe(6);
  });
});
