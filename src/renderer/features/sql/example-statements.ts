interface ExampleStatement {
  readonly title: string;
  readonly sql: string;
}

/** Statements that mean something in every workspace, an empty one too. */
export const exampleStatements: readonly ExampleStatement[] = [
  {
    title: 'Runs, and how large they are',
    sql: `SELECT id, name, tool, granularity, started_at, samples, failures
FROM runs ORDER BY started_at DESC`,
  },
  {
    title: 'Percentiles by transaction',
    sql: `SELECT r.name AS run, t.label, count(*) AS samples,
  quantile_cont(s.elapsed_ms, [0.5, 0.95, 0.99]) AS p50_p95_p99_ms,
  avg(s.elapsed_ms) AS mean_ms
FROM samples s
JOIN runs r ON r.id = s.run_id
JOIN transactions t ON t.id = s.transaction_id AND t.kind = r.counted_kind
GROUP BY ALL ORDER BY samples DESC`,
  },
  {
    title: 'Slowest samples with their texts',
    sql: `SELECT label, started_at, elapsed_ms, code, message, failure, thread, url
FROM sample_details ORDER BY elapsed_ms DESC LIMIT 100`,
  },
  {
    title: 'Failures by code and message',
    sql: `SELECT label, code, coalesce(failure, message) AS reason, count(*) AS failures,
  min(started_at) AS first_at, max(started_at) AS last_at
FROM sample_details WHERE NOT ok GROUP BY ALL ORDER BY failures DESC`,
  },
  {
    title: 'Load and response time, second by second',
    sql: `SELECT run_id, time_bucket(INTERVAL 1 second, started_at) AS second,
  count(*) AS samples, count(*) FILTER (NOT ok) AS failures,
  quantile_cont(elapsed_ms, 0.95) AS p95_ms
FROM samples GROUP BY ALL ORDER BY run_id, second`,
  },
  {
    title: 'Metrics: last and largest reading',
    sql: `SELECT m.name, m.kind, count(*) AS readings, arg_max(p.value, p.at) AS last, max(p.value) AS largest
FROM points p JOIN metrics m ON m.id = p.metric_id GROUP BY ALL ORDER BY m.name`,
  },
  {
    title: 'Hottest functions of the profiles',
    sql: `SELECT p.name AS profile, f.name AS function, f.file, sum(s.weight) AS self, w.unit
FROM profile_samples s
JOIN profiles p ON p.id = s.profile_id
JOIN profile_weights w ON w.profile_id = p.id AND w.weight = p.default_weight
JOIN profile_stacks USING (profile_id, stack_id)
JOIN profile_frames f USING (profile_id, frame_id)
GROUP BY ALL ORDER BY self DESC LIMIT 50`,
  },
  {
    title: 'Largest classes of the heap snapshots',
    sql: `SELECT s.name AS snapshot, c.name AS class, c.count, c.self_bytes, c.retained_bytes
FROM snapshot_classes c JOIN snapshots s ON s.id = c.snapshot_id
ORDER BY c.self_bytes DESC LIMIT 50`,
  },
  {
    title: 'What the imports rejected',
    sql: `SELECT s.name AS source, r.line, r.byte, r.reason, r.raw
FROM rejects r JOIN sources s ON s.id = r.source_id ORDER BY s.id, r.position`,
  },
];
