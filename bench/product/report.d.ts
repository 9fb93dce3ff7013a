/** What the benches use of reports and findings; report.js has the things themselves (@public tells knip). */

interface EngineOptions {
  readonly tempDirectory: string;
}

interface Run {
  readonly id: number;
}

export interface ReportProgress {
  readonly token: string;
  readonly step: string;
}

interface Side {
  readonly runIds: readonly number[];
  readonly windows: readonly 'steady'[];
}

/** Parameters and results of the methods that are called. */
interface Methods {
  'runs.list': { params: Record<string, never>; result: readonly Run[] };
  'compare.run': {
    params: {
      request: {
        readonly baseline: Side;
        readonly candidate: Side;
        readonly margin: unknown;
        readonly margins: readonly never[];
        readonly waivers: readonly never[];
        readonly mapping: readonly never[];
        readonly metrics: readonly string[];
      };
      token: string;
    };
    result: unknown;
  };
  'findings.list': {
    params: { candidate: readonly number[]; baseline: readonly number[] };
    result: { readonly findings: readonly { readonly rule: string; readonly severity: string }[] };
  };
  'reports.list': {
    params: Record<string, never>;
    result: readonly { readonly id: number; readonly name: string }[];
  };
  'reports.create': {
    params: { name: string; subject: unknown; settings: { everyTransaction: boolean } };
    result: { readonly id: number };
  };
  'reports.formats': {
    params: Record<string, never>;
    result: readonly { readonly format: string; readonly missing: string | null }[];
  };
  'reports.get': {
    params: { id: number };
    result: { readonly name: string; readonly settings: { readonly author: string } };
  };
  'reports.export': {
    params: { id: number; edits?: unknown; format: 'pdf'; token: string };
    result: { readonly bytes: Uint8Array };
  };
}

export interface ReportEngine {
  readonly client: {
    call<M extends keyof Methods>(method: M, params: Methods[M]['params']): Promise<Methods[M]['result']>;
    on(event: 'reports.progress', listener: (progress: ReportProgress) => void): () => void;
  };
  close(): Promise<void>;
}

/** @public */
export declare function openReportEngine(options: EngineOptions): Promise<ReportEngine>;
/** @public */
export declare const DEFAULT_MARGIN: unknown;
/** @public */
export declare const comparedMetrics: readonly string[];
/** @public */
export declare function subjectOf(candidate: readonly number[], baseline: readonly number[]): unknown;
/** @public */
export declare function pageCount(pdf: Uint8Array): number;
