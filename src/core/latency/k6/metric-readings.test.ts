import { describe, expect, it } from 'vitest';
import { parseMetricName } from './metric-readings.ts';

describe('parseMetricName', () => {
  it.each([
    ['http_req_duration', 'http_req_duration', []],
    ['http_reqs{status:200}', 'http_reqs', [['status', '200']]],
    [
      'd{ name : "Place order" , url:http://x/y }',
      'd',
      [
        ['name', 'Place order'],
        ['url', 'http://x/y'],
      ],
    ],
    ["d{group:'::a::b',}", 'd', [['group', '::a::b']]],
    ['d{flag}', 'd', [['flag', '']]],
    ['d{}', 'd', []],
    ['odd{name', 'odd{name', []],
  ])('splits %s', (name, parent, tags) => {
    expect(parseMetricName(name)).toEqual({ parent, tags });
  });
});
