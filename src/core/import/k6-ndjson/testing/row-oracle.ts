export interface PlainRows {
  /** Without the columns that follow from the tags alone. */
  readonly samples: readonly Record<string, unknown>[];
  readonly points: readonly Record<string, unknown>[];
}

/** Columns that are tested with sample-facts.ts. */
const FROM_TAGS = new Set(['transaction', 'code', 'message', 'failure', 'thread', 'url']);

/** The rows of an importer in the form of {@link plainRows}. */
export function withoutTagColumns({ samples, points }: PlainRows): PlainRows {
  const reduced = samples.map((sample) =>
    Object.fromEntries(Object.entries(sample).filter(([column]) => !FROM_TAGS.has(column))),
  );
  return { samples: reduced, points };
}

/**
 * Reads a file of k6 the plain way, with `JSON.parse` and the rule that the lines of a request stand together: the rows
 * that an importer must give.
 */
export function plainRows(text: string): PlainRows {
  const samples: Record<string, unknown>[] = [];
  const points: Record<string, unknown>[] = [];
  let open: { key: string; parts: Map<string, number>; line: PointLine } | undefined;
  for (const raw of text.split('\n')) {
    if (raw.trim() === '') continue;
    const line = JSON.parse(raw) as PointLine;
    if (line.type !== 'Point') continue;
    const { time, value, tags, metadata } = line.data;
    if (line.metric.startsWith('http_req')) {
      // k6 writes the members of metadata in random order.
      const key = `${time} ${JSON.stringify(tags)} ${JSON.stringify(Object.entries(metadata ?? {}).sort())}`;
      if (open?.key !== key || open.parts.has(line.metric)) open = { key, parts: new Map(), line };
      open.parts.set(line.metric, value);
      if (open.parts.size === 9) {
        samples.push(requestRow(open.line, open.parts));
        open = undefined;
      }
    } else if (line.metric === 'group_duration' || line.metric === 'grpc_req_duration') {
      samples.push(sampleRow(line, value));
    } else {
      points.push({ metric: line.metric, at: split(time).us, value, tag_set: tagsOf(line) });
    }
  }
  return { samples: samples, points: points };
}

interface PointLine {
  readonly type: string;
  readonly metric: string;
  readonly data: {
    readonly time: string;
    readonly value: number;
    readonly tags: Record<string, string> | null;
    readonly metadata?: Record<string, string>;
  };
}

function tagsOf({ data }: PointLine): Record<string, string> | null {
  const all = { ...data.tags, ...data.metadata };
  return Object.keys(all).length === 0 ? null : all;
}

/** Microseconds, and nanoseconds beyond. */
function split(time: string): { us: number; ns: number } {
  const fraction = (/\.(\d+)/u.exec(time)?.[1] ?? '').padEnd(9, '0');
  return {
    us: Date.parse(time.replace(/\.\d+/u, '')) * 1000 + Number(fraction.slice(0, 6)),
    ns: Number(fraction.slice(6, 9)),
  };
}

function sampleRow(line: PointLine, elapsed: number): Record<string, unknown> {
  const { us, ns } = split(line.data.time);
  // Whole nanoseconds: what k6 measures. Durations that are no whole number of them do not occur in real files.
  const start = BigInt(us) * 1000n + BigInt(ns) - BigInt(Math.round(elapsed * 1e6));
  const tags = line.data.tags ?? {};
  return {
    started_at: Number((start - (((start % 1000n) + 1000n) % 1000n)) / 1000n),
    elapsed_ms: elapsed,
    ok: line.metric !== 'grpc_req_duration' || tags['status'] === '0',
    tag_set: tagsOf(line),
    blocked_ms: null,
    connect_ms: null,
    tls_ms: null,
    sending_ms: null,
    waiting_ms: null,
    receiving_ms: null,
  };
}

function requestRow(line: PointLine, parts: ReadonlyMap<string, number>): Record<string, unknown> {
  return {
    ...sampleRow(line, parts.get('http_req_duration')!),
    ok: parts.get('http_req_failed') === 0,
    blocked_ms: parts.get('http_req_blocked'),
    connect_ms: parts.get('http_req_connecting'),
    tls_ms: parts.get('http_req_tls_handshaking'),
    sending_ms: parts.get('http_req_sending'),
    waiting_ms: parts.get('http_req_waiting'),
    receiving_ms: parts.get('http_req_receiving'),
  };
}
