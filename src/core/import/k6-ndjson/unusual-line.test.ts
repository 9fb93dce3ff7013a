import { describe, expect, it } from 'vitest';
import { readLine } from './unusual-line.ts';

describe('readLine', () => {
  it('reads points in any layout', () => {
    const point = { kind: 'point', metric: 'vus', time: 'T', value: 1, tags: null, metadata: undefined };
    expect(readLine('{"metric":"vus","type":"Point","data":{"time":"T","value":1,"tags":null}}')).toEqual(
      point,
    );
    expect(
      readLine(' {"data":{"tags":null,"value":1,"time":"T"},"x":[],"type":"Point","metric":"vus"} '),
    ).toEqual(point);
    expect(
      readLine('{"metric":"vus","type":"Point","data":{"time":"T","value":1,"metadata":{"vu":"1"}}}'),
    ).toEqual({
      ...point,
      tags: undefined,
      metadata: { vu: '1' },
    });
  });

  it('reads definitions with thresholds and submetrics', () => {
    const data = {
      name: 'm',
      type: 'trend',
      contains: 'time',
      tainted: null,
      thresholds: ['p(95)<500', { threshold: 'avg<20', abortOnFail: true, delayAbortEval: '10s' }, 7],
      submetrics: [{ name: 'm{a:b}', suffix: 'a:b', tags: { a: 'b' } }, { suffix: 'c' }, null],
    };
    expect(readLine(JSON.stringify({ type: 'Metric', data, metric: 'm' }))).toEqual({
      kind: 'definition',
      tainted: true,
      definition: {
        name: 'm',
        kind: 'trend',
        contains: 'time',
        thresholds: ['p(95)<500', 'avg<20'],
        submetrics: [{ name: 'm{a:b}', thresholds: [] }],
      },
    });
  });

  it('reads definitions that lack most of it', () => {
    expect(readLine('{"type":"Metric","metric":"m","data":{"thresholds":null}}')).toEqual({
      kind: 'definition',
      tainted: false,
      definition: { name: 'm', kind: '', contains: '', thresholds: [], submetrics: [] },
    });
  });

  it.each([
    ['{"metric":"vus"', 'not JSON'],
    ['', 'not JSON'],
    ['[]', 'JSON, but neither a point nor a metric of k6'],
    ['null', 'JSON, but neither a point nor a metric of k6'],
    ['{"type":"Other","data":{}}', 'JSON, but neither a point nor a metric of k6'],
    ['{"type":"Point","metric":"vus"}', 'JSON, but neither a point nor a metric of k6'],
    ['{"type":"Point","metric":"vus","data":[]}', 'JSON, but neither a point nor a metric of k6'],
    ['{"type":"Point","data":{"time":"T","value":1}}', 'the point names no metric'],
    ['{"type":"Point","metric":"","data":{"time":"T","value":1}}', 'the point names no metric'],
    ['{"type":"Point","metric":"vus","data":{"value":1}}', 'the point has no time'],
    ['{"type":"Point","metric":"vus","data":{"time":1,"value":1}}', 'the time is not a text'],
    ['{"type":"Point","metric":"vus","data":{"time":"T"}}', 'the point has no value'],
    ['{"type":"Point","metric":"vus","data":{"time":"T","value":"1"}}', 'the value is not a number'],
    ['{"type":"Point","metric":"vus","data":{"time":"T","value":1e999}}', 'the value is not a number'],
    ['{"type":"Metric","data":{}}', 'the metric has no name'],
  ])('says why %s is no line of k6', (text, reason) => {
    expect(readLine(text)).toEqual({ kind: 'invalid', reason });
  });
});
