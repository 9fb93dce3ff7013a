import { writeFile } from 'node:fs/promises';
import { onTestFinished } from 'vitest';
import type { FindingList, FindingSettings } from '#shared/model/finding.ts';
import { createEngine, type Engine } from '../../engine.ts';
import type { useTemporaryFolder } from '../../io/testing/temporary-folder.ts';
import type { TestSample } from '../../latency/testing/stored-run.ts';

/** A workspace of the real engine, with files of JMeter's CSV that tests write. */
export interface PlantedWorkspace {
  readonly engine: Engine;
  /** Opens samples as a run, and readings of resources with them. @returns the id of the run */
  readonly open: (
    name: string,
    samples: readonly TestSample[],
    readings?: readonly Reading[],
  ) => Promise<number>;
  readonly findings: (
    candidate: readonly number[],
    baseline?: readonly number[],
    settings?: Partial<FindingSettings>,
  ) => Promise<FindingList>;
}

/** As JMeter's PerfMon plug-in writes it: `host metric`. */
export interface Reading {
  readonly atMs: number;
  readonly metric: string;
  readonly value: number;
}

const EPOCH_MS = 1_767_225_600_000;
const { signal } = new AbortController();

export async function plantedWorkspace(
  folder: ReturnType<typeof useTemporaryFolder>,
): Promise<PlantedWorkspace> {
  const engine = await createEngine({
    version: '1.0.0',
    configDirectory: folder.file('config'),
    tempDirectory: folder.file('temp'),
    memoryLimitBytes: 1e9,
    threads: 2,
    workspacePath: null,
    remember: false,
    workerUrl: null,
    nowUs: () => 1,
    sample: null,
    timeZone: 'UTC',
  });
  onTestFinished(() => engine.close());
  const { handlers } = engine;

  async function importFile(name: string, text: string, runId: number | null): Promise<number> {
    await writeFile(folder.file(name), text);
    const { fileId } = engine.files.registerPath(folder.file(name));
    await handlers['import.start']({ files: [{ fileId, ...(runId === null ? {} : { runId }) }] }, { signal });
    await engine.idle();
    return (await handlers['runs.list']({}, { signal })).at(-1)!.id;
  }
  return {
    engine,
    async open(name, samples, readings = []) {
      const runId = await importFile(`${name}.jtl`, jtl(samples), null);
      if (readings.length > 0) await importFile(`${name}-perfmon.csv`, perfmon(readings), runId);
      return runId;
    },
    findings: (candidate, baseline = [], settings = {}) =>
      Promise.resolve(
        handlers['findings.list'](
          {
            candidate: [...candidate],
            baseline: [...baseline],
            settings,
          },
          { signal },
        ),
      ),
  };
}

function jtl(samples: readonly TestSample[]): string {
  const rows = [...samples]
    .sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0))
    .map(({ label, startMs, elapsedMs, ok, thread, threads, outcome }) => {
      const failed = ok === false;
      const code = outcome?.code ?? (failed ? '500' : '200');
      const message = outcome?.message ?? (failed ? 'Internal Server Error' : 'OK');
      const users = threads ?? 1;
      return [
        Math.round(EPOCH_MS + (startMs ?? 0)),
        Math.round(elapsedMs ?? 0),
        label,
        code,
        message,
        thread ?? `Users 1-${1 + (Math.round(startMs ?? 0) % users)}`,
        !failed,
        500,
        100,
        users,
        users,
        Math.round(elapsedMs ?? 0),
        0,
        0,
      ].join(',');
    });
  return `timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes,sentBytes,grpThreads,allThreads,Latency,IdleTime,Connect\n${rows.join('\n')}\n`;
}

function perfmon(readings: readonly Reading[]): string {
  const rows = readings.map(
    ({ atMs, metric, value }) =>
      // PerfMon writes a thousandfold of each value.
      `${Math.round(EPOCH_MS + atMs)},${Math.round(value * 1000)},${metric},,,,,true,,0,0,0,0,null,0,0,0`,
  );
  return `timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n${rows.join('\n')}\n`;
}
