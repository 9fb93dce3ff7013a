/** `npm run bench`: see `--help`. */
import { writeFile } from 'node:fs/promises';
import { describeMachine } from './machine.ts';
import { parseOptions, USAGE, type BenchOptions, type SuiteName } from './options.ts';
import { reportFile } from './paths.ts';
import { peerPackages } from './peers/packages.ts';
import { bundle } from './product/bundle.ts';
import { consoleTable } from './report/console.ts';
import { machineText, markdown } from './report/markdown.ts';
import type { ReportTable, SuiteReport } from './report/model.ts';
import { mergeReports } from './report/saved-reports.ts';
import { createContext, type PartReport } from './suites/context.ts';
import { suites } from './suites/suites.ts';

const tell = (text: string): void => console.log(`  ${text}`);

async function runSuite(suite: SuiteName, options: BenchOptions): Promise<SuiteReport> {
  const machine = describeMachine();
  const measuredAt = new Date().toISOString().slice(0, 16);
  console.log(`\n== ${suite}: ${machineText(machine)}`);
  const context = createContext(options, tell);
  const tables: ReportTable[] = [];
  let failed = false;
  for (const part of suites[suite]) {
    if (options.only.length > 0 && !options.only.includes(part.id)) continue;
    const report = await part.run(context).catch((error: unknown) => brokenPart(part.id, error));
    console.log(consoleTable(report.table, !options.quick));
    tables.push(report.table);
    failed ||= report.failed;
  }
  return { suite, measuredAt, machine, rounds: options.rounds, tables, failed };
}

/** What a part could not even prepare must not cost the figures of the others. */
function brokenPart(id: string, error: unknown): PartReport {
  const reason = error instanceof Error ? error.message : String(error);
  const remarks = [`Failed: ${reason}`];
  return { table: { id, title: id, about: 'Not measured.', columns: [], rows: [], remarks }, failed: true };
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  await bundle();
  const reports: SuiteReport[] = [];
  for (const suite of options.suites) reports.push(await runSuite(suite, options));
  if (options.full) {
    const { versions } = peerPackages(tell);
    await writeFile(reportFile, markdown(await mergeReports(reports), versions));
    console.log(`\nWritten: docs/benchmarks.md`);
  }
  return reports.some(({ failed }) => failed) ? 1 : 0;
}

process.exitCode = await main();
