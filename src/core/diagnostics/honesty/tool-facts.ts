/** What is known of a tool or format where its files do not say it themselves. */

export interface LoadModel {
  readonly loop: 'closed' | 'open';
  readonly why: string;
}

/** By tool: how it makes load, whatever it is told. Tools that can do both are not listed. */
const models: Readonly<Record<string, LoadModel>> = {
  hey: { loop: 'closed', why: 'each worker of hey waits for the answer before its next request' },
  oha: { loop: 'closed', why: 'each connection of oha waits for the answer before its next request' },
  wrk: { loop: 'closed', why: 'each connection of wrk waits for the answer before its next request' },
  autocannon: {
    loop: 'closed',
    why: 'each connection of autocannon waits for the answer before its next request',
  },
  locust: { loop: 'closed', why: 'each user of Locust waits for the answer before its next task' },
  vegeta: { loop: 'open', why: 'vegeta sends at its rate whatever the answers take' },
  artillery: { loop: 'open', why: 'Artillery lets users arrive at its rate whatever the answers take' },
};

export function loadModelOf(tool: string): LoadModel | null {
  return models[tool] ?? null;
}

/** How to find out how a tool made its load. */
export function howToTell(tool: string): string {
  switch (tool) {
    case 'gatling':
      return 'The simulation tells: injectOpen is an open loop, injectClosed a closed one.';
    case 'k6':
      return 'The options of the script tell: arrival-rate executors are an open loop, all others closed; with the system tag "vu" the samples tell it themselves.';
    case 'jmeter':
      return 'Save the thread name with the results (jmeter.save.saveservice.thread_name=true).';
    default:
      return 'Results that name the thread or user of each sample would tell.';
  }
}

export interface QuantileFact {
  readonly value: string;
  readonly sentence: string;
  readonly state: 'note' | 'warning';
}

const HISTOGRAM: QuantileFact = {
  value: 'from a histogram',
  sentence:
    'Percentiles are read from the buckets of a histogram (HdrHistogram) and are as exact as its buckets are narrow.',
  state: 'note',
};

const reports: Readonly<Record<string, QuantileFact>> = {
  'k6-summary': {
    value: 'k6, type 7',
    sentence: 'k6 took them from all values with the definition that Loadstone uses.',
    state: 'note',
  },
  'jmeter-statistics': {
    value: 'JMeter, type 6',
    sentence:
      'JMeter took them from the last 20,000 samples of each label only: of longer runs they describe the end.',
    state: 'warning',
  },
  'gatling-stats': {
    value: 't-digest',
    sentence: 'Gatling estimated them with a sketch that guarantees no error bound.',
    state: 'warning',
  },
  'locust-csv': {
    value: 'of rounded times',
    sentence: 'Locust took them from times that it had rounded to two significant digits: up to 5 % off.',
    state: 'warning',
  },
  'taurus-ldjson': {
    value: 'of rounded times',
    sentence: 'Locust took them from times that it had rounded to two significant digits: up to 5 % off.',
    state: 'warning',
  },
  'artillery-json': {
    value: 'from a sketch',
    sentence: 'Artillery estimated them from a sketch of the values.',
    state: 'note',
  },
  'vegeta-report': {
    value: 't-digest',
    sentence: 'Vegeta estimated them with a sketch that guarantees no error bound.',
    state: 'warning',
  },
  'autocannon-json': HISTOGRAM,
  'hdr-histogram-log': HISTOGRAM,
  'hdr-histogram-percentiles': HISTOGRAM,
};

/** How a tool took the percentiles of its report; null: not known. By format of the importer. */
export function reportedQuantiles(format: string): QuantileFact | null {
  return reports[format] ?? null;
}

/** Formats whose times were rounded to two significant digits before they were written. */
export function roundsToTwoDigits(format: string): boolean {
  return format === 'locust-csv' || format === 'taurus-ldjson';
}
