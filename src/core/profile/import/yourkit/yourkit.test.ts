import { describe, expect, it } from 'vitest';
import {
  collectOrRefuse,
  collectProfile,
  collectProfiles,
  sampleLines,
} from '../../testing/collect-profiles.ts';
import { yourKitCsv } from './yourkit-csv.ts';
import { yourKitRow } from './yourkit-name.ts';
import { yourKitXml } from './yourkit-xml.ts';

describe('yourKitRow', () => {
  it.each([
    ['a.B.run(int, char[])', { row: 'function', frame: { name: 'a.B.run(int, char[])' } }],
    ['B.java:64 a.C.run()', { row: 'function', frame: { name: 'a.C.run()' } }],
    ['B.java (native) a.C.run()', { row: 'function', frame: { name: 'a.C.run()' } }],
    ['B.java:64 [Wall Time] a.C.run()', { row: 'function', frame: { name: 'a.C.run()' } }],
    ['B.java:64', { row: 'line' }],
    ['<All threads>', { row: 'thread', name: 'all threads', threadId: null }],
    ["pool 1 Group: 'main' Native ID: 12", { row: 'thread', name: 'pool 1', threadId: 12 }],
  ])('%s', (text, expected) => {
    expect(yourKitRow(text)).toMatchObject(expected);
  });
});

describe('YourKit CSV', () => {
  it('reads a list of methods', () => {
    const profile = collectProfile(
      yourKitCsv,
      '"Method","Time (ms)","Own Time (ms)","Samples"\n"a.B.f()","100","40","4"\n"a.B.g()","60","60","6"\n',
    );
    expect(sampleLines(profile)).toEqual(['a.B.f() 40000000', 'a.B.g() 60000000']);
  });

  it('leaves out rows without numbers and says where they are', () => {
    const profile = collectProfile(
      yourKitCsv,
      '"Call Tree","Time (ms)","Level"\n"a.B.f()","100","1"\n"a.B.g()","x","2"\n"a.B.h()","60","2"\n',
    );
    expect(sampleLines(profile)).toEqual(['a.B.f();a.B.h() 60000000', 'a.B.f() 40000000']);
    expect(profile.warnings).toMatchObject([{ code: 'bad-lines', message: /line 3\./u }]);
  });
});

describe('YourKit XML', () => {
  const node = (title: string, attributes: string, ...inside: readonly string[]): string =>
    `<node call_tree="${title}" ${attributes}>${inside.join('')}</node>`;

  it('makes a profile of each view, with threads', () => {
    const [cpu, locks] = collectProfiles(
      yourKitXml,
      [
        '<?xml version="1.0"?><snapshot>',
        '<view description="CPU">',
        node(
          "T1 Group: 'main' Native ID: 5",
          'time_ms="10" self_time_ms="0"',
          node(
            'a.B.f()',
            'time_ms="10" self_time_ms="4"',
            node('B.java:3 a.B.g()', 'time_ms="6" self_time_ms="6"'),
          ),
        ),
        node(
          "T2 Group: 'main' Native ID: 6",
          'time_ms="1" self_time_ms="0"',
          node('a.B.f()', 'time_ms="1" self_time_ms="1"'),
        ),
        '</view><view description="Locks">',
        node('a.B.f()', 'time_ms="10"', node('a.B.g()', 'time_ms="7"')),
        '</view></snapshot>',
      ].join(''),
    );
    expect(cpu!.name).toBe('CPU');
    expect(sampleLines(cpu!)).toEqual(['a.B.f();a.B.g() 6000000', 'a.B.f() 4000000', 'a.B.f() 1000000']);
    expect(cpu!.threads.map(({ threadId }) => threadId)).toEqual([5, 6]);
    expect([...cpu!.samples.thread]).toEqual([0, 0, 1]);
    // Without self times they follow from those below.
    expect(sampleLines(locks!)).toEqual(['a.B.f();a.B.g() 7000000', 'a.B.f() 3000000']);
    expect(cpu!.warnings).toEqual([]);
  });

  it('says that it was cut, and refuses what has no tree', () => {
    const cut = collectProfile(
      yourKitXml,
      '<view><node call_tree="f()" time_ms="3" self_time_ms="3"><node call_',
    );
    expect(sampleLines(cut)).toEqual(['f() 3000000']);
    expect(cut.warnings.map(({ code }) => code)).toEqual(['cut-short']);
    expect(collectOrRefuse(yourKitXml, '<view></view>')).toMatchObject({ code: 'file-damaged' });
  });
});
