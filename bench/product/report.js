/** What the benches use of reports and findings, as they are. Types: report.d.ts, by hand, as of engine.js. */
export { openLocalEngine as openReportEngine } from '../../src/hosts/command-line/local-engine.ts';
export { DEFAULT_MARGIN, comparedMetrics } from '../../src/shared/model/comparison.ts';
export { subjectOf } from '../../src/shared/model/report.ts';
export { pageCount } from '../../src/core/report/pdf/pdf-pages.ts';
