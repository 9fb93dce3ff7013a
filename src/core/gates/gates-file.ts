import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import type { GateProblem } from '#shared/model/gates.ts';
import { dimensionOf, type Quantity } from './quantity.ts';
import { gatesFileSchema, type GateEntry, type GatesFile } from './gates-schema.ts';
import { percentileOfFigure, type Clause, type Rule } from './rule.ts';
import { parseRule } from './rule-parser.ts';
import { RuleReader } from './rule-reader.ts';
import { RuleProblem } from './rule-tokens.ts';

export interface Gate extends GateEntry {
  readonly parsed: Rule;
}

/** A text of `loadstone.gates.yaml` without problems. */
export interface Gates {
  readonly gates: readonly Gate[];
  readonly expectedLoad: Quantity | null;
  readonly comparison: NonNullable<GatesFile['comparison']>;
}

export type ReadGates =
  | { readonly gates: Gates; readonly problems: readonly [] }
  | { readonly gates: null; readonly problems: readonly GateProblem[] };

/** Anything more is a mistake, and the engine computes so many at a time. */
const MAX_PERCENTILES = 30;
const MAX_PROBLEMS = 100;

/** Reads and checks a text. Problems come in the order of their places; lines and columns count from 1. */
export function readGates(text: string): ReadGates {
  const source = text.replace(/^\u{feff}/u, '');
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const reader = new FileReader(document, lines);
  const gates = reader.read();
  if (gates !== null && reader.problems.length === 0) return { gates, problems: [] };
  const problems = [...reader.problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return { gates: null, problems: problems.slice(0, MAX_PROBLEMS) };
}

class FileReader {
  readonly problems: GateProblem[] = [];
  private readonly document: Document.Parsed;
  private readonly lines: LineCounter;

  constructor(document: Document.Parsed, lines: LineCounter) {
    this.document = document;
    this.lines = lines;
  }

  read(): Gates | null {
    for (const { pos, message } of this.document.errors)
      this.complain(pos[0], `No YAML: ${firstLine(message)}`);
    if (this.problems.length > 0) return null;
    let content: unknown;
    try {
      content = this.document.toJS({ maxAliasCount: 100 });
    } catch (error) {
      this.complain(0, `No YAML: ${error instanceof Error ? firstLine(error.message) : 'unknown'}`);
      return null;
    }
    if (content === null || content === undefined) {
      this.complain(0, 'The file is empty: it begins with "version: 1" and has a list "gates:".');
      return null;
    }
    const parsed = gatesFileSchema.safeParse(content);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) this.complainOf(issue);
      this.checkRulesOf(content);
      return null;
    }
    return this.resolve(parsed.data);
  }

  private resolve(file: GatesFile): Gates {
    const seen = new Map<string, number>();
    const gates: Gate[] = [];
    const percentiles = new Set<number>();
    file.gates.forEach((entry, index) => {
      const before = seen.get(entry.id);
      if (before !== undefined)
        this.complainAt(['gates', index, 'id'], `The id "${entry.id}" is that of gate ${before + 1}, too.`);
      else seen.set(entry.id, index);
      this.checkPatterns(entry, index);
      const parsed = this.rule(entry.rule, index);
      if (parsed === null) return;
      for (const clause of parsed.clauses)
        for (const percentile of percentilesOf(clause)) percentiles.add(percentile);
      gates.push({ ...entry, parsed });
    });
    if (percentiles.size > MAX_PERCENTILES)
      this.complainAt(
        ['gates'],
        `The rules ask for ${percentiles.size} different percentiles; ${MAX_PERCENTILES} are possible.`,
      );
    return {
      gates,
      expectedLoad: this.expectedLoad(file.expectedLoad),
      comparison: file.comparison ?? { waivers: [], mapping: [] },
    };
  }

  private rule(text: string, index: number): Rule | null {
    try {
      return parseRule(text);
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error;
      this.complainWithin(['gates', index, 'rule'], error.offset, error.message);
      return null;
    }
  }

  /** Rules of a file that has other problems: all of them are shown at once. */
  private checkRulesOf(content: unknown): void {
    const gates: unknown = isRecord(content) ? content['gates'] : null;
    if (!Array.isArray(gates)) return;
    gates.forEach((gate: unknown, index) => {
      if (isRecord(gate) && typeof gate['rule'] === 'string') this.rule(gate['rule'], index);
    });
  }

  private expectedLoad(text: string | undefined): Quantity | null {
    if (text === undefined) return null;
    try {
      const reader = new RuleReader(text);
      const load = reader.quantity('The expected load', ['rate']);
      if (!reader.done || dimensionOf(load) !== 'rate' || load.value === 0)
        reader.fail('The expected load is a rate such as 150/s or 9000/min.');
      return load;
    } catch (error) {
      if (!(error instanceof RuleProblem)) throw error;
      this.complainWithin(['expectedLoad'], error.offset, error.message);
      return null;
    }
  }

  private checkPatterns(entry: GateEntry, index: number): void {
    for (const key of ['matching', 'except'] as const) {
      const pattern = entry.transactions?.[key];
      if (pattern === undefined) continue;
      try {
        new RegExp(pattern, 'u');
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        this.complainAt(
          ['gates', index, 'transactions', key],
          `This is no regular expression: ${message.slice(message.lastIndexOf(': ') + 2)}.`,
        );
      }
    }
  }

  private complainOf(issue: z.core.$ZodIssue): void {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        this.complainAt([...issue.path, key], `"${key}" is not known here. ${spellings(issue.path)}`, 'key');
      return;
    }
    const path = issue.path.map(String);
    if (issue.code === 'invalid_type' && this.nodeAt(issue.path) === undefined) {
      this.complainAt(issue.path.slice(0, -1), `"${path.at(-1) ?? ''}" is missing.`);
      return;
    }
    if (path.join() === 'version') {
      this.complainAt(issue.path, 'The version of this file is 1; a newer one needs a newer Loadstone.');
      return;
    }
    const where = path.at(-1);
    this.complainAt(issue.path, where === undefined ? issue.message : `${where}: ${issue.message}`);
  }

  private nodeAt(path: readonly PropertyKey[]): Node | undefined {
    const node = this.document.getIn(path, true);
    return isNode(node) ? node : undefined;
  }

  /** At the node, or where there is none, at the closest around it. */
  private complainAt(path: readonly PropertyKey[], message: string, of: 'value' | 'key' = 'value'): void {
    const parent = path.length === 0 ? undefined : this.parentOf(path);
    if (of === 'key' && isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
      if (isScalar(pair?.key)) {
        this.complain(pair.key.range?.[0] ?? 0, message);
        return;
      }
    }
    for (let length = path.length; length > 0; length--) {
      const node = this.nodeAt(path.slice(0, length));
      if (node?.range != null) {
        this.complain(node.range[0], message);
        return;
      }
    }
    this.complain(this.document.contents?.range[0] ?? 0, message);
  }

  private parentOf(path: readonly PropertyKey[]): unknown {
    return path.length === 1 ? this.document.contents : this.document.getIn(path.slice(0, -1), true);
  }

  /** @param offset in the text of a scalar; where that is written over several lines or escaped, its beginning is named */
  private complainWithin(path: readonly PropertyKey[], offset: number, message: string): void {
    const node = this.nodeAt(path);
    const scalar = isScalar(node) ? node : undefined;
    const start = scalar?.range?.[0] ?? 0;
    const written = (scalar?.range?.[1] ?? 0) - start;
    const quotes = scalar?.type === 'QUOTE_DOUBLE' || scalar?.type === 'QUOTE_SINGLE' ? 1 : 0;
    const plain =
      scalar?.type === 'PLAIN' || quotes === 1
        ? written - 2 * quotes === String(scalar?.value).length
        : false;
    this.complain(
      plain ? start + quotes + offset : start,
      plain ? message : `${message} (character ${offset + 1})`,
    );
  }

  private complain(offset: number, message: string): void {
    const { line, col } = this.lines.linePos(offset);
    this.problems.push({ line: Math.max(1, line), column: Math.max(1, col), message });
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}

function spellings(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'Known are version, expectedLoad, comparison, gates.';
  if (path.at(-1) === 'transactions') return 'Known are labels, matching, except, kind.';
  if (path[0] === 'comparison') return 'Known are waivers (code, reason) and mapping (baseline, candidate).';
  return 'Known are id, name, rule, enforcement, phase, transactions, decidedBy, proposed.';
}

/** Percentiles that a clause asks of samples. */
export function percentilesOf(clause: Clause): readonly number[] {
  if (clause.kind !== 'latency' && clause.kind !== 'metric') return [];
  const percentile = clause.figure === null ? null : percentileOfFigure(clause.figure);
  return percentile === null ? [] : [percentile];
}
