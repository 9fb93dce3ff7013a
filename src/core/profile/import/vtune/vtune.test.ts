import { describe, expect, it } from 'vitest';
import { collectOrRefuse, collectProfile, headOfBytes, sampleLines } from '../../testing/collect-profiles.ts';
import { vtune } from './vtune.ts';

const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;
const scoreOf = (line: string): number =>
  vtune.probe(headOfBytes(new TextEncoder().encode(`${line}\n`))).score;

describe('VTune', () => {
  it('reads hotspots: a function per row, with time once', () => {
    const profile = collectProfile(
      vtune,
      text(
        'Function,CPU Time,CPU Time:Effective Time:Idle,Module,Function (Full),Source File,Start Address',
        'multiply,1.500s,0.5s,matrix,multiply,matrix.c,0x40',
        'init,0.020s,0s,matrix,init,[Unknown],0x80',
      ),
    );
    expect(profile.weightTypes).toEqual([{ name: 'CPU Time', unit: 'ns' }]);
    expect(sampleLines(profile)).toEqual(['multiply 1500000000', 'init 20000000']);
    expect(profile.frames.texts.at(profile.frames.file[0]!)).toBe('matrix.c');
    expect(profile.frames.file[1]).toBe(-1);
  });

  it('reads hardware events: each is a weight', () => {
    const profile = collectProfile(
      vtune,
      text(
        'Function\tHardware Event Count:CPU_CLK_UNHALTED.THREAD\tHardware Event Count:INST_RETIRED.ANY\tModule',
        'multiply\t2000000\t1,000,000\tmatrix',
      ),
    );
    expect(profile.weightTypes).toEqual([
      { name: 'CPU_CLK_UNHALTED.THREAD', unit: 'cycles' },
      { name: 'INST_RETIRED.ANY', unit: 'instructions' },
    ]);
    expect(profile.samples.weights.map((column) => column[0])).toEqual([2_000_000, 1_000_000]);
  });

  it('takes self, not the totals beside it, behind messages and with another separator', () => {
    const profile = collectProfile(
      vtune,
      text(
        'vtune: Executing actions 50 %',
        '"Function Stack";"CPU Time:Total";"CPU Time:Self";"Module"',
        '"Total";"100%";"0";""',
        '"  main";"100%";"0.5";"app"',
        '"    f(a; b)";"50%";"0.25";"app"',
      ),
    );
    expect(sampleLines(profile)).toEqual(['main;f(a; b) 250000000', 'main 500000000']);
  });

  it('takes no table of callers, whose rows would count twice, and no other table', () => {
    expect(scoreOf('Function,Function Stack,CPU Time:Self,Module')).toBe(0);
    expect(scoreOf('Function,Size')).toBe(0);
    expect(scoreOf('Function Stack,CPU Time:Self,Module')).toBeGreaterThan(0.5);
  });

  it('refuses a report without weights', () => {
    expect(collectOrRefuse(vtune, text('Function,CPU Time,Module'))).toMatchObject({ code: 'file-damaged' });
  });
});
