import type { EngineInfo } from '#shared/contract/engine.ts';
import type { Detection, FormatCandidate, ImportFileState } from '#shared/model/import-state.ts';
import type { Run, Source, Transaction } from '#shared/model/run.ts';
import type { RecentWorkspace, WorkspaceInfo } from '#shared/model/workspace.ts';

/** Complete objects with plausible values; a test names only what it is about. */

/** 2026-03-14 01:00:04 UTC */
export const STARTED_AT_US = 1_773_450_004_000_000;

export function fakeInfo(change: Partial<EngineInfo> = {}): EngineInfo {
  return {
    version: '0.1.0',
    formats: [
      {
        id: 'jmeter-csv',
        label: 'JMeter CSV',
        tool: 'jmeter',
        toolLabel: 'JMeter',
        describes: 'JTL as CSV',
        group: 'load',
      },
      {
        id: 'k6-ndjson',
        label: 'k6 NDJSON',
        tool: 'k6',
        toolLabel: 'k6',
        describes: 'NDJSON output',
        group: 'load',
      },
    ],
    memoryLimitBytes: 4e9,
    threads: 4,
    sample: {
      description: 'Two JMeter runs and a k6 run of a demo shop. Output of real tools.',
      sizeBytes: 3.8e6,
    },
    ...change,
  };
}

export function fakeWorkspace(change: Partial<WorkspaceInfo> = {}): WorkspaceInfo {
  return {
    name: 'Untitled',
    path: null,
    sizeBytes: 12_288,
    runCount: 0,
    profileCount: 0,
    snapshotCount: 0,
    sourceCount: 0,
    revision: 1,
    readOnly: false,
    ...change,
  };
}

export function fakeRun(change: Partial<Run> = {}): Run {
  return {
    id: 1,
    name: 'Nightly 2214, 4.18.0',
    tool: 'jmeter',
    toolVersion: null,
    format: 'jmeter-csv',
    granularity: 'samples',
    startedAtUs: STARTED_AT_US,
    endedAtUs: STARTED_AT_US + 2_520_000_000,
    durationMs: 2_520_000,
    countedKind: 'request',
    samples: 966_377,
    failures: 2711,
    transactionCount: 14,
    clockTickMs: 1,
    sourceIds: [1],
    ...change,
  };
}

export function fakeSource(change: Partial<Source> = {}): Source {
  return {
    id: 1,
    kind: 'load',
    runId: 1,
    name: 'injector-1.jtl.gz',
    path: '/home/perf/results/injector-1.jtl.gz',
    sizeBytes: 41_200_000,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    format: 'jmeter-csv',
    formatLabel: 'JMeter CSV',
    compression: 'gzip',
    importedAtUs: STARTED_AT_US + 4_000_000_000,
    importMs: 3200,
    rows: 966_377,
    rejectedRows: 12,
    firstInstantUs: STARTED_AT_US,
    lastInstantUs: STARTED_AT_US + 2_520_000_000,
    clockOffsetMs: 0,
    warnings: [
      { code: 'missing-columns', message: 'The columns Connect and IdleTime are missing.', count: 2 },
    ],
    properties: { delimiter: 'comma', columns: '17', 'line ends': 'LF' },
    ...change,
  };
}

export function fakeCandidate(change: Partial<FormatCandidate> = {}): FormatCandidate {
  return {
    format: 'jmeter-csv',
    label: 'JMeter CSV',
    tool: 'jmeter',
    score: 0.98,
    reasons: ['header names timeStamp, elapsed, label', '17 columns'],
    ...change,
  };
}

export function fakeDetection(change: Partial<Detection> = {}): Detection {
  const best = fakeCandidate();
  return { best, candidates: [best], compression: 'none', toolVersion: null, note: null, ...change };
}

export function fakeImportFile(change: Partial<ImportFileState> = {}): ImportFileState {
  return {
    fileId: 'f1',
    name: 'injector-1.jtl',
    phase: 'reading',
    detection: fakeDetection(),
    bytesRead: 940_000_000,
    bytesTotal: 1_490_000_000,
    rows: 2_640_112,
    rejectedRows: 0,
    elapsedMs: 4370,
    rowsPerSec: 604_000,
    remainingMs: 2600,
    sourceId: null,
    runId: null,
    profileIds: [],
    snapshotId: null,
    error: null,
    ...change,
  };
}

export function fakeRecent(change: Partial<RecentWorkspace> = {}): RecentWorkspace {
  return {
    path: '/home/perf/perf-lab/checkout-4.18.loadstone',
    name: 'checkout-4.18',
    folder: 'perf-lab',
    openedAtUs: STARTED_AT_US,
    sizeBytes: 118_000_000,
    untitled: false,
    contents: '3 runs',
    ...change,
  };
}

export function fakeTransactions(): readonly Transaction[] {
  const labels = [
    'Open home page',
    'Log in',
    'Search products',
    'Add to cart',
    'Checkout: place order',
    'Log out',
  ];
  return labels.map((label, index) => ({ id: index + 1, label, kind: 'request' }));
}
