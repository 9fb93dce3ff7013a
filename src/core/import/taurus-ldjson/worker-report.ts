/**
 * One line: what a Locust worker tells its master every three seconds (`StatsEntry.serialize` of locustio/locust), with the
 * worker's name added by Taurus (`locustio-taurus-wrapper.py` of Blazemeter/taurus). Counts are those since the worker's
 * last line.
 */
export interface WorkerReport {
  readonly worker: string;
  readonly users: number | null;
  readonly entries: readonly WorkerEntry[];
  readonly errors: readonly WorkerError[];
}

export interface WorkerEntry {
  readonly name: string;
  readonly method: string | null;
  /** Failures included. */
  readonly samples: number;
  readonly failures: number;
  /** Samples with a response time: all, or in old versions those that did not fail. */
  readonly timed: number;
  readonly sumMs: number;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  /** Response time as Locust rounds it, and how many had it. */
  readonly times: ReadonlyMap<number, number>;
  readonly receivedBytes: number;
  /** Of the worker's clock, µs since 1970. */
  readonly startUs: number;
  readonly endUs: number;
  /** Written by a version that counts failures apart from requests. */
  readonly isOld: boolean;
}

export interface WorkerError {
  readonly name: string;
  readonly method: string | null;
  readonly message: string;
  readonly count: number;
}

type Members = Readonly<Record<string, unknown>>;

/** @returns null when the value is no such report */
export function workerReportOf(value: unknown): WorkerReport | null {
  if (!isObject(value) || !Array.isArray(value['stats']) || !isObject(value['errors'])) return null;
  const entries: WorkerEntry[] = [];
  for (const item of value['stats'] as unknown[]) {
    const entry = entryOf(item);
    if (entry === null) return null;
    entries.push(entry);
  }
  const errors: WorkerError[] = [];
  for (const item of Object.values(value['errors'])) {
    const error = errorOf(item);
    if (error === null) return null;
    errors.push(error);
  }
  return {
    worker: typeof value['client_id'] === 'string' ? value['client_id'] : '',
    users: countOf(value['user_count']),
    entries,
    errors,
  };
}

function entryOf(item: unknown): WorkerEntry | null {
  if (!isObject(item) || typeof item['name'] !== 'string') return null;
  const requests = countOf(item['num_requests']);
  const failures = countOf(item['num_failures']);
  const startSeconds = item['start_time'];
  const times = countsOf(item['response_times']);
  const sumMs = item['total_response_time'];
  if (requests === null || failures === null || times === null) return null;
  if (!isInstant(startSeconds) || typeof sumMs !== 'number') return null;
  // Failures were not among the requests, and had no time, until the version that counts them per second.
  const isOld = !('num_fail_per_sec' in item) || failures > requests;
  const last = item['last_request_timestamp'];
  const none = countOf(item['num_none_requests']) ?? 0;
  const hasTimes = times.size > 0;
  return {
    name: item['name'],
    method: typeof item['method'] === 'string' && item['method'] !== '' ? item['method'] : null,
    samples: isOld ? requests + failures : requests,
    failures,
    timed: Math.max(requests - none, 0),
    sumMs,
    minMs: hasTimes ? numberOf(item['min_response_time']) : null,
    maxMs: hasTimes ? numberOf(item['max_response_time']) : null,
    times,
    receivedBytes: countOf(item['total_content_length']) ?? 0,
    startUs: Math.round(startSeconds * 1e6),
    endUs: Math.round((isInstant(last) ? Math.max(last, startSeconds) : startSeconds) * 1e6),
    isOld,
  };
}

function errorOf(item: unknown): WorkerError | null {
  if (!isObject(item)) return null;
  // Locust before 1.0 spelt it with one r.
  const count = countOf(item['occurrences'] ?? item['occurences']);
  if (count === null || typeof item['name'] !== 'string') return null;
  return {
    name: item['name'],
    method: typeof item['method'] === 'string' && item['method'] !== '' ? item['method'] : null,
    message: typeof item['error'] === 'string' ? item['error'] : '',
    count,
  };
}

/** JSON has the response times as names of members; some are `None`. */
function countsOf(value: unknown): Map<number, number> | null {
  if (!isObject(value)) return null;
  const counts = new Map<number, number>();
  for (const [key, item] of Object.entries(value)) {
    const ms = Number(key);
    const count = countOf(item);
    if (count === null) return null;
    if (key.trim() !== '' && Number.isFinite(ms)) counts.set(ms, (counts.get(ms) ?? 0) + count);
  }
  return counts;
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Seconds since 1970, from 1973 to 2255. */
function isInstant(value: unknown): value is number {
  return typeof value === 'number' && value >= 1e8 && value < 9e9;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
