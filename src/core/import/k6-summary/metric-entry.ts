import { z } from 'zod';
import { figureSchema } from '../gatling-stats/figure.ts';
import { metricKinds, type MetricKind, type NewMetric } from '../importer.ts';
import { builtinMetrics } from '../k6/builtin-metrics.ts';

/** A metric of a summary, whichever layout it was in. Values of `contains: time` are ms, of `data` bytes. */
export interface SummaryMetric {
  /** With the tags that a submetric selects by: `http_req_duration{name:Place order}`. */
  readonly name: string;
  readonly kind: MetricKind;
  readonly contains: NewMetric['contains'];
  /** By the names that they have in the file; what is no finite number is not there. */
  readonly figures: Readonly<Record<string, number>>;
  readonly thresholds: readonly SummaryThreshold[];
}

export interface SummaryThreshold {
  readonly expression: string;
  readonly passed: boolean;
}

export interface MetricReading {
  readonly metric: SummaryMetric;
  /** Figures and thresholds that were left out because they are none. */
  readonly unread: number;
}

const looseRecord = z.record(z.string(), z.unknown());

/** `handleSummary` and the machine-readable summary. */
const typedSchema = z.object({
  type: z.string(),
  contains: z.string().optional(),
  values: looseRecord,
  thresholds: looseRecord.nullish(),
});

const verdictSchema = z.object({ ok: z.boolean() });

/** A metric as `handleSummary` and the machine-readable summary have it; null when it is none. */
export function readTypedMetric(name: string, value: unknown): MetricReading | null {
  const parsed = typedSchema.safeParse(value);
  if (!parsed.success) return null;
  const { type, contains, values, thresholds } = parsed.data;
  const figures = figuresOf(Object.entries(values));
  const verdicts = thresholdsOf(thresholds ?? {}, (verdict) => {
    const read = verdictSchema.safeParse(verdict);
    return read.success ? read.data.ok : null;
  });
  return {
    metric: {
      name,
      kind: metricKinds.find((kind) => kind === type) ?? kindOf(name, figures.read),
      contains: containsOf(name, contains),
      figures: figures.read,
      thresholds: verdicts.read,
    },
    unread: figures.unread + verdicts.unread,
  };
}

/**
 * A metric as `--summary-export` has it: figures and thresholds side by side, no type. A threshold that is `true` was
 * crossed (`oldJSONSummary` in k6's `summary-wrapper.js`). Null when it is none.
 */
export function readFlatMetric(name: string, value: unknown): MetricReading | null {
  const parsed = looseRecord.safeParse(value);
  if (!parsed.success) return null;
  const { thresholds, ...rest } = parsed.data;
  const figures = figuresOf(Object.entries(rest));
  const verdicts = thresholdsOf(looseRecord.catch({}).parse(thresholds), (failed) =>
    typeof failed === 'boolean' ? !failed : null,
  );
  return {
    metric: {
      name,
      kind: kindOf(name, figures.read),
      contains: containsOf(name, undefined),
      figures: figures.read,
      thresholds: verdicts.read,
    },
    unread: figures.unread + verdicts.unread,
  };
}

/** Whether it is the metric of `handleSummary` rather than that of `--summary-export`. */
export function isTyped(value: unknown): boolean {
  return typedSchema.safeParse(value).success;
}

/** `http_req_duration{name:x}` is `http_req_duration` and `name:x`; the tags are null for the metric itself. */
export function partsOfName(name: string): { readonly base: string; readonly tags: string | null } {
  const match = /^([^{]*)\{(.*)\}$/su.exec(name);
  return match === null ? { base: name, tags: null } : { base: match[1]!, tags: match[2]!.trim() };
}

function figuresOf(entries: readonly (readonly [string, unknown])[]) {
  const read: Record<string, number> = {};
  let unread = 0;
  for (const [name, value] of entries) {
    const figure = figureSchema.safeParse(value);
    if (!figure.success) unread += 1;
    else if (figure.data !== null) read[name] = figure.data;
  }
  return { read, unread };
}

function thresholdsOf(
  entries: Readonly<Record<string, unknown>>,
  passedOf: (value: unknown) => boolean | null,
) {
  const read: SummaryThreshold[] = [];
  let unread = 0;
  for (const [expression, value] of Object.entries(entries)) {
    const passed = passedOf(value);
    if (passed === null) unread += 1;
    else read.push({ expression, passed });
  }
  return { read, unread };
}

function containsOf(name: string, written: string | undefined): NewMetric['contains'] {
  if (written === 'time' || written === 'data' || written === 'default') return written;
  return builtinMetrics.get(partsOfName(name).base)?.contains ?? 'default';
}

/** Only `--summary-export` does not say it; there the figures of the four kinds differ. */
function kindOf(name: string, figures: Readonly<Record<string, number>>): MetricKind {
  const has = (figure: string): boolean => Object.hasOwn(figures, figure);
  if (has('passes') || has('fails')) return 'rate';
  if (has('value')) return 'gauge';
  if (has('count') && has('rate')) return 'counter';
  return builtinMetrics.get(partsOfName(name).base)?.kind ?? 'trend';
}
