import { z } from 'zod';
import type { NewReportedCheck } from '../aggregates.ts';
import { memberOf, membersOf, type LiteralDocument } from '../gatling-stats/literal-document.ts';
import { checksOfGroup, checksOfList } from './checks.ts';
import {
  isTyped,
  readFlatMetric,
  readTypedMetric,
  type MetricReading,
  type SummaryMetric,
} from './metric-entry.ts';

export type SummaryLayout = 'handleSummary' | '--summary-export' | 'machine-readable summary';

/** What the three layouts have in common. */
export interface Summary {
  readonly layout: SummaryLayout;
  readonly metrics: readonly SummaryMetric[];
  readonly checks: readonly NewReportedCheck[];
  readonly durationMs: number | null;
  readonly toolVersion: string | null;
  /** Figures and thresholds that were left out because they are none. */
  readonly unread: number;
  /** The file has what `setup()` gave to the virtual users. */
  readonly hasSetupData: boolean;
  /** The file has the source text of the test. */
  readonly hasScript: boolean;
  /** Further facts, in the words of the file. */
  readonly facts: Readonly<Record<string, string>>;
}

const configSchema = z.object({
  duration: z.number().nonnegative().optional().catch(undefined),
  execution: z.string().optional().catch(undefined),
});

/** Names differ: those of k6 1.8, and those of the documentation. */
const metadataSchema = z.object({
  generated_at: z.string().optional().catch(undefined),
  generatedAt: z.string().optional().catch(undefined),
  k6_version: z.string().optional().catch(undefined),
  k6Version: z.string().optional().catch(undefined),
});

const stateSchema = z.object({ testRunDurationMs: z.number().nonnegative() });

/** Null when the document is no summary of k6. */
export function readSummary(document: LiteralDocument): Summary | null {
  const { value } = document;
  const results = membersOf(memberOf(value, 'results'));
  const list = memberOf(results, 'metrics');
  if (results !== null && Array.isArray(list)) return readMachineReadable(document, results, list);
  const metrics = membersOf(memberOf(value, 'metrics'));
  return metrics === null ? null : readByName(document, metrics);
}

/** `handleSummary` and `--summary-export`: metrics are members of one object. */
function readByName(document: LiteralDocument, metrics: Readonly<Record<string, unknown>>): Summary | null {
  const { value } = document;
  const collected = new CollectedMetrics();
  let typed = 0;
  for (const [name, entry] of Object.entries(metrics)) {
    const entryIsTyped = isTyped(entry);
    if (entryIsTyped) typed += 1;
    const reading = entryIsTyped ? readTypedMetric(name, entry) : readFlatMetric(name, entry);
    if (reading === null) document.reject(entry, metrics, `${name.slice(0, 200)} is no metric`);
    else collected.add(reading);
  }
  const state = stateSchema.safeParse(memberOf(value, 'state'));
  const options = memberOf(value, 'options');
  const root = memberOf(value, 'root_group');
  return {
    layout: typed > 0 ? 'handleSummary' : '--summary-export',
    metrics: collected.metrics,
    checks: checksOfGroup(root, document),
    durationMs: state.success ? state.data.testRunDurationMs : null,
    toolVersion: null,
    unread: collected.unread,
    hasSetupData: memberOf(value, 'setup_data') != null,
    hasScript: false,
    facts: {
      ...membersFact(value),
      ...formFact('groups and checks', memberOf(root, 'checks')),
      ...textFact('summary time unit', memberOf(options, 'summaryTimeUnit')),
    },
  };
}

function readMachineReadable(
  document: LiteralDocument,
  results: Readonly<Record<string, unknown>>,
  list: readonly unknown[],
): Summary {
  const { value } = document;
  const collected = new CollectedMetrics();
  const checks = memberOf(results, 'checks');
  const ofChecks = memberOf(checks, 'metrics');
  for (const entries of [list, Array.isArray(ofChecks) ? (ofChecks as unknown[]) : []]) {
    for (const entry of entries) {
      const name = memberOf(entry, 'name');
      const reading = typeof name === 'string' ? readTypedMetric(name, entry) : null;
      if (reading === null) document.reject(entry, entries, 'a metric without name, type and values');
      else collected.add(reading);
    }
  }
  const config = configSchema.catch({}).parse(memberOf(value, 'config'));
  const metadata = metadataSchema.catch({}).parse(memberOf(value, 'metadata'));
  return {
    layout: 'machine-readable summary',
    metrics: collected.metrics,
    checks: checksOfList(memberOf(checks, 'results'), document),
    durationMs: config.duration === undefined ? null : config.duration * 1000,
    toolVersion: metadata.k6_version ?? metadata.k6Version ?? null,
    unread: collected.unread,
    hasSetupData: false,
    hasScript: memberOf(memberOf(value, 'config'), 'script') != null,
    facts: {
      ...membersFact(value),
      ...textFact('layout version', memberOf(value, 'version')),
      ...textFact('execution', config.execution),
      ...textFact('generated at', metadata.generated_at ?? metadata.generatedAt),
    },
  };
}

class CollectedMetrics {
  readonly metrics: SummaryMetric[] = [];
  unread = 0;

  add({ metric, unread }: MetricReading): void {
    this.metrics.push(metric);
    this.unread += unread;
  }
}

const MAX_FACT_LENGTH = 100;
const MAX_MEMBERS = 10;

/** People add members of their own. */
function membersFact(document: unknown): Record<string, string> {
  const names = Object.keys(membersOf(document) ?? {});
  const listed = names.slice(0, MAX_MEMBERS).map((name) => name.slice(0, MAX_FACT_LENGTH));
  return { members: [...listed, ...(names.length > MAX_MEMBERS ? ['…'] : [])].join(', ') };
}

function formFact(name: string, value: unknown): Record<string, string> {
  if (value === undefined) return {};
  return { [name]: Array.isArray(value) ? 'lists' : 'objects by name' };
}

function textFact(name: string, value: unknown): Record<string, string> {
  return typeof value === 'string' && value !== '' ? { [name]: value.slice(0, MAX_FACT_LENGTH) } : {};
}
