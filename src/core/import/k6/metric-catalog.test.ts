import { describe, expect, it } from 'vitest';
import { WarningLog } from '../warning-log.ts';
import { MetricCatalog, type MetricDefinition } from './metric-catalog.ts';

const definition = (name: string, more: Partial<MetricDefinition> = {}): MetricDefinition => ({
  name,
  kind: 'trend',
  contains: 'time',
  thresholds: [],
  submetrics: [],
  ...more,
});

describe('MetricCatalog', () => {
  it('takes metrics as they are defined, with submetrics and thresholds', () => {
    const catalog = new MetricCatalog(new WarningLog());
    catalog.define(
      definition('http_req_duration', {
        thresholds: ['p(95)<400'],
        submetrics: [{ name: 'http_req_duration{name:Place order}', thresholds: ['p(99)<1000'] }],
      }),
    );
    catalog.define(definition('queue', { kind: 'gauge', contains: 'default' }));
    expect(catalog.takeNew()).toEqual([
      { localId: 0, name: 'http_req_duration', kind: 'trend', contains: 'time', thresholds: ['p(95)<400'] },
      {
        localId: 1,
        name: 'http_req_duration{name:Place order}',
        kind: 'trend',
        contains: 'time',
        thresholds: ['p(99)<1000'],
      },
      { localId: 2, name: 'queue', kind: 'gauge', contains: 'default', thresholds: [] },
    ]);
    expect(catalog.takeNew()).toEqual([]);
    expect(catalog.named('queue').localId).toBe(2);
  });

  it('knows what k6 writes itself when the definition is missing, and warns about the rest', () => {
    const warnings = new WarningLog();
    const catalog = new MetricCatalog(warnings);
    for (const name of ['data_sent', 'browser_web_vital_cls', 'mine', 'a', 'b', 'c', 'd', 'e'])
      catalog.named(name);
    expect(catalog.takeNew().slice(0, 3)).toEqual([
      { localId: 0, name: 'data_sent', kind: 'counter', contains: 'data', thresholds: [] },
      { localId: 1, name: 'browser_web_vital_cls', kind: 'trend', contains: 'default', thresholds: [] },
      { localId: 2, name: 'mine', kind: 'trend', contains: 'default', thresholds: [] },
    ]);
    catalog.finish();
    expect(warnings.list()).toEqual([
      {
        code: 'metric-undefined',
        message: 'Metrics without a definition in the file are taken for trends: mine, a, b, c, d, ….',
        count: 6,
      },
    ]);
  });

  it('uses a definition behind the first point while nothing has been sent', () => {
    const warnings = new WarningLog();
    const catalog = new MetricCatalog(warnings);
    catalog.named('mine');
    catalog.define(definition('mine', { kind: 'rate', contains: 'default', thresholds: ['rate>0.9'] }));
    expect(catalog.takeNew()).toMatchObject([{ name: 'mine', kind: 'rate', thresholds: ['rate>0.9'] }]);
    catalog.named('late');
    catalog.takeNew();
    catalog.define(definition('late'));
    catalog.finish();
    expect(warnings.list()).toMatchObject([{ code: 'metric-late', count: 1 }]);
  });

  it('takes the first of two definitions, and k6 types for unknown words', () => {
    const warnings = new WarningLog();
    const catalog = new MetricCatalog(warnings);
    catalog.define(definition('vus', { kind: 'histogram', contains: 'bananas' }));
    catalog.define(definition('vus', { kind: 'rate' }));
    expect(catalog.takeNew()).toMatchObject([{ name: 'vus', kind: 'gauge', contains: 'default' }]);
    expect(warnings.list()).toMatchObject([{ code: 'metric-type', count: 1 }]);
  });
});
