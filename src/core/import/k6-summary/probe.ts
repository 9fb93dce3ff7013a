import { memberOf, membersOf } from '../gatling-stats/literal-document.ts';
import { parseLiteralStart, skipToText } from '../gatling-stats/literal-parser.ts';
import { metricKinds, NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { builtinMetrics } from '../k6/builtin-metrics.ts';
import { partsOfName } from './metric-entry.ts';

const OPEN_OBJECT = 123;

/** The id of the group around all groups: MD5 of its empty path. */
const ROOT_GROUP_ID = 'd41d8cd98f00b204e9800998ecf8427e';

const NAMES_IN_REASON = 3;

/** Figures of a metric in `--summary-export`. */
const FLAT_FIGURE = /^(?:count|rate|value|min|max|avg|med|passes|fails|p\(\d+(?:\.\d+)?\))$/u;

/** Everybody calls a file "summary": only what k6 puts into one counts, and the head may be cut off anywhere. */
export function probeK6Summary(head: ProbeHead): ProbeResult {
  const start = skipToText(head.bytes);
  if (head.bytes[start] !== OPEN_OBJECT) return NOT_THIS_FORMAT;
  const document = parseLiteralStart(head.bytes, start, 'json');
  return probeMachineReadable(document) ?? probeByName(document, head.complete) ?? NOT_THIS_FORMAT;
}

function probeMachineReadable(document: unknown): ProbeResult | null {
  const metadata = memberOf(document, 'metadata');
  const version = memberOf(metadata, 'k6_version') ?? memberOf(metadata, 'k6Version');
  const list = memberOf(memberOf(document, 'results'), 'metrics');
  const named = Array.isArray(list) ? list.filter(isTypedMetric).map((entry) => memberOf(entry, 'name')) : [];
  const toolVersion = typeof version === 'string' ? { toolVersion: version } : {};
  if (named.length > 0) {
    return {
      score: typeof version === 'string' ? 0.99 : 0.9,
      reasons: [
        `results.metrics with name, type, values: ${some(named.map(String))}`,
        ...versionReason(version),
      ],
      ...toolVersion,
    };
  }
  if (typeof version === 'string') {
    return { score: 0.9, reasons: versionReason(version), ...toolVersion };
  }
  // The source text of the test stands in front and may be longer than the head.
  const config = memberOf(document, 'config');
  const execution = memberOf(config, 'execution');
  if (typeof memberOf(config, 'duration') !== 'number') return null;
  if (execution !== 'local' && execution !== 'cloud') return null;
  return { score: 0.6, reasons: ['starts with config: duration, execution'] };
}

function versionReason(version: unknown): string[] {
  return typeof version === 'string' ? [`metadata names k6 ${version.slice(0, 20)}`] : [];
}

function probeByName(document: unknown, complete: boolean): ProbeResult | null {
  const reasons: string[] = [];
  let score = 0;
  const metrics = membersOf(memberOf(document, 'metrics')) ?? {};
  const names = Object.keys(metrics);
  const typed = names.filter((name) => isTypedMetric(metrics[name]));
  const flat = names.filter((name) => isFlatBuiltin(name, metrics[name]));
  if (typed.length > 0) {
    score = 0.9;
    reasons.push(`metrics with type, contains, values: ${some(typed)}`);
  } else if (flat.length > 0) {
    score = 0.8;
    reasons.push(`metrics of k6: ${some(flat)}`);
  }
  const group = memberOf(document, 'root_group');
  if (memberOf(group, 'id') === ROOT_GROUP_ID || isRootGroup(group)) {
    score = score > 0 ? 0.99 : 0.7;
    reasons.push('root_group');
  }
  if (typeof memberOf(memberOf(document, 'state'), 'testRunDurationMs') === 'number') {
    score = Math.max(score, 0.7);
    reasons.push('state.testRunDurationMs');
  }
  if (score === 0 && !complete && Object.hasOwn(membersOf(document) ?? {}, 'setup_data')) {
    score = 0.55;
    reasons.push('starts with setup_data');
  }
  return score === 0 ? null : { score, reasons };
}

function isTypedMetric(value: unknown): boolean {
  return (
    metricKinds.some((kind) => kind === memberOf(value, 'type')) &&
    typeof memberOf(value, 'contains') === 'string' &&
    membersOf(memberOf(value, 'values')) !== null
  );
}

/** Without types only the names of k6's own metrics tell, with figures that it writes. */
function isFlatBuiltin(name: string, value: unknown): boolean {
  const members = membersOf(value);
  if (members === null || !builtinMetrics.has(partsOfName(name).base)) return false;
  const figures = Object.keys(members).filter((figure) => figure !== 'thresholds');
  return figures.length >= 2 && figures.every((figure) => FLAT_FIGURE.test(figure));
}

function isRootGroup(value: unknown): boolean {
  return (
    memberOf(value, 'name') === '' &&
    memberOf(value, 'path') === '' &&
    memberOf(value, 'groups') !== undefined &&
    memberOf(value, 'checks') !== undefined
  );
}

function some(names: readonly string[]): string {
  const list = names.slice(0, NAMES_IN_REASON).join(', ');
  return names.length > NAMES_IN_REASON ? `${list}, …` : list;
}
