import type { FormatInfo } from '#shared/model/import-state.ts';
import { gatlingBinary } from './gatling-binary/gatling-binary.ts';
import { gatlingStats } from './gatling-stats/gatling-stats.ts';
import { gatlingText } from './gatling-text/gatling-text.ts';
import type { Importer } from './importer.ts';
import { plainCsv } from './plain-csv/plain-csv.ts';
import { jmeterCsv } from './jmeter-csv/jmeter-csv.ts';
import { jmeterXml } from './jmeter-xml/jmeter-xml.ts';
import { jmeterStatistics } from './jmeter-statistics/jmeter-statistics.ts';
import { k6Csv } from './k6-csv/k6-csv.ts';
import { k6Ndjson } from './k6-ndjson/k6-ndjson.ts';
import { perfmonCsv } from './perfmon-csv/perfmon-csv.ts';
import { perfmonXml } from './perfmon-xml/perfmon-xml.ts';
import { k6Summary } from './k6-summary/k6-summary.ts';
import { artilleryJson } from './artillery/artillery.ts';
import { autocannonJson } from './autocannon/autocannon.ts';
import { hdrHistogramLog, hdrHistogramTable } from './hdr-histogram/hdr-histogram.ts';
import { heyCsv } from './hey-csv/hey-csv.ts';
import { heyReport } from './hey-report/hey-report.ts';
import { locustCsv } from './locust-csv/locust-csv.ts';
import { ohaCsv } from './oha-csv/oha-csv.ts';
import { ohaJson } from './oha/oha.ts';
import { taurusLdjson } from './taurus-ldjson/taurus-ldjson.ts';
import { vegeta } from './vegeta/vegeta.ts';
import { vegetaReport } from './vegeta-report/vegeta-report.ts';
import { wrk } from './wrk/wrk.ts';

/**
 * Every format that Loadstone opens, in the order in which they are listed to people. The lists on the start screen,
 * in the command line and in the README come from here.
 */
export const importers: readonly Importer[] = [
  jmeterCsv,
  jmeterXml,
  perfmonCsv,
  perfmonXml,
  k6Ndjson,
  k6Csv,
  gatlingText,
  gatlingBinary,
  jmeterStatistics,
  k6Summary,
  gatlingStats,
  locustCsv,
  taurusLdjson,
  artilleryJson,
  wrk,
  heyReport,
  heyCsv,
  ohaJson,
  ohaCsv,
  autocannonJson,
  vegeta,
  vegetaReport,
  hdrHistogramLog,
  hdrHistogramTable,
  plainCsv,
];

export function formatInfos(): FormatInfo[] {
  return importers.map(({ id, label, tool, toolLabel, describes, group }) => ({
    id,
    label,
    tool,
    toolLabel,
    describes,
    group,
  }));
}
