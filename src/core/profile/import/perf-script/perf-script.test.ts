import { describe, expect, it } from 'vitest';
import {
  collectOrRefuse,
  collectProfile,
  collectProfiles,
  sampleLines,
} from '../../testing/collect-profiles.ts';
import { eventLine } from './event-line.ts';
import { frameLine, framesOfLine } from './frame-line.ts';
import { perfScript } from './perf-script.ts';

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('eventLine', () => {
  it.each([
    [
      'Web Content 1234 5678 [003] 12.5: 100 cycles:u: ',
      'Web Content 1234',
      null,
      5678,
      12.5,
      100,
      'cycles:u',
    ],
    ['kworker/0:1H 77/78 [000] 12.5:  cpu-clock: ', 'kworker/0:1H', 77, 78, 12.5, null, 'cpu-clock'],
    [
      'Thread (pooled)   9/10 1.000001: 7 task-clock:ppp:',
      'Thread (pooled)',
      9,
      10,
      1.000001,
      7,
      'task-clock:ppp',
    ],
    ['   dd 29776 666709.7: 1 cpu-clock: ', 'dd', null, 29776, 666709.7, 1, 'cpu-clock'],
    ['java 19983 cycles:', 'java', null, 19983, null, null, 'cycles'],
    ['  2/2\t\t[000] 0.0:\t\t\t1 event_name: more', '', 2, 2, 0, 1, 'event_name'],
    [
      'app 5 [001] 3.5: sched:sched_switch: prev_comm=a:b ==> x',
      'app',
      null,
      5,
      3.5,
      null,
      'sched:sched_switch',
    ],
    ['app 5/6 [001] 3.5: 9 cpu_core/cycles/u: ', 'app', 5, 6, 3.5, 9, 'cpu_core/cycles/u'],
  ])('%s', (line, command, processId, threadId, seconds, period, event) => {
    expect(eventLine(line)).toMatchObject({ command, processId, threadId, seconds, period, event });
  });

  it.each(['', '\t55d0 work+0x10 (/bin/app)', 'no numbers here:', '[ perf record: Woken up 1 times ]'])(
    '%s is none',
    (line) => {
      expect(eventLine(line)).toBeNull();
    },
  );
});

describe('framesOfLine', () => {
  const frames = (line: string) => framesOfLine(frameLine(line)!);
  it.each([
    [
      '  55d0 ns::f(int, char const*)+0x1f (/bin/my app (deleted))',
      'ns::f(int, char const*)',
      '/bin/my app (deleted)',
      'native',
    ],
    ['  55d0 [unknown] (/bin/app)', '[app]', '/bin/app', 'native'],
    ['  55d0 [unknown] ([unknown])', '[unknown]', '', 'unknown'],
    ['  ffff do_idle+0x2 ([kernel.kallsyms])', 'do_idle', '[kernel.kallsyms]', 'kernel'],
    ['  ffff ipv4_track ([nf_conntrack_ipv4])', 'ipv4_track', '[nf_conntrack_ipv4]', 'kernel'],
    [
      '  ffff rx+0x13a (/usr/lib/debug/boot/vmlinux-5.4.14)',
      'rx',
      '/usr/lib/debug/boot/vmlinux-5.4.14',
      'kernel',
    ],
    ['  7fff clock_gettime ([vdso])', 'clock_gettime', '[vdso]', 'native'],
    ['  7fff Lcom/x/Y;::m (/tmp/perf-12.map)', 'Lcom/x/Y;::m', '/tmp/perf-12.map', 'jit'],
  ])('%s', (line, name, module, kind) => {
    expect(frames(line)).toMatchObject([{ name, module, kind }]);
  });

  it('names functions of JavaScript with their place', () => {
    expect(frames('  1f JS:*render /srv/app/view.js:12:5 (/tmp/perf-7.map)')).toMatchObject([
      { name: 'render', file: '/srv/app/view.js', line: 12, column: 5, kind: 'jit' },
    ]);
    expect(frames('  1f LazyCompile:~ /srv/a.js:3 (/tmp/perf-7.map)')).toMatchObject([
      { name: '(anonymous)', file: '/srv/a.js', line: 3, kind: 'interpreted' },
    ]);
  });

  it('splits what compilers put into each other', () => {
    expect(frames('  1f La/B;::outer->La/C;::inner (/tmp/perf-7.map)')).toMatchObject([
      { name: 'La/B;::outer', inlined: false },
      { name: 'La/C;::inner', inlined: true },
    ]);
    expect(frames('  1f Ptr::operator->() (/bin/app)')).toMatchObject([{ name: 'Ptr::operator->()' }]);
    expect(frames('  1f std::min (inlined)')).toMatchObject([{ name: 'std::min', inlined: true }]);
  });
});

describe('perf script', () => {
  it('makes a profile of each event, on one clock', () => {
    const [cycles, switches] = collectProfiles(
      perfScript,
      text(
        'app 1/1 [000] 10.000100: 7 cycles: ',
        '\t1 a (/x)',
        '',
        'app 1/1 [000] 10.000300: 1 sched:sched_switch: prev=a',
        '\t1 b (/x)',
        '\t2 a (/x)',
        '',
      ),
    );
    expect(sampleLines(cycles!)).toEqual(['0 a 7']);
    expect(cycles!.weightTypes).toEqual([
      { name: 'cycles', unit: 'cycles' },
      { name: 'samples', unit: 'samples' },
    ]);
    expect(sampleLines(switches!)).toEqual(['200 a;b 1']);
    expect(switches!.name).toBe('sched:sched_switch');
  });

  it('reads frames without modules and without names, and places below them', () => {
    const profile = collectProfile(
      perfScript,
      text(
        'app 1/1 1.5: 7 cycles: ',
        '\t55d0 work+0x3',
        '  a.c:12',
        '\t55e0',
        'app 1/1 1.6: 7 cycles: ',
        '\t55d0 work',
      ),
    );
    expect(sampleLines(profile)).toEqual(['0 0x55e0;work 7', '100000 work 7']);
    expect(profile.warnings).toEqual([]);
  });

  it('knows samples that nothing ran in, and lines of other programs', () => {
    const profile = collectProfile(
      perfScript,
      text(
        'app 1/1 1.5: 7 cycles: ',
        '',
        'app 1/1 1.6: 8 cycles: ',
        '\t1 a (/x)',
        '',
        '[ perf record: Captured ]',
        '?!',
      ),
    );
    expect(sampleLines(profile)).toEqual(['0  7', '100000 a 8']);
    expect(profile.warnings).toMatchObject([{ code: 'bad-lines', count: 1, message: /line 7\./u }]);
  });

  it('takes the interval from the header, or from a clock that never changes', () => {
    const event = ['app 1/1 1.5: 5 cycles: ', '\t1 a (/x)', ''];
    const [sampled] = collectProfiles(
      perfScript,
      text('# cmdline : /usr/bin/perf record -F 99 -g', ...event),
    );
    expect(sampled!.intervalUs).toBeCloseTo(10_101.01, 2);
    const [clocked] = collectProfiles(perfScript, text('app 1/1 1.5: 250000 cpu-clock:u: ', '\t1 a (/x)'));
    expect(clocked).toMatchObject({
      intervalUs: 250,
      weightTypes: [{ name: 'cpu-clock:u', unit: 'ns' }, {}],
    });
  });

  it('refuses a file without events', () => {
    expect(collectOrRefuse(perfScript, text('# nothing', ''))).toMatchObject({ code: 'file-damaged' });
  });
});
