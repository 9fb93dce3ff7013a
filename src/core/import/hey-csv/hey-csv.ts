import { SecondsTableReader, startsWithHeader, type SecondsTable } from '../http-samples/seconds-table.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';

/**
 * `hey -o csv`, in rakyll/hey's words (`requester/print.go`): seconds with four decimals; `DNS+dialup` is the time until the
 * connection stood (0 when one was used again), `Response-delay` from the written request to the first byte. `offset`
 * counts from the start of the program. Requests that failed without an answer are counted by hey but not written, and after
 * a million rows it writes none.
 */
const table: SecondsTable = {
  header: [
    'response-time',
    'DNS+dialup',
    'DNS',
    'Request-write',
    'Response-delay',
    'Response-read',
    'status-code',
    'offset',
  ],
  times: {
    'response-time': 'elapsed_ms',
    'DNS+dialup': 'connect_ms',
    'Request-write': 'sending_ms',
    'Response-delay': 'waiting_ms',
    'Response-read': 'receiving_ms',
  },
  status: 'status-code',
  offset: 'offset',
  receivedBytes: null,
  clockTickMs: 0.1,
  warnings: [
    {
      code: 'no-time',
      message:
        'hey writes no date and no time of day, only seconds since its start: the run has no place on the time axis.',
    },
    {
      code: 'errors-left-out',
      message:
        'hey writes no row for requests that got no answer (refused, timed out): they are missing here.',
    },
  ],
  mostRows: 1_000_000,
};

export const heyCsv: Importer = {
  id: 'hey-csv',
  label: 'hey CSV',
  tool: 'hey',
  toolLabel: 'hey',
  describes: 'CSV output (-o csv)',
  group: 'load',
  probe: ({ text }) =>
    startsWithHeader(text, table)
      ? { score: 0.95, reasons: ['header names response-time, DNS+dialup, Response-delay, offset'] }
      : NOT_THIS_FORMAT,
  open: (context) => new SecondsTableReader(context, table),
};
