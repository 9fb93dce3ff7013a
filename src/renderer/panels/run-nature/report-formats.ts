/** What is known of the reports of a tool; formats that are not listed are reports of which neither is known. */
interface ReportFormat {
  /** How the tool takes percentiles, in one sentence. */
  readonly method?: string;
  /** Where the same run can be seen in full, in one sentence. */
  readonly fuller?: string;
}

const HISTOGRAM = 'Percentiles are read from the buckets of a histogram (HdrHistogram).';

const formats: Readonly<Record<string, ReportFormat>> = {
  'k6-summary': {
    method: 'k6 takes percentiles from all values, interpolated between neighbours (type 7).',
    fuller: 'What k6 writes with --out json has every sample.',
  },
  'jmeter-statistics': {
    method: 'JMeter takes percentiles of type 6, and only from the last 20,000 samples of each label.',
    fuller: 'The JTL that the dashboard was made from has every sample.',
  },
  'gatling-stats': {
    method:
      'Gatling estimates percentiles (t-digest) and rounds them to milliseconds: where samples are few they can be far off.',
    fuller: 'The simulation.log of the run has every sample.',
  },
  'locust-csv': {
    method:
      'Locust takes percentiles and the median from rounded times: to 10 ms from 100 ms on, to 100 ms from 1 s on.',
    fuller: 'The file that ends in _stats_history.csv has a row for each second.',
  },
  'artillery-json': { method: 'Artillery estimates percentiles from a sketch of the values.' },
  'vegeta-report': {
    method: 'Vegeta estimates percentiles (t-digest).',
    fuller: 'What vegeta encode writes has every sample.',
  },
  'autocannon-json': { method: HISTOGRAM },
  'hdr-histogram-log': { method: HISTOGRAM },
  'hdr-histogram-percentiles': { method: HISTOGRAM },
  'hey-report': { fuller: 'What hey writes with -o csv has every sample.' },
};

/** Null: not known. */
export function percentileMethod(format: string): string | null {
  return formats[format]?.method ?? null;
}

/** Null: not known. */
export function fullerSource(format: string): string | null {
  return formats[format]?.fuller ?? null;
}
