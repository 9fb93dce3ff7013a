import { z } from 'zod';
import { columnMappingSchema, type ColumnPreview } from '../model/column-mapping.ts';
import { conditionSchema, sampleFilterSchema } from '../model/filter.ts';
import type { Detection, FormatInfo, ImportState } from '../model/import-state.ts';
import {
  labelRulesSchema,
  type LabelPreview,
  type LabelRule,
  type LabelsApplied,
} from '../model/label-rules.ts';
import type {
  CheckResult,
  ErrorGroup,
  LatencyCube,
  LatencyCurve,
  LatencySeries,
  LatencySummary,
  MetricSummary,
  ThresholdResult,
} from '../model/latency.ts';
import type { Reject, Run, Source, Transaction } from '../model/run.ts';
import type { RecentWorkspace, WorkspaceInfo } from '../model/workspace.ts';
import type { ColumnTable } from './columns.ts';
import { apdexThresholdsSchema } from '../model/apdex.ts';
import { apdexMethods } from './apdex-methods.ts';
import { capacityMethods } from './capacity-methods.ts';
import { compareMethods } from './compare-methods.ts';
import { diagnosticsMethods } from './diagnostics-methods.ts';
import { exploreMethods } from './explore-methods.ts';
import { findingMethods } from './finding-methods.ts';
import { gatesMethods } from './gates-methods.ts';
import { heapMethods } from './heap-methods.ts';
import { method, type ParamsOf, type ResultOf } from './method.ts';
import { reportMethods } from './report-methods.ts';
import { sqlMethods } from './sql-methods.ts';
import { profileMethods } from './profile-methods.ts';

const nothing = z.strictObject({});
const id = z.number().int().positive();
/** Opaque name of a file that the user chose; paths never travel from the window to the engine. */
const fileId = z.string().min(1).max(200);
const percentiles = z.array(z.number().min(0).max(100)).min(1).max(32);

export const importFileSchema = z.strictObject({
  fileId,
  /** Import as this format instead of the detected one. */
  format: z.string().max(64).optional(),
  /** Import although a file with the same SHA-256 is in the workspace. */
  allowDuplicate: z.boolean().optional(),
  /** IANA zone of time stamps that carry none (JMeter date patterns); default: the zone of this computer. */
  timeZone: z.string().max(64).optional(),
  /** What the columns of a plain table mean; remembered for files with the same columns. */
  mapping: columnMappingSchema.optional(),
  /** Add to this run, as the results of another injector. */
  runId: id.optional(),
});
export type ImportFile = z.infer<typeof importFileSchema>;

/** The product in one table: everything that a host or the window can ask of the engine. */
export const engineContract = {
  'engine.info': method<EngineInfo>()(nothing),

  'workspace.info': method<WorkspaceInfo>()(nothing),
  /** Starts an empty temporary workspace; the present one is closed first. */
  'workspace.create': method<WorkspaceInfo>()(nothing),
  'workspace.open': method<WorkspaceInfo>()(z.strictObject({ fileId })),
  'workspace.openSample': method<WorkspaceInfo>()(nothing),
  /** Copies everything to a new file and goes on there. */
  'workspace.saveAs': method<WorkspaceInfo>()(z.strictObject({ fileId })),
  /** Rewrites the file without the room that removed runs left. */
  'workspace.compact': method<WorkspaceInfo>()(nothing),
  'workspace.recent': method<readonly RecentWorkspace[]>()(nothing),
  'workspace.openRecent': method<WorkspaceInfo>()(z.strictObject({ path: z.string().max(4096) })),
  'workspace.forget': method<readonly RecentWorkspace[]>()(z.strictObject({ path: z.string().max(4096) })),

  'import.detect': method<Detection>()(z.strictObject({ fileId })),
  /** Header and first records of a plain table; `table` is null for a file that is none. */
  'import.columns': method<{ readonly table: ColumnPreview | null }>()(z.strictObject({ fileId })),
  'import.start': method<ImportState>()(
    z.strictObject({ files: z.array(importFileSchema).min(1).max(10_000) }),
  ),
  'import.state': method<ImportState>()(nothing),
  /** Without `fileId`: everything that is waiting or running. */
  'import.cancel': method<ImportState>()(z.strictObject({ fileId: fileId.optional() })),
  /** Takes files that are done, failed or cancelled off the list. */
  'import.dismiss': method<ImportState>()(nothing),

  'sources.list': method<readonly Source[]>()(nothing),
  'sources.rejects': method<readonly Reject[]>()(
    z.strictObject({
      sourceId: id,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(1000),
    }),
  ),

  /** How far ahead the clock of the machine that wrote a source was; 0 restores the time stamps of the file. */
  'sources.setClockOffset': method<readonly Source[]>()(
    z.strictObject({ sourceId: id, offsetMs: z.number().min(-1e11).max(1e11) }),
  ),

  'runs.list': method<readonly Run[]>()(nothing),
  'runs.rename': method<Run>()(z.strictObject({ runId: id, name: z.string().trim().min(1).max(200) })),
  /** Makes one run of several: the results of several load generators. The first keeps its id and name. */
  'runs.merge': method<Run>()(z.strictObject({ runIds: z.array(id).min(2).max(1000) })),
  'runs.remove': method<null>()(z.strictObject({ runId: id })),
  'runs.transactions': method<readonly Transaction[]>()(z.strictObject({ runId: id })),

  /** Rules of the workspace; every import goes by them. */
  'labels.rules': method<readonly LabelRule[]>()(nothing),
  /** What rules would make of a run, or of all: nothing is changed. */
  'labels.preview': method<LabelPreview>()(
    z.strictObject({
      rules: labelRulesSchema,
      runId: id.nullable(),
      limit: z.number().int().min(1).max(1000),
    }),
  ),
  /** Labels all runs by these rules and keeps them; an empty list restores the names of the files. */
  'labels.apply': method<LabelsApplied>()(z.strictObject({ rules: labelRulesSchema })),

  'latency.summary': method<LatencySummary>()(
    z.strictObject({
      filter: sampleFilterSchema,
      percentiles,
      estimator: z.enum(['type7', 'type6', 'nearest-rank']),
      /** Left out: everything is judged as the workspace says; given: by these three alone. */
      apdexTMs: z.number().positive().optional(),
      apdexMode: z.enum(['spec', 'jmeter']).optional(),
      apdexThresholds: apdexThresholdsSchema.optional(),
      jmeterCompatible: z.boolean(),
    }),
  ),
  'latency.series': method<LatencySeries>()(
    z.strictObject({
      filter: sampleFilterSchema,
      percentiles,
      maxBuckets: z.number().int().min(10).max(5000),
    }),
  ),
  'latency.curve': method<LatencyCurve>()(
    z.strictObject({ filter: sampleFilterSchema, maxPoints: z.number().int().min(10).max(5000) }),
  ),
  'latency.cube': method<LatencyCube>()(
    z.strictObject({
      runId: id,
      /** Only samples for which these hold are counted. */
      conditions: z.array(conditionSchema).max(50),
      maxBins: z.number().int().min(10).max(2000),
      /** Bound of the dense cube that the caller will build, in bytes. */
      maxBytes: z.number().int().min(1_000_000).max(512_000_000),
    }),
  ),
  'latency.errors': method<readonly ErrorGroup[]>()(
    z.strictObject({ filter: sampleFilterSchema, limit: z.number().int().min(1).max(1000) }),
  ),

  ...apdexMethods,
  ...exploreMethods,
  ...diagnosticsMethods,
  ...compareMethods,
  ...gatesMethods,
  ...capacityMethods,
  ...findingMethods,
  ...reportMethods,
  ...heapMethods,
  ...profileMethods,
  ...sqlMethods,

  'k6.checks': method<readonly CheckResult[]>()(z.strictObject({ runId: id })),
  'k6.thresholds': method<readonly ThresholdResult[]>()(z.strictObject({ runId: id })),
  'k6.metrics': method<readonly MetricSummary[]>()(z.strictObject({ runId: id, percentiles })),

  /** One read-only statement over the documented tables. */
  'sql.query': method<ColumnTable>()(
    z.strictObject({ sql: z.string().min(1).max(100_000), limit: z.number().int().min(1).max(1_000_000) }),
  ),
} as const;

export interface EngineInfo {
  readonly version: string;
  readonly formats: readonly FormatInfo[];
  readonly memoryLimitBytes: number;
  readonly threads: number;
  /** Null when this installation has no sample files. */
  readonly sample: { readonly description: string; readonly sizeBytes: number } | null;
}

export type EngineContract = typeof engineContract;
export type EngineMethod = keyof EngineContract;
export type EngineParams<M extends EngineMethod> = ParamsOf<EngineContract, M>;
export type EngineResult<M extends EngineMethod> = ResultOf<EngineContract, M>;
