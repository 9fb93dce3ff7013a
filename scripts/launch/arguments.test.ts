import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { callersFolder, parseLaunchArguments } from './arguments.mjs';

const at = (path: string) => resolve('/home/me', path);
const world = { baseDir: at('.'), exists: (path: string) => !path.includes('missing') };
const parse = (...args: string[]) => parseLaunchArguments(args, world);
const nothing = { files: [], workspace: undefined, port: undefined, noWindow: false, help: false };

describe('parseLaunchArguments', () => {
  test.each<[string[], object]>([
    [[], {}],
    [['a.jtl', '/tmp/b.json'], { files: [at('a.jtl'), at('/tmp/b.json')] }],
    [['--no-window', 'a.jtl'], { noWindow: true, files: [at('a.jtl')] }],
    [['--workspace', 'w.loadstone', '--port', '8080'], { workspace: at('w.loadstone'), port: 8080 }],
    [['--workspace=missing.loadstone'], { workspace: at('missing.loadstone') }],
    [['--port=0'], { port: 0 }],
    [['--', '--no-window'], { files: [at('--no-window')] }],
    [['-h'], { help: true }],
  ])('%j', (args, expected) => {
    expect(parse(...args)).toEqual({ ...nothing, ...expected });
  });

  test.each<[string[], RegExp]>([
    [['missing.jtl'], /missing\.jtl does not exist\.$/],
    [['--nope'], /unknown option --nope/],
    [['-x'], /unknown option -x/],
    [['--no-window=1'], /unknown option/],
    [['--workspace'], /--workspace needs a value/],
    [['--port', 'http'], /--port needs a number/],
    [['--port=65536'], /--port needs a number/],
  ])('refuses %j', (args, message) => {
    expect(() => parse(...args)).toThrow(message);
    expect(() => parse(...args)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

describe('callersFolder', () => {
  test.each<[string, string, NodeJS.ProcessEnv, string]>([
    [
      'npm start in a sub-folder',
      '/repo',
      { npm_lifecycle_event: 'start', INIT_CWD: '/repo/docs' },
      '/repo/docs',
    ],
    ['node scripts/start.mjs', '/repo', {}, '/repo'],
    [
      'a shell under another npm',
      '/elsewhere',
      { npm_lifecycle_event: 'shell', INIT_CWD: '/x' },
      '/elsewhere',
    ],
  ])('%s', (_name, cwd, env, expected) => {
    expect(callersFolder({ cwd, root: '/repo', env })).toBe(expected);
  });
});
