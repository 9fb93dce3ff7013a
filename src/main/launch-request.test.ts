import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseLaunchRequest } from './launch-request.ts';

const here = resolve('/home/a');

describe('from a checkout, `electron [--no-sandbox] . -- [--workspace PATH] FILES…`', () => {
  const parse = (...args: string[]) =>
    parseLaunchRequest(['electron', '--no-sandbox', '.', ...args], {
      isPackaged: false,
      workingDirectory: here,
    });

  test('only what follows `--` is ours', () => {
    expect(parse()).toEqual({ workspace: null, files: [] });
    expect(parse('--inspect', 'x.jtl')).toEqual({ workspace: null, files: [] });
    expect(parse('--', resolve('/r/x.jtl'))).toEqual({ workspace: null, files: [resolve('/r/x.jtl')] });
  });

  test('a workspace in both spellings', () => {
    const expected = { workspace: resolve('/w/a.loadstone'), files: [resolve('/r/x.jtl')] };
    expect(parse('--', '--workspace', '/w/a.loadstone', '/r/x.jtl')).toEqual(expected);
    expect(parse('--', '--workspace=/w/a.loadstone', '/r/x.jtl')).toEqual(expected);
  });

  test('paths are taken from where the person was', () => {
    expect(parse('--', 'x.jtl', join('sub', 'y.csv')).files).toEqual([
      join(here, 'x.jtl'),
      join(here, 'sub', 'y.csv'),
    ]);
  });

  test('a file name may look like a switch', () => {
    expect(parse('--', '--odd.jtl').files).toEqual([join(here, '--odd.jtl')]);
  });

  test('a workspace option without a path is no file', () => {
    expect(parse('--', '--workspace')).toEqual({ workspace: null, files: [] });
  });
});

describe('installed', () => {
  const parse = (...args: string[]) =>
    parseLaunchRequest(['/opt/loadstone/loadstone', ...args], { isPackaged: true, workingDirectory: here });

  test('file managers pass files alone, among switches of Chromium', () => {
    expect(parse('--enable-features=X', '-psn_0_1', '/r/x.jtl')).toEqual({
      workspace: null,
      files: [resolve('/r/x.jtl')],
    });
  });

  test('as addresses on Linux', () => {
    const path = resolve('/r/a result.jtl');
    expect(parse(pathToFileURL(path).href).files).toEqual([path]);
  });

  test('an address on another computer stays visible as what it is', () => {
    const [path] = parse('file://server/share/x.jtl').files;
    expect(path).toContain('server');
  });

  test('also understands what npm start passes', () => {
    expect(parse('--workspace', '/w/a.loadstone', '/r/x.jtl')).toEqual({
      workspace: resolve('/w/a.loadstone'),
      files: [resolve('/r/x.jtl')],
    });
    expect(parse('--flag', '--', '-x.jtl').files).toEqual([join(here, '-x.jtl')]);
  });
});
