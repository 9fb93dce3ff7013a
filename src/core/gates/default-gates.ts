/**
 * Gates of a project that has none of its own: those of the product, "Defaults of the performance engineer". Names of
 * metrics are those of PerfMon and of k6's browser module.
 */
export const DEFAULT_GATES_YAML = `# Gates of this project: rules that a run passes, fails, or about which nothing can be told.
# The language of the rules is described in docs/gates.md.
version: 1

# The load that is expected in production. It is never guessed: write for example
# expectedLoad: 150/s

gates:
  - id: baseline
    name: Baseline
    rule: baseline is comparable
    enforcement: blocking

  - id: load
    name: Load
    # The run sustains twice the expected load while the limits on response times and errors hold.
    rule: throughput >= 2x expected load within slo
    enforcement: blocking

  - id: response-time
    name: Response time
    # Of every transaction by itself.
    rule: p95 < 200ms
    enforcement: blocking

  - id: regression
    name: Regression
    rule: regression of p95 <= 10% or 5ms
    enforcement: blocking

  - id: errors
    name: Errors
    rule: error rate < 1%
    enforcement: blocking

  - id: resources
    name: Resources
    rule: >-
      metric CPU < 70% if present
      and metric "cache hit rate" > 80% if present
      and metric Memory has no upward trend if present
    enforcement: conditional

  - id: web-vitals
    name: Web vitals
    rule: >-
      metric browser_web_vital_lcp p75 < 2.5s if present
      and metric browser_web_vital_inp p75 < 200ms if present
      and metric browser_web_vital_fid p75 < 100ms if present
      and metric browser_web_vital_cls p75 < 0.1 if present
    enforcement: conditional
`;
