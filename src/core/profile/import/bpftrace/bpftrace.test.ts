import { describe, expect, it } from 'vitest';
import {
  collectOrRefuse,
  collectProfile,
  collectProfiles,
  sampleLines,
} from '../../testing/collect-profiles.ts';
import { bpftrace } from './bpftrace.ts';

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

describe('bpftrace', () => {
  it('puts the stack of the kernel on top of the one of the program, whatever their order', () => {
    const kernel = ['    schedule+20', '    do_syscall_64+85', '    entry_SYSCALL_64_after_hwframe+110'];
    const user = ['    read+18', '    main+3'];
    const path = 'main;read;entry_SYSCALL_64_after_hwframe;do_syscall_64;schedule';
    const first = collectProfile(bpftrace, text('@[', ...kernel, ', ', ...user, ', app, 12]: 5'));
    expect(sampleLines(first)).toEqual([`${path} 5`]);
    expect(first.threads[0]!.name).toBe('app, 12');
    const second = collectProfile(bpftrace, text('@[', ...user, ', ', ...kernel, ']: 5'));
    expect(sampleLines(second)).toEqual([`${path} 5`]);
    expect(second.threads[0]!.name).toBe('all threads');
  });

  it('takes the first of two stacks for the inner one where nothing tells', () => {
    const profile = collectProfile(bpftrace, text('@[', '    b+1', ', ', '    a+1', ']: 5'));
    expect(sampleLines(profile)).toEqual(['a;b 5']);
  });

  it('reads stacks as perf writes them, keys in front, and addresses', () => {
    const profile = collectProfile(
      bpftrace,
      text('@[app, ', '\t7f12 work+12 (/bin/app)', '\t7f13 [unknown] (/lib/x.so)', '    0x7f14', ']: 5'),
    );
    expect(sampleLines(profile)).toEqual(['0x7f14;0x7f13;work 5']);
    expect(profile.frames.texts.at(profile.frames.module[2]!)).toBe('/bin/app');
    expect(profile.threads[0]!.name).toBe('app');
  });

  it('makes a profile of each map, and names what its numbers are by its name', () => {
    const profiles = collectProfiles(
      bpftrace,
      text(
        '@alloc_bytes[',
        '    a+1',
        ']: 4096',
        '',
        '@wait_us[',
        '    b+1',
        ', 77]: 3',
        '',
        '@total: 12',
        '@: 7',
      ),
    );
    expect(profiles.map(({ name, weightTypes }) => [name, weightTypes[0]])).toEqual([
      ['@alloc_bytes', { name: 'alloc_bytes', unit: 'bytes' }],
      ['@wait_us', { name: 'wait_us', unit: 'ns' }],
    ]);
    expect(sampleLines(profiles[1]!)).toEqual(['b 3000']);
    expect(profiles[1]!.threads[0]).toMatchObject({ name: 'process 77', processId: 77 });
    expect(profiles[0]!.warnings).toMatchObject([{ code: 'bad-lines', count: 2, message: /lines 9, 10\./u }]);
  });

  it('keeps entries behind one that was cut, and says that the last was', () => {
    const profile = collectProfile(bpftrace, text('@[', '    a+1', '@[', '    b+1', ']: 2', '@[', '    c+1'));
    expect(sampleLines(profile)).toEqual(['b 2']);
    expect(profile.warnings.map(({ code }) => code)).toEqual(['bad-lines', 'cut-short']);
  });

  it('knows entries without any stack', () => {
    expect(sampleLines(collectProfile(bpftrace, text('@[, , app]: 3', '@[', '    a+1', ']: 1')))).toEqual([
      ' 3',
      'a 1',
    ]);
  });

  it('refuses output that has not been printed yet', () => {
    expect(collectOrRefuse(bpftrace, text('Attaching 1 probe...'))).toMatchObject({ code: 'file-damaged' });
  });
});
