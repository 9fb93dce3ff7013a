/**
 * Entry of every measured Node process of ours: `node child.mjs JOB JSON`. Prints one JSON line at its end. Bundled like
 * the product (`product/bundle.ts`); each job loads only what it needs.
 */
const jobs = {
  append: () => import('./append.ts'),
  'append-values': () => import('./append-values.ts'),
  brush: () => import('./brush.ts'),
  compare: () => import('./compare.ts'),
  'csv-parse': () => import('./csv-parse.ts'),
  duckdb: () => import('./duckdb.ts'),
  exact: () => import('./exact.ts'),
  findings: () => import('./findings.ts'),
  'first-figures': () => import('./first-figures.ts'),
  'gatling-split': () => import('./gatling-split.ts'),
  'heap-browse': () => import('./heap-browse.ts'),
  'heap-devtools': () => import('./heap-devtools.ts'),
  'heap-generate': () => import('./heap-generate.ts'),
  'heap-import': () => import('./heap-import.ts'),
  'heap-list': () => import('./heap-list.ts'),
  'heap-memlab': () => import('./heap-memlab.ts'),
  'heap-parse': () => import('./heap-parse.ts'),
  'heap-read': () => import('./heap-read.ts'),
  'heap-write': () => import('./heap-write.ts'),
  import: () => import('./import.ts'),
  papaparse: () => import('./papaparse.ts'),
  'parse-lines': () => import('./parse-lines.ts'),
  'profile-difference': () => import('./profile-difference.ts'),
  'profile-parse': () => import('./profile-parse.ts'),
  'profile-read': () => import('./profile-read.ts'),
  'quantiles-sql': () => import('./quantiles-sql.ts'),
  'read-bytes': () => import('./read-bytes.ts'),
  'report-command': () => import('./report-command.ts'),
  'report-export': () => import('./report-export.ts'),
  'report-prepare': () => import('./report-prepare.ts'),
  saxes: () => import('./saxes.ts'),
  summary: () => import('./summary.ts'),
};

export type JobName = keyof typeof jobs;
type Job<N extends JobName> = Awaited<ReturnType<(typeof jobs)[N]>>['run'];
export type JobInput<N extends JobName> = Parameters<Job<N>>[0];
export type JobAnswer<N extends JobName> = Awaited<ReturnType<Job<N>>>;

const [name, input] = process.argv.slice(2) as [JobName, string];
const job = (await jobs[name]()) as { readonly run: (input: unknown) => Promise<unknown> };
const answer = await job.run(JSON.parse(input));
const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, rssBytes: maxRSS * 1024 };
process.stdout.write(`${JSON.stringify({ answer, usage })}\n`);
