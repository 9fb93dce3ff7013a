/** What the benches use of the engine; engine.js has the things themselves (@public tells knip). */

import type { LatencyCube } from './cube.d.ts';

export interface Installation {
  readonly version: string;
  readonly rendererDirectory: string;
  readonly workerUrl: URL;
  readonly sample: null;
}

export interface EngineOptions {
  readonly tempDirectory: string;
}

/** @public */
export declare function engineOptions(
  installation: Installation,
  choices: {
    readonly workspacePath: string | null;
    readonly remember: boolean;
    readonly memoryLimitBytes?: number | undefined;
  },
): EngineOptions;

export interface Run {
  readonly id: number;
  readonly samples: number;
  readonly failures: number;
  readonly durationMs: number;
}

export interface ColumnTable {
  readonly rowCount: number;
}

export interface SampleFilter {
  readonly runId: number;
  readonly time: { readonly fromMs: number; readonly toMs: number } | null;
  readonly transactions: readonly number[] | null;
  readonly outcome: 'all' | 'ok' | 'failed';
  readonly latency: { readonly fromMs: number; readonly toMs: number | null } | null;
  readonly conditions: readonly {
    readonly field: string;
    readonly values: readonly (string | null)[];
    readonly not: boolean;
  }[];
}

interface ComparedSide {
  readonly runIds: readonly number[];
  readonly windows: readonly ('steady' | 'all')[];
}

export interface ComparisonRequest {
  readonly baseline: ComparedSide;
  readonly candidate: ComparedSide;
  readonly margin: { readonly ratio: number; readonly ms: number };
  readonly margins: readonly never[];
  readonly waivers: readonly { readonly code: string; readonly reason: string }[];
  readonly mapping: readonly never[];
  readonly metrics: readonly ('p50' | 'p95' | 'p99')[];
}

export interface Comparison {
  readonly verdicts: readonly {
    readonly label: string | null;
    readonly metric: string;
    readonly verdict: string;
  }[];
}

export interface ComparisonProgress {
  readonly token: string;
}

/** Parameters and results of the methods that are called. */
interface Methods {
  'runs.list': { params: Record<string, never>; result: readonly Run[] };
  'sql.query': { params: { sql: string; limit: number }; result: ColumnTable };
  'latency.summary': {
    params: {
      filter: SampleFilter;
      percentiles: readonly number[];
      estimator: 'type7';
      apdexTMs: number;
      jmeterCompatible: boolean;
    };
    result: { readonly overall: { readonly samples: number }; readonly transactions: ColumnTable };
  };
  'latency.series': {
    params: { filter: SampleFilter; percentiles: readonly number[]; maxBuckets: number };
    result: { readonly table: ColumnTable };
  };
  'latency.curve': {
    params: { filter: SampleFilter; maxPoints: number };
    result: { readonly samples: number; readonly table: ColumnTable };
  };
  'compare.run': {
    params: { request: ComparisonRequest; token: string };
    result: Comparison;
  };
  'latency.cube': {
    params: { runId: number; conditions: readonly never[]; maxBins: number; maxBytes: number };
    result: LatencyCube;
  };
}

export interface LocalEngine {
  readonly engine: {
    readonly handlers: {
      'compare.run'(
        params: Methods['compare.run']['params'],
        context: { readonly signal: AbortSignal },
      ): Promise<Comparison>;
    };
  };
  readonly client: {
    call<M extends keyof Methods>(
      method: M,
      params: Methods[M]['params'],
      options?: { readonly signal?: AbortSignal },
    ): Promise<Methods[M]['result']>;
    on(event: 'compare.progress', listener: (progress: ComparisonProgress) => void): () => void;
  };
  close(): Promise<void>;
}

/** @public */
export declare function openLocalEngine(options: EngineOptions): Promise<LocalEngine>;
