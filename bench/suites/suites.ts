import type { SuiteName } from '../options.ts';
import { append } from './append.ts';
import { brushWindow } from './brush-window.ts';
import { compareVerdicts } from './compare.ts';
import type { Part } from './context.ts';
import { formatsGatling, formatsK6Csv, formatsXml } from './formats.ts';
import { heapHuge } from './heap-huge.ts';
import { heapBrowse } from './heap-browse.ts';
import { heapLarge, heapList, heapSnapshot } from './heap.ts';
import { ingestJtl, ingestSlow } from './ingest-jtl.ts';
import { ingestK6 } from './ingest-k6.ts';
import { labelsWindow } from './labels-window.ts';
import { profileHuge, profileRead } from './profile.ts';
import { profileDifference } from './profile-difference.ts';
import { profileFlame } from './profile-flame.ts';
import { profileFormatsRead } from './profile-formats.ts';
import { profileSpeedscope } from './profile-speedscope.ts';
import { queryBrush } from './query-brush.ts';
import { queryExact } from './query-exact.ts';
import { queryFirst } from './query-first.ts';
import { reportExport, reportFindings } from './report.ts';
import { startProcess } from './start-process.ts';
import { startWindow } from './start-window.ts';

export const suites: Readonly<Record<SuiteName, readonly Part[]>> = {
  ingest: [ingestJtl, ingestSlow, ingestK6, append],
  formats: [formatsGatling, formatsXml, formatsK6Csv],
  query: [queryFirst, queryBrush, brushWindow, queryExact, labelsWindow],
  start: [startProcess, startWindow],
  compare: [compareVerdicts],
  profile: [profileRead, profileHuge, profileFormatsRead, profileSpeedscope, profileDifference, profileFlame],
  heap: [heapSnapshot, heapLarge, heapBrowse, heapHuge, heapList],
  report: [reportExport, reportFindings],
};
