import type { MetricKind, NewMetric } from '../importer.ts';

type Contains = NewMetric['contains'];

export interface BuiltinMetric {
  readonly kind: MetricKind;
  readonly contains: Contains;
}

/**
 * The points that k6 writes for one HTTP request, in its order (`lib/netext/httpext/tracer.go`); the place in this list
 * is the number of the part. `http_req_failed` exists since 0.31 and is absent where a script sets no response callback.
 */
export const httpParts = [
  'http_reqs',
  'http_req_duration',
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
  'http_req_failed',
] as const;

export const HTTP_REQS = 0;
export const HTTP_DURATION = 1;
export const HTTP_BLOCKED = 2;
export const HTTP_CONNECTING = 3;
export const HTTP_TLS = 4;
export const HTTP_SENDING = 5;
export const HTTP_WAITING = 6;
export const HTTP_RECEIVING = 7;
export const HTTP_FAILED = 8;

/**
 * Types of the metrics that k6 and its browser module write by themselves (`metrics/builtin.go`,
 * `internal/js/modules/k6/browser/k6ext/metrics.go`). `time` is milliseconds, `data` bytes.
 */
export const builtinMetrics: ReadonlyMap<string, BuiltinMetric> = new Map(
  Object.entries({
    vus: { kind: 'gauge', contains: 'default' },
    vus_max: { kind: 'gauge', contains: 'default' },
    iterations: { kind: 'counter', contains: 'default' },
    dropped_iterations: { kind: 'counter', contains: 'default' },
    iteration_duration: { kind: 'trend', contains: 'time' },
    group_duration: { kind: 'trend', contains: 'time' },
    checks: { kind: 'rate', contains: 'default' },
    data_sent: { kind: 'counter', contains: 'data' },
    data_received: { kind: 'counter', contains: 'data' },
    http_reqs: { kind: 'counter', contains: 'default' },
    http_req_failed: { kind: 'rate', contains: 'default' },
    http_req_duration: { kind: 'trend', contains: 'time' },
    http_req_blocked: { kind: 'trend', contains: 'time' },
    http_req_connecting: { kind: 'trend', contains: 'time' },
    http_req_tls_handshaking: { kind: 'trend', contains: 'time' },
    http_req_sending: { kind: 'trend', contains: 'time' },
    http_req_waiting: { kind: 'trend', contains: 'time' },
    http_req_receiving: { kind: 'trend', contains: 'time' },
    ws_sessions: { kind: 'counter', contains: 'default' },
    ws_msgs_sent: { kind: 'counter', contains: 'default' },
    ws_msgs_received: { kind: 'counter', contains: 'default' },
    ws_ping: { kind: 'trend', contains: 'time' },
    ws_session_duration: { kind: 'trend', contains: 'time' },
    ws_connecting: { kind: 'trend', contains: 'time' },
    grpc_req_duration: { kind: 'trend', contains: 'time' },
    grpc_streams: { kind: 'counter', contains: 'default' },
    grpc_streams_msgs_sent: { kind: 'counter', contains: 'default' },
    grpc_streams_msgs_received: { kind: 'counter', contains: 'default' },
    browser_web_vital_lcp: { kind: 'trend', contains: 'time' },
    browser_web_vital_fcp: { kind: 'trend', contains: 'time' },
    browser_web_vital_ttfb: { kind: 'trend', contains: 'time' },
    browser_web_vital_inp: { kind: 'trend', contains: 'time' },
    browser_web_vital_fid: { kind: 'trend', contains: 'time' },
    // Layout shift has no unit.
    browser_web_vital_cls: { kind: 'trend', contains: 'default' },
    browser_data_sent: { kind: 'counter', contains: 'data' },
    browser_data_received: { kind: 'counter', contains: 'data' },
    browser_http_req_duration: { kind: 'trend', contains: 'time' },
    browser_http_req_failed: { kind: 'rate', contains: 'default' },
  } satisfies Record<string, BuiltinMetric>),
);
