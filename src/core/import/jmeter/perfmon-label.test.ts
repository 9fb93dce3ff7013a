import { describe, expect, it } from 'vitest';
import { perfmonSourceOf, perfmonSourceOfAny } from './perfmon-label.ts';

describe('labels of the PerfMon plugin', () => {
  it.each([
    ['localhost CPU', 'localhost', 'CPU'],
    ['localhost CPU combined', 'localhost', 'CPU combined'],
    ['10.1.2.3 Memory unit=mb:free', '10.1.2.3', 'Memory unit=mb:free'],
    ['db.test Disks I/O fs=/:reads', 'db.test', 'Disks I/O fs=/:reads'],
    ['db.test TAIL orders\nper minute', 'db.test', 'TAIL orders\nper minute'],
  ])('%j', (label, host, metric) => {
    expect(perfmonSourceOf(label)).toEqual({ host, metric });
    expect(perfmonSourceOfAny(label)).toEqual({ host, metric });
  });

  it.each(['CPU', ' CPU', 'the web CPU', 'web CPUs', 'web cpu', 'web Memoryunit', ''])(
    'are not %j',
    (label) => {
      expect(perfmonSourceOf(label)).toBeNull();
    },
  );

  it('are split at the first blank where the plugin is known to have written them', () => {
    expect(perfmonSourceOfAny('db.test GPU load')).toEqual({ host: 'db.test', metric: 'GPU load' });
    expect(perfmonSourceOfAny('load')).toEqual({ host: null, metric: 'load' });
    expect(perfmonSourceOfAny('load ')).toEqual({ host: null, metric: 'load ' });
    expect(perfmonSourceOfAny('')).toEqual({ host: null, metric: '(no label)' });
  });
});
