import { SecondsTableReader, startsWithHeader, type SecondsTable } from '../http-samples/seconds-table.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';

/**
 * `oha --output-format csv`, in hatoo/oha's words (`src/printer.rs`): seconds as they are, sorted by start; `Response-delay`
 * runs from the start of the request to the first byte. `request-start` counts from the start of the test. Only requests
 * with an answer are written.
 */
const table: SecondsTable = {
  header: ['request-start', 'DNS', 'DNS+dialup', 'Response-delay', 'request-duration', 'bytes', 'status'],
  times: {
    'request-duration': 'elapsed_ms',
    'DNS+dialup': 'connect_ms',
    'Response-delay': 'latency_ms',
  },
  status: 'status',
  offset: 'request-start',
  receivedBytes: 'bytes',
  clockTickMs: 1e-6,
  warnings: [
    {
      code: 'no-time',
      message:
        'oha writes no date and no time of day, only seconds since its start: the run has no place on the time axis.',
    },
    {
      code: 'errors-left-out',
      message:
        'oha writes no row for requests that got no answer (refused, timed out): they are missing here.',
    },
  ],
  mostRows: null,
};

export const ohaCsv: Importer = {
  id: 'oha-csv',
  label: 'oha CSV',
  tool: 'oha',
  toolLabel: 'oha',
  describes: 'CSV output (--output-format csv)',
  group: 'load',
  probe: ({ text }) =>
    startsWithHeader(text, table)
      ? { score: 0.95, reasons: ['header names request-start, DNS+dialup, request-duration, status'] }
      : NOT_THIS_FORMAT,
  open: (context) => new SecondsTableReader(context, table),
};
