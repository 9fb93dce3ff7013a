import type { NewAggregate } from '../aggregates.ts';
import type { DocumentReport } from '../document-reader.ts';
import type { ImportEmitter, NewTransaction } from '../importer.ts';
import { TextLimit } from '../k6/text-limit.ts';
import { WarningLog } from '../warning-log.ts';
import { describeIssue } from './figure.ts';
import { DIALECT, findLiteral, isStats, type StatsLayout } from './layout.ts';
import { LiteralDocument, memberOf, membersOf } from './literal-document.ts';
import { skipToText } from './literal-parser.ts';
import { figuresOf, nameOf, percentilesOf, rangesOf, statsSchema, type Stats } from './stats-node.ts';

/** Between the groups around a request and its name, as Gatling's own `path` has it. */
const PATH_SEPARATOR = ' / ';

/**
 * `stats.js`, `stats.json` or `global_stats.json` of a report of Gatling (load-test formats, section 3.3).
 * @throws {AppError} `file-damaged`
 */
export function readGatlingStats(bytes: Uint8Array, emit: ImportEmitter): DocumentReport {
  const place = findLiteral(bytes);
  // A script goes on with functions that fill the page.
  const document = new LiteralDocument(
    bytes,
    DIALECT,
    place?.start ?? skipToText(bytes),
    place?.isScript === true ? 'anything' : 'nothing',
  );
  const root = membersOf(document.value);
  if (root === null) throw notStats(document);

  const tree = new StatsTree(document);
  const isGlobal = isStats(root);
  if (isGlobal) tree.addTotal(root, root);
  else tree.addRoot(root);
  if (tree.aggregates.length === 0) throw notStats(document);

  emit.transactions(tree.transactions);
  emit.report({ aggregates: tree.aggregates });
  const layout: StatsLayout =
    place?.isScript === true ? 'stats.js' : isGlobal ? 'global_stats.json' : 'stats.json';
  return {
    rows: tree.aggregates.length,
    rejectedRows: document.rejects.count,
    rejects: document.rejects.kept,
    firstInstantUs: null,
    lastInstantUs: null,
    clockTickMs: 1,
    toolVersion: null,
    warnings: tree.listWarnings(),
    properties: { layout, ...tree.properties() },
  };
}

class StatsTree {
  readonly transactions: NewTransaction[] = [];
  readonly aggregates: NewAggregate[] = [];
  private readonly document: LiteralDocument;
  private readonly warnings = new WarningLog();
  private readonly limit = new TextLimit(this.warnings);
  private total: Stats | null = null;
  private sample: Stats | null = null;
  private groups = 0;

  constructor(document: LiteralDocument) {
    this.document = document;
  }

  addRoot(root: Readonly<Record<string, unknown>>): void {
    const stats = memberOf(root, 'stats');
    if (stats !== undefined) this.addTotal(stats, root);
    if (memberOf(root, 'type') === 'REQUEST') {
      this.addNode(root, root, []);
      return;
    }
    this.addContents(root, []);
  }

  addTotal(stats: unknown, holder: object): void {
    const parsed = this.parse(stats, holder, 'all requests');
    if (parsed === null) return;
    this.total = parsed;
    this.aggregates.push({ transaction: null, interval: null, figures: figuresOf(parsed) });
  }

  listWarnings() {
    const { sample, warnings } = this;
    if (sample !== null) {
      const names = percentilesOf(sample).join(', ');
      warnings.add(
        'percentiles-assumed',
        `The file has percentiles and does not say which: they are taken for ${names}, which Gatling uses unless ` +
          'charting.indicators was set. Gatling estimates them, and rounds to whole milliseconds.',
      );
    }
    if (this.groups > 0) {
      warnings.add(
        'group-times',
        'Times of groups are the sums of the response times in them, unless useGroupDurationMetric was set; the file does not say.',
        this.groups,
      );
    }
    if (this.total === null) warnings.add('total-missing', 'There are no figures of all requests together.');
    return warnings.list();
  }

  properties(): Record<string, string> {
    const properties: Record<string, string> = {
      requests: String(this.transactions.length - this.groups),
      groups: String(this.groups),
    };
    if (this.total === null) return properties;
    for (const [name, count] of rangesOf(this.total)) {
      properties[`requests with ${this.limit.clip(name)}`] = String(count);
    }
    return properties;
  }

  private addContents(node: object, groups: readonly string[]): void {
    const contents = memberOf(node, 'contents');
    if (contents === undefined) return;
    const members = membersOf(contents);
    if (members === null) {
      this.document.reject(contents, node, 'the contents of a group are no object');
      return;
    }
    for (const [key, child] of Object.entries(members)) {
      const node = membersOf(child);
      if (node === null)
        this.document.reject(child, members, `${this.limit.clip(key)} is no request or group`);
      else this.addNode(node, members, groups);
    }
  }

  private addNode(node: Readonly<Record<string, unknown>>, holder: object, groups: readonly string[]): void {
    const type = memberOf(node, 'type');
    const written = memberOf(node, 'name');
    if ((type !== 'GROUP' && type !== 'REQUEST') || typeof written !== 'string') {
      this.document.reject(node, holder, 'is no request or group with a name');
      return;
    }
    const path = [...groups, nameOf(written)];
    const name = path.join(PATH_SEPARATOR);
    const parsed = this.parse(memberOf(node, 'stats'), node, name);
    if (parsed !== null) this.addFigures(name, type === 'GROUP' ? 'group' : 'request', parsed);
    if (type === 'GROUP') this.addContents(node, path);
  }

  private addFigures(name: string, kind: 'group' | 'request', stats: Stats): void {
    const localId = this.transactions.length;
    if (kind === 'group') this.groups += 1;
    this.transactions.push({ localId, name: this.limit.clip(name), kind, method: null });
    this.aggregates.push({ transaction: localId, interval: null, figures: figuresOf(stats) });
  }

  private parse(stats: unknown, holder: object, name: string): Stats | null {
    const parsed = statsSchema.safeParse(stats);
    if (!parsed.success) {
      this.document.reject(stats, holder, `${this.limit.clip(name)}: ${describeIssue(parsed.error)}`);
      return null;
    }
    this.sample ??= parsed.data;
    return parsed.data;
  }
}

function notStats(document: LiteralDocument): Error {
  return document.damaged(
    'The file has no figures of requests as Gatling writes them into stats.js or stats.json.',
    'Choose another format, or open the simulation.log that the report was made from.',
  );
}
