import { describe, it } from 'vitest';
import { expectSurvives } from '../reports/testing/expect-survives.ts';
import { locustCsv } from './locust-csv.ts';
import { HISTORY_HEADER, lines, STATS_HEADER } from './testing/locust-files.ts';

const files = {
  stats: lines(
    STATS_HEADER,
    'GET,"/a, ""b""",10,2,30.0,31.5,3.25,99.9,120.0,1.5,0.3,30,90,100',
    'POST,商品,4,0,8,9,7,12,1,0.5,0.0,8,12,12',
    ',Aggregated,14,2,28,25.1,3.25,99.9,80,2.0,0.3,28,88,100',
  ),
  history: lines(
    HISTORY_HEADER,
    '1000,1,,Aggregated,0,0,N/A,N/A,0,0,5,5.5,1,9,10',
    '1001,1,GET,/a,1.0,0.0,6,8,2,0,5,5,1,9,10',
    '1001,1,,Aggregated,1.0,0.0,6,8,2,0,5,5,1,9,10',
    '1003,1,GET,/a,1.0,0.0,7,9,5,0,5,5,1,9,10',
  ),
  failures: lines(
    'Method,Name,Error,Occurrences,First Seen,Last Seen',
    "GET,/a,HTTPError('429 Client Error'),123,2026-11-21T12:32:27Z,2026-11-21T12:32:35Z",
    'POST,/b,"CatchResponseError(\'not ""ok"",\r\ncode=500)\')",1,,',
  ),
  exceptions: lines(
    'Count,Message,Traceback,Nodes',
    '3,first,"  File ""x.py"", line 1\r\n    run()\r\n",local',
  ),
};

describe('damaged files', () => {
  it.each(Object.entries(files))('of %s are read as far as they go', (_, text) => {
    expectSurvives(locustCsv, new TextEncoder().encode(text));
  });
});
