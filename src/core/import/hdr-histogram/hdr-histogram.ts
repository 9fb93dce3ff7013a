import { DocumentReader } from '../document-reader.ts';
import { NOT_THIS_FORMAT, type Importer } from '../importer.ts';
import { TABLE_HEADER } from '../reports/percentile-table.ts';
import { headText, reportLines } from '../reports/report-text.ts';
import { intervalLineOf, LEGEND, VERSION } from './interval-line.ts';
import { HistogramLogReader } from './log-reader.ts';
import { readPercentileTable } from './read-table.ts';

/** How base64 of a compressed histogram begins, of whole numbers and of doubles. */
const HISTOGRAM = /^(?:HIST|DHIST)/u;

/** A log of histograms, one for each interval (`.hlog`, jHiccup, NoSQLBench, cassandra-stress). */
export const hdrHistogramLog: Importer = {
  id: 'hdr-histogram-log',
  label: 'HdrHistogram log',
  tool: 'hdr-histogram',
  toolLabel: 'HdrHistogram',
  describes: 'log of interval histograms',
  group: 'load',
  probe: (head) => {
    const lines = [...reportLines(headText(head))].map(({ text }) => text.trim());
    const reasons: string[] = [];
    if (lines.some((line) => VERSION.test(line))) reasons.push('a line "Histogram log format version"');
    if (lines.some((line) => LEGEND.test(line) && line.includes('Interval_Compressed_Histogram')))
      reasons.push('column Interval_Compressed_Histogram');
    if (lines.some((line) => HISTOGRAM.test(intervalLineOf(line)?.histogram ?? '')))
      reasons.push('lines with compressed histograms');
    return reasons.length === 0 ? NOT_THIS_FORMAT : { score: 0.95, reasons };
  },
  open: (context) => new HistogramLogReader(context),
};

/** The table that HdrHistogram prints (`.hgrm`), as text or as CSV. */
export const hdrHistogramTable: Importer = {
  id: 'hdr-histogram-percentiles',
  label: 'HdrHistogram percentiles',
  tool: 'hdr-histogram',
  toolLabel: 'HdrHistogram',
  describes: 'table of percentiles',
  group: 'load',
  probe: (head) =>
    [...reportLines(headText(head))].some(({ text }) => TABLE_HEADER.test(text.trim()))
      ? { score: 0.8, reasons: ['columns Value, Percentile, TotalCount'] }
      : NOT_THIS_FORMAT,
  open: ({ emit }) => new DocumentReader((bytes) => readPercentileTable(bytes, emit)),
};
