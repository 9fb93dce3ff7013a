import { describe, expect, it } from 'vitest';
import { growthOf } from './growth-of.ts';
import type { Growth, GrowthSeries } from '#shared/model/heap-growth.ts';
import { corpusSeries, heapCorpusAvailable, heapCorpusNote } from './testing/corpus-series.ts';

const files = (stem: string, end: string, n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${stem}-${String(i)}${end}`);

function classNamed(growth: Growth, name: string): GrowthSeries {
  const found = growth.series.find((each) => each.kind === 'class' && each.name === name);
  if (found === undefined) throw new Error(`${name} is not among the series`);
  return found;
}

const leaks = (growth: Growth): string[] =>
  growth.series
    .filter(({ kind, verdict }) => kind === 'class' && verdict === 'leak')
    .map(({ name }) => name)
    .sort();

describe.skipIf(!heapCorpusAvailable)(`Growth of real series${heapCorpusNote}`, { timeout: 240_000 }, () => {
  it('finds the sessions, buffers and listeners of node20-leak-a', async () => {
    const series = await corpusSeries(files('heapsnapshot/node20-leak-a', '.heapsnapshot.gz', 4));
    for (const operations of [null, [600, 1200, 1800, 2400]]) {
      const growth = growthOf(series, operations);
      const session = classNamed(growth, 'SessionContext');
      expect(session.counts).toEqual([600, 1200, 1800, 2400]);
      expect(session.verdict).toBe('leak');
      expect(session.countPerOperation).toBe(operations === null ? 600 : 1);
      expect(session.retainerPath.slice(-3)).toEqual([
        'liveSessions › Map',
        'table › (array)',
        '[*] › SessionContext',
      ]);
      // Every session has a number of its own.
      expect(leaks(growth)).toEqual(['(number)', 'Function', 'RequestBuffer', 'SessionContext']);
      expect(growth.series.find(({ kind }) => kind === 'container')!.evidence[0]!.code).toMatch(
        operations === null ? 'container-grows' : 'integer-per-operation',
      );
      expect(growth.series.some(({ name, verdict }) => name === 'NoiseRecord' && verdict === 'leak')).toBe(
        false,
      );
      expect(growth.warnings.map(({ code }) => code)).not.toContain('other-process');
    }
  });

  it('finds nothing in node20-control-a', async () => {
    const series = await corpusSeries(files('heapsnapshot/node20-control-a', '.heapsnapshot.gz', 4));
    for (const operations of [null, [600, 1200, 1800, 2400]]) {
      const growth = growthOf(series, operations);
      const grows = growth.series.filter(({ verdict }) => verdict === 'leak' || verdict === 'candidate');
      expect(grows.map(({ kind, name }) => `${kind} ${name}`)).toEqual([]);
      expect(classNamed(growth, 'NoiseRecord').counts).toEqual([3338, 2618, 3038, 3127]);
    }
  });

  it('finds the detached rows of chromium156-detached', async () => {
    const series = await corpusSeries(files('heapsnapshot/chromium156-detached', '.heapsnapshot.gz', 3));
    const growth = growthOf(series, [240, 480, 720]);
    for (const name of ['Detached <li>', 'Detached <span>', 'Detached <button>', 'RowController']) {
      expect(classNamed(growth, name)).toMatchObject({ verdict: 'leak', countPerOperation: 1 });
    }
    expect(classNamed(growth, 'Detached <li>').counts).toEqual([240, 480, 720]);
    expect(classNamed(growth, 'Detached <li>').retainerPath.join(' ')).toMatch(
      /retired › Array .*RowController/u,
    );
    // Three snapshots and nothing about the load: that is no proof.
    expect(leaks(growthOf(series, null))).toEqual([]);
    expect(classNamed(growthOf(series, null), 'Detached <li>').verdict).toBe('candidate');
  });

  it('finds the tickets of openjdk17-leak-a', async () => {
    const series = await corpusSeries(files('hprof/openjdk17-leak-a', '.hprof.gz', 3));
    const growth = growthOf(series, [700, 1400, 2100]);
    const ticket = classNamed(growth, 'JavaWork$Ticket');
    expect(ticket).toMatchObject({ verdict: 'leak', counts: [700, 1400, 2100], countPerOperation: 1 });
    expect(ticket.retainerPath.join(' ')).toContain('OPEN › java.util.HashMap');
    expect(growth.series[0]!.name).toBe('JavaWork$Ticket');
    expect(growth.warnings.map(({ code }) => code)).toEqual(['few-snapshots']);
  });

  it('takes three class histograms of the same moments for candidates', async () => {
    const growth = growthOf(
      await corpusSeries(files('histo/openjdk17-histo-a', '.txt', 3)),
      [700, 1400, 2100],
    );
    expect(leaks(growth)).toEqual([]);
    expect(classNamed(growth, 'JavaWork$Ticket')).toMatchObject({
      verdict: 'candidate',
      countPerOperation: 1,
    });
    expect(growth.warnings.map(({ code }) => code)).toContain('classes-only');
  });

  it('finds the site of go119-heap-a', async () => {
    const growth = growthOf(await corpusSeries(files('pprof/go119-heap-a', '.pb.gz', 3)), null);
    expect(growth.series.map(({ name }) => name)).toEqual(['main.leak']);
    const [site] = growth.series;
    expect(site!.verdict).toBe('candidate');
    expect(site!.slope.perOperation).toBeGreaterThan(8e6);
    expect(site!.slope.perOperation).toBeLessThan(10e6);
    expect(growth.noise[0]!.family).toBe('Go runtime');
  });
});
