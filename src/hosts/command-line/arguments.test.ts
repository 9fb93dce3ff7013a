import { describe, expect, test } from 'vitest';
import { parseCommand } from './arguments.ts';
import { parseSize } from './option-values.ts';
import { UsageError } from './usage.ts';

describe('commands', () => {
  test('no words, help and version', () => {
    expect(parseCommand([])).toEqual({ name: 'help' });
    expect(parseCommand(['--help'])).toEqual({ name: 'help' });
    expect(parseCommand(['summary', '--help'])).toEqual({ name: 'help' });
    expect(parseCommand(['--version'])).toEqual({ name: 'version' });
  });

  test('summary has the documented defaults', () => {
    expect(parseCommand(['summary', 'a.jtl'])).toEqual({
      name: 'summary',
      files: ['a.jtl'],
      json: false,
      verbose: false,
      memoryLimitBytes: undefined,
      threads: undefined,
      workspace: null,
      percentiles: [50, 90, 95, 99],
      from: null,
      to: null,
      phase: 'all',
      label: null,
      exclude: null,
      outcome: 'all',
      kind: 'counted',
      groupByRun: false,
      mapping: undefined,
      labelRules: null,
      apdexTMs: null,
      apdexMode: null,
      apdexThresholds: null,
      jmeterCompatible: false,
      estimator: 'type7',
      format: null,
      timeZone: undefined,
    });
  });

  test('options may stand before, between and after files', () => {
    const command = parseCommand([
      'summary',
      '--json',
      'a',
      '--percentiles',
      '50, 99.9',
      'b',
      '--label=^GET',
    ]);
    expect(command).toMatchObject({ files: ['a', 'b'], json: true, percentiles: [50, 99.9], label: /^GET/u });
  });

  test('thresholds of the Apdex may be given by label', () => {
    expect(
      parseCommand([
        'summary',
        'a',
        '--apdex',
        '400',
        '--apdex-for',
        'GET /?a=1=300',
        '--apdex-for=pay=2000',
      ]),
    ).toMatchObject({
      apdexTMs: 400,
      apdexThresholds: [
        { label: 'GET /?a=1', tMs: 300 },
        { label: 'pay', tMs: 2000 },
      ],
    });
  });

  test('labels does one thing', () => {
    const of = (...args: string[]): unknown => parseCommand(['labels', 'w.loadstone', ...args]);
    expect(of()).toMatchObject({ workspace: 'w.loadstone', act: 'show', rules: null });
    expect(of('--rules', 'r.json')).toMatchObject({ act: 'apply', rules: 'r.json' });
    expect(of('--rules', 'r.json', '--preview')).toMatchObject({ act: 'preview', rules: 'r.json' });
    expect(of('--preview')).toMatchObject({ act: 'preview', rules: 'builtin' });
    expect(of('--clear')).toMatchObject({ act: 'clear', rules: null });
    expect(of('--export')).toMatchObject({ act: 'export' });
    expect(of('--help')).toEqual({ name: 'help' });
  });

  test('sql takes a workspace and one statement', () => {
    expect(parseCommand(['sql', 'w.loadstone', 'SELECT 1'])).toMatchObject({
      workspace: 'w.loadstone',
      sql: 'SELECT 1',
    });
    expect(() => parseCommand(['sql', 'w.loadstone'])).toThrow(UsageError);
    expect(() => parseCommand(['sql', 'w', 'SELECT', '1'])).toThrow(UsageError);
  });
});

test.each([
  [['dance'], 'dance'],
  [['summary'], 'at least one file'],
  [['summary', 'a', '--unknown'], '--unknown'],
  [['summary', 'a', '--percentiles', '50,x'], '--percentiles'],
  [['summary', 'a', '--percentiles', '101'], '--percentiles'],
  [['summary', 'a', '--percentiles', '50,,99,-1'], '--percentiles'],
  [['summary', 'a', '--label', '('], '--label'],
  [['summary', 'a', '--outcome', 'maybe'], '--outcome'],
  [['summary', 'a', '--apdex', '0'], '--apdex'],
  [['summary', 'a', '--apdex-mode', 'gatling'], '--apdex-mode'],
  [['summary', 'a', '--apdex-for', 'pay'], 'LABEL=MS'],
  [['summary', 'a', '--apdex-for', 'pay=0'], '--apdex-for'],
  [['summary', 'a', '--apdex-for', 'pay=1', '--apdex-for', 'pay=2'], 'each label once'],
  [['summary', 'a', '--phase', 'ramp'], '--phase'],
  [['summary', 'a', '--timezone', 'Mars/Olympus'], '--timezone'],
  [['summary', 'a', '--threads', '1.5'], '--threads'],
  [['labels'], 'one workspace'],
  [['labels', 'a', 'b'], 'one workspace'],
  [['labels', 'a', '--clear', '--export'], '--export'],
  [['labels', 'a', '--clear', '--preview'], '--preview'],
  [['labels', 'a', '--rules', 'b', '--clear'], '--rules'],
  [['summary', 'a', '--memory', 'lots'], '--memory'],
  [['summary', 'a', '--memory', '1MB'], '--memory'],
])('%j is a usage error that names the culprit', (args, culprit) => {
  expect(() => parseCommand(args)).toThrow(UsageError);
  expect(() => parseCommand(args)).toThrow(culprit);
});

test.each([
  ['512MB', 512e6],
  ['2GB', 2e9],
  ['2g', 2e9],
  ['1.5GB', 1.5e9],
  ['1GiB', 1024 ** 3],
])('%s is %d bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});
