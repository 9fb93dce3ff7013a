import { apdexQuestionOf, apdexSettingsOf } from '#shared/model/apdex.ts';
import { capacityMethods } from '#shared/contract/capacity-methods.ts';
import { compareMethods } from '#shared/contract/compare-methods.ts';
import { diagnosticsMethods } from '#shared/contract/diagnostics-methods.ts';
import type { EngineInfo } from '#shared/contract/engine.ts';
import { AppError } from '#shared/contract/errors.ts';
import type { EngineEventName, EngineEvents } from '#shared/contract/events.ts';
import { exploreMethods } from '#shared/contract/explore-methods.ts';
import { findingMethods } from '#shared/contract/finding-methods.ts';
import { gatesMethods } from '#shared/contract/gates-methods.ts';
import { heapMethods } from '#shared/contract/heap-methods.ts';
import { profileMethods } from '#shared/contract/profile-methods.ts';
import { reportMethods } from '#shared/contract/report-methods.ts';
import { sqlMethods } from '#shared/contract/sql-methods.ts';
import type { EngineHandlers, ServedEngine } from '#shared/rpc/server.ts';
import type { HandlerContext } from './handlers/context.ts';
import { RunLoops } from './diagnostics/honesty/run-loops.ts';
import { RunPhases } from './diagnostics/phase-report.ts';
import { apdexHandlers } from './handlers/apdex.ts';
import { deferredHandlers } from './handlers/deferred.ts';
import type { WorkspaceExports } from './export/workspace-exports.ts';
import { FileRegistry } from './io/file-registry.ts';
import { latencyCube } from './latency/cube.ts';
import { latencyCurve } from './latency/curve.ts';
import { errorGroups } from './latency/error-groups.ts';
import { k6Checks } from './latency/k6/checks.ts';
import { k6Metrics } from './latency/k6/metrics.ts';
import { k6Thresholds } from './latency/k6/thresholds.ts';
import { reportCurve, reportSeries } from './latency/report/report-series.ts';
import { reportSummary } from './latency/report/report-summary.ts';
import {
  reportedChecks,
  reportedErrors,
  reportedMetrics,
  reportedThresholds,
} from './latency/report/reported-lists.ts';
import { timeSeries } from './latency/series.ts';
import { summarise } from './latency/summary.ts';
import type { PdfPrinter } from './report/pdf/print-report.ts';
import { EngineAnswers } from './sharing/engine-answers.ts';
import { listRejects, listRuns, listSources, listTransactions } from './workspace/catalog.ts';
import { storedApdex } from './workspace/stored-apdex.ts';
import { knownMappings } from './workspace/column-mappings.ts';
import { queuedSampleFiles, type SampleFile } from './workspace/sample-files.ts';
import { ImportQueue } from './workspace/import-queue.ts';
import { WorkspaceSession } from './workspace/session.ts';

export interface EngineOptions {
  readonly version: string;
  readonly configDirectory: string;
  readonly tempDirectory: string;
  readonly memoryLimitBytes: number;
  readonly threads: number;
  /** A workspace to open or make; null starts with an empty temporary one. */
  readonly workspacePath: string | null;
  readonly remember: boolean;
  /** Built entry of the reading threads; null reads in this thread. */
  readonly workerUrl: URL | null;
  readonly nowUs: () => number;
  /** Files of the sample workspace, as paths; empty when this installation has none. */
  readonly sample: {
    readonly files: readonly SampleFile[];
    readonly description: string;
    readonly sizeBytes: number;
  } | null;
  /** IANA zone of time stamps that carry none. */
  readonly timeZone: string;
  /** Prints reports; null or left out where this host has no browser. */
  readonly printer?: PdfPrinter | null;
  /** A folder that {@link Engine.exports} may write to; null or left out: none. */
  readonly exportDirectory?: string | null;
}

export interface Engine extends ServedEngine {
  readonly files: FileRegistry;
  /** Path of the open workspace. */
  readonly workspacePath: () => string;
  /** For hosts on this machine; the window saves by `sql.save`. */
  exports(): Promise<WorkspaceExports>;
  /** Resolves when no import is waiting or running. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** The whole of Loadstone but its windows: the contract, implemented by delegating. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const listeners = new Set<<E extends EngineEventName>(name: E, payload: EngineEvents[E]) => void>();
  const emit = <E extends EngineEventName>(name: E, payload: EngineEvents[E]): void => {
    for (const listener of listeners) listener(name, payload);
  };
  const session = await WorkspaceSession.start(options.workspacePath, {
    configDirectory: options.configDirectory,
    database: {
      memoryLimitBytes: options.memoryLimitBytes,
      threads: options.threads,
      tempDirectory: options.tempDirectory,
      exportDirectory: options.exportDirectory ?? null,
    },
    nowUs: options.nowUs,
    remember: options.remember,
  });
  const files = new FileRegistry();
  files.onWanted((fileId) => emit('files.wanted', { fileId }));

  const database = () => session.workspace.database;
  const announce = async (): Promise<void> => {
    await session.rememberCurrent();
    emit('workspace.changed', await session.workspace.info());
  };
  let switched = Promise.resolve();
  const queue = new ImportQueue({
    files,
    importers: async () => (await import('./import/registry.ts')).importers,
    workerUrl: options.workerUrl,
    nowUs: options.nowUs,
    get timeZone() {
      return options.timeZone;
    },
    workspace: () => session.workspace,
    settled: () => switched,
    changed: (state) => emit('import.changed', state),
    imported: announce,
  });

  /** Before the workspace changes under it, no import may be running. */
  function refuseWhileImporting(what: string): void {
    if (!queue.state().active) return;
    throw new AppError('busy', `An import is running: ${what} has to wait.`, {
      hint: 'Wait until it is done, or cancel it in the import panel.',
    });
  }
  /** One after the other; imports that are started meanwhile wait. */
  function switching<T>(what: string, act: () => Promise<T>): Promise<T> {
    refuseWhileImporting(what);
    const switching = switched.then(async () => {
      const result = await act();
      await announce();
      return result;
    });
    switched = switching.then(
      () => undefined,
      () => undefined,
    );
    return switching;
  }

  /** As {@link switching}, to another workspace: what came into the one that is left says nothing in the next. */
  function opening<T>(what: string, act: () => Promise<T>): Promise<T> {
    return switching(what, async () => {
      const result = await act();
      queue.dismiss();
      return result;
    });
  }

  const info = async (): Promise<EngineInfo> => ({
    version: options.version,
    formats: await (await import('./workspace/formats.ts')).allFormats(),
    memoryLimitBytes: options.memoryLimitBytes,
    threads: options.threads,
    sample:
      options.sample === null
        ? null
        : { description: options.sample.description, sizeBytes: options.sample.sizeBytes },
  });

  let printer: PdfPrinter | null = null;
  const answers = new EngineAnswers(
    () => handlers,
    () => `${session.workspace.path}@${session.workspace.figuresRevision}`,
  );
  const phases = new RunPhases();
  const loops = new RunLoops();
  const context: HandlerContext = { session, phases, loops, answers, announce, emit, nowUs: options.nowUs };
  const handlers: EngineHandlers = {
    'engine.info': info,

    'workspace.info': () => session.workspace.info(),
    'workspace.create': () => opening('starting a new workspace', () => session.create()),
    'workspace.open': ({ fileId }) => opening('opening a workspace', () => session.open(files.get(fileId))),
    'workspace.openSample': () =>
      opening('opening the sample workspace', async () => {
        const { sample } = options;
        if (sample === null) throw new AppError('not-found', 'This installation has no sample files.');
        const created = await session.create();
        queue.start(queuedSampleFiles(sample.files, (path) => files.registerPath(path).fileId));
        return created;
      }),
    'workspace.saveAs': ({ fileId }) =>
      switching('saving', () => {
        const { path } = files.get(fileId);
        if (path === null) throw new AppError('bad-request', 'A workspace is saved to a place on disk.');
        return session.saveAs(path);
      }),
    'workspace.compact': () =>
      switching('compacting', async () => {
        await session.workspace.compact();
        return session.workspace.info();
      }),
    'workspace.recent': () => session.listRecent(),
    'workspace.openRecent': ({ path }) => opening('opening a workspace', () => session.openRecent(path)),
    'workspace.forget': ({ path }) => session.forget(path),

    'import.detect': async ({ fileId }, { signal }) => {
      const source = await files.get(fileId).open();
      try {
        const { detectFile } = await import('./workspace/detection.ts');
        const { importers } = await import('./import/registry.ts');
        return (await detectFile(source, importers, signal)).detection;
      } finally {
        await source.close();
      }
    },
    'import.columns': async ({ fileId }) => {
      const source = await files.get(fileId).open();
      try {
        const { previewColumns } = await import('./import/plain-csv/preview-columns.ts');
        return { table: await previewColumns(source, await knownMappings(database())) };
      } finally {
        await source.close();
      }
    },
    'import.start': ({ files: requests }) => queue.start(requests),
    'import.state': () => queue.state(),
    'import.cancel': ({ fileId }) => queue.cancel(fileId),
    'import.dismiss': () => queue.dismiss(),

    'sources.list': () => listSources(database()),
    'sources.rejects': ({ sourceId, offset, limit }) => listRejects(database(), sourceId, offset, limit),

    'sources.setClockOffset': ({ sourceId, offsetMs }) =>
      switching('setting a clock', async () => {
        await session.workspace.setClockOffset(sourceId, offsetMs);
        return listSources(database());
      }),

    'runs.list': () => listRuns(database()),
    'runs.rename': async ({ runId, name }) => {
      const run = await session.workspace.renameRun(runId, name);
      await announce();
      return run;
    },
    'runs.merge': ({ runIds }) => switching('merging runs', () => session.workspace.mergeRuns(runIds)),
    'runs.remove': ({ runId }) =>
      switching('removing a run', async () => {
        await session.workspace.removeRun(runId);
        return null;
      }),
    'runs.transactions': ({ runId }) => listTransactions(database(), runId),

    'labels.rules': () => session.workspace.labelRules(),
    'labels.preview': ({ rules, runId, limit }, { signal }) =>
      session.workspace.previewLabels(rules, runId, limit, signal),
    'labels.apply': ({ rules }, { signal }) =>
      switching('cleaning up labels', () => session.workspace.applyLabelRules(rules, signal)),

    'latency.summary': async (params, { signal }) => {
      const { workspace } = session;
      const run = await workspace.run(params.filter.runId);
      const transactions = await listTransactions(workspace.database, run.id);
      if (run.granularity === 'aggregated')
        return reportSummary(workspace.database, run, transactions, params.filter, params.percentiles);
      const apdex = apdexQuestionOf(apdexSettingsOf(params, await storedApdex(workspace.database)));
      return summarise(workspace.database, run, transactions, { ...params, ...apdex }, signal);
    },
    'latency.series': async (params, { signal }) => {
      const run = await session.workspace.run(params.filter.runId);
      return run.granularity === 'aggregated'
        ? reportSeries(database(), run, params.filter, params.percentiles)
        : timeSeries(database(), run, params, signal);
    },
    'latency.curve': async ({ filter, maxPoints }, { signal }) => {
      const run = await session.workspace.run(filter.runId);
      return run.granularity === 'aggregated'
        ? reportCurve(database(), run, await listTransactions(database(), run.id), filter)
        : latencyCurve(database(), run, filter, maxPoints, signal);
    },
    'latency.cube': async ({ runId, ...request }, { signal }) =>
      latencyCube(database(), await session.workspace.run(runId), request, signal),
    'latency.errors': async ({ filter, limit }, { signal }) => {
      const run = await session.workspace.run(filter.runId);
      return run.granularity === 'aggregated'
        ? reportedErrors(database(), run, filter, limit)
        : errorGroups(database(), run, filter, limit, signal);
    },

    ...apdexHandlers(context),
    ...deferredHandlers(exploreMethods, async () =>
      (await import('./handlers/exploring.ts')).exploringHandlers(context),
    ),
    ...deferredHandlers(diagnosticsMethods, async () =>
      (await import('./handlers/diagnosing.ts')).diagnosingHandlers(context),
    ),
    ...deferredHandlers(compareMethods, async () =>
      (await import('./handlers/comparing.ts')).comparingHandlers(context),
    ),
    ...deferredHandlers(heapMethods, async () =>
      (await import('./handlers/heap-snapshots.ts')).heapHandlers(context),
    ),
    ...deferredHandlers(gatesMethods, async () =>
      (await import('./handlers/gating.ts')).gatingHandlers(context),
    ),
    ...deferredHandlers(profileMethods, async () =>
      (await import('./handlers/profiling.ts')).profilingHandlers(context, {
        exclusively: switching,
        memoryLimitBytes: options.memoryLimitBytes,
      }),
    ),
    ...deferredHandlers(capacityMethods, async () =>
      (await import('./handlers/capacity.ts')).capacityHandlers(context),
    ),
    ...deferredHandlers(findingMethods, async () =>
      (await import('./handlers/finding.ts')).findingHandlers(context),
    ),
    ...deferredHandlers(reportMethods, async () => {
      printer = options.printer ?? null;
      const { reportingHandlers } = await import('./handlers/reporting.ts');
      return reportingHandlers(context, { version: options.version, printer });
    }),

    ...deferredHandlers(sqlMethods, async () =>
      (await import('./handlers/querying.ts')).queryingHandlers(context),
    ),

    'k6.checks': async ({ runId }, { signal }) => [
      ...(await k6Checks(database(), runId, signal)),
      ...(await reportedChecks(database(), runId)),
    ],
    'k6.thresholds': async ({ runId }, { signal }) =>
      (await session.workspace.run(runId)).granularity === 'aggregated'
        ? reportedThresholds(database(), runId)
        : k6Thresholds(database(), runId, signal),
    'k6.metrics': async ({ runId, percentiles }, { signal }) =>
      (await session.workspace.run(runId)).granularity === 'aggregated'
        ? reportedMetrics(database(), runId, percentiles)
        : k6Metrics(database(), runId, percentiles, signal),

    'sql.query': ({ sql, limit }, { signal }) => database().queryReadOnly(sql, limit, signal),
  };

  return {
    handlers,
    files,
    workspacePath: () => session.workspace.path,
    exports: async () =>
      new (await import('./export/workspace-exports.ts')).WorkspaceExports(database, options.version),
    idle: () => queue.idle(),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      queue.cancel(undefined);
      await queue.idle();
      await switched;
      await printer?.close();
      await session.close();
      listeners.clear();
    },
  };
}
