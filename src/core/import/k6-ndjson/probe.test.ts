import { describe, expect, it } from 'vitest';
import { headOf } from '../testing/collect.ts';
import { probeK6Ndjson } from './probe.ts';
import { metricLine, pointLine, requestLines } from './testing/k6-lines.ts';

function probe(input: string | Uint8Array) {
  return probeK6Ndjson(headOf(typeof input === 'string' ? new TextEncoder().encode(input) : input));
}

describe('probeK6Ndjson', () => {
  it('is certain about metric and point lines, and says what it saw', () => {
    const names = ['http_reqs', 'http_req_duration', 'vus', 'vus_max'];
    const text = names.map((name) => metricLine(name, 'trend') + pointLine(name)).join('');
    expect(probe(text)).toEqual({
      score: 0.99,
      reasons: ['lines are k6 points', 'metric lines of http_reqs, http_req_duration, vus, …'],
    });
  });

  it('knows old files and files without metric lines', () => {
    expect(probe(requestLines({}, 'type-first').join(''))).toEqual({
      score: 0.99,
      reasons: ['lines are k6 points', 'points of http_reqs, http_req_duration, http_req_blocked, …'],
    });
  });

  it('does not depend on member order, white space or unknown members', () => {
    const point =
      '{ "data": {"tags": null, "value": 1, "time": "2024-01-01T00:00:00Z", "x": 1}, "metric": "vus", "type": "Point" }';
    expect(probe(point).score).toBe(0.99);
  });

  it.each([
    ['a single metric line', metricLine('vus', 'gauge')],
    ['a byte order mark', `\uFEFF${pointLine('vus')}`],
    ['Windows line ends', pointLine('vus').replace('\n', '\r\n')],
    ['blank lines', `\n\n${pointLine('vus')}`],
    ['no line feed at the end', pointLine('vus').trimEnd()],
    ['leading zero bytes', `\0\0\0${pointLine('vus')}`],
    [
      'a metric of more than the head',
      pointLine('vus') + pointLine('vus', { tags: { name: 'x'.repeat(70_000) } }),
    ],
  ])('accepts %s', (_, text) => {
    expect(probe(text).score).toBe(0.99);
  });

  it('still accepts a file whose first line is cut, or that has damage', () => {
    const text = pointLine('vus').slice(40) + pointLine('vus').repeat(5);
    expect(probe(text).score).toBeGreaterThan(0.8);
    expect(probe(text).reasons[0]).toBe('5 of the first 6 lines are k6 points');
  });

  it('accepts a first line that is longer than the head', () => {
    for (const layout of ['metric-first', 'type-first'] as const) {
      const text = pointLine('vus', { tags: { name: 'x'.repeat(70_000) } }, layout);
      expect(probe(text)).toEqual({ score: 0.6, reasons: ['the first line starts as a k6 point'] });
    }
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \n\n'],
    [
      'a handleSummary file',
      '{"root_group":{"name":""},"metrics":{"vus":{"type":"gauge","contains":"default","values":{}}}}',
    ],
    [
      'a pretty handleSummary file',
      '{\n  "metrics": {\n    "vus": {\n      "type": "gauge"\n    }\n  }\n}\n',
    ],
    [
      'Taurus LDJSON',
      '{"label":"a","timestamp":1,"concurrency":1,"succ":1,"avg_rt":0.1}\n{"label":"b","timestamp":1}\n',
    ],
    ['other NDJSON with types', '{"type":"Point","coordinates":[1,2]}\n{"type":"Metric","value":3}\n'],
    ['GeoJSON', '{"type":"Point","coordinates":[102.0,0.5]}'],
    ['a metric without a point in it', '{"metric":"vus","type":"Point","data":{"value":1}}\n'],
    ['JSON arrays', '[{"metric":"vus"}]\n'],
    ['k6 CSV', 'metric_name,timestamp,metric_value\nvus,1730305221,1\n'],
    ['text', 'hello\n{world\n'],
    ['mostly something else', `${'{"a":1}\n'.repeat(20)}${pointLine('vus')}`],
    ['binary', Uint8Array.of(0, 1, 2, 255, 254, 10, 123)],
  ])('leaves %s alone', (_, text) => {
    expect(probe(text).score).toBe(0);
  });
});
