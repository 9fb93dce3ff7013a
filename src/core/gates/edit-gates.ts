import { isMap, isScalar, isSeq, LineCounter, parse, parseDocument, type Document } from 'yaml';

/**
 * Changes to a text of `loadstone.gates.yaml` without problems. They are made in the text itself: everything else stays
 * as people wrote it, comments and line breaks included.
 */

export interface ProposedGate {
  readonly id: string;
  readonly name: string;
  readonly rule: string;
  /** What the limit was made from; stands as a comment above the gate. */
  readonly because: string;
}

/** @param load for example `150/s` */
export function withExpectedLoad(yaml: string, load: string): string {
  const document = parseDocument(yaml);
  const present = document.get('expectedLoad', true);
  if (isScalar(present) && present.range != null)
    return spliced(yaml, present.range[0], present.range[1], scalarText(load));
  const { items } = mapOf(document);
  const gates = items.find(({ key }) => isScalar(key) && key.value === 'gates')?.key;
  if (isMap(document.contents) && document.contents.flow !== true && isScalar(gates) && gates.range != null)
    return spliced(yaml, gates.range[0], gates.range[0], `expectedLoad: ${scalarText(load)}\n\n`);
  document.set('expectedLoad', load);
  return document.toString({ lineWidth: 0 });
}

/** The same gates, every one judged in this phase. For evaluating, not for keeping: line breaks may differ. */
export function withPhase(yaml: string, phase: string): string {
  const document = parseDocument(yaml);
  const gates = mapOf(document).get('gates');
  if (isSeq(gates)) for (const gate of gates.items) if (isMap(gate)) gate.set('phase', phase);
  return document.toString({ lineWidth: 0 });
}

/** Adds proposals whose id is not there yet, behind the other gates. */
export function withProposals(yaml: string, proposals: readonly ProposedGate[]): string {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines });
  const gates = mapOf(document).get('gates');
  if (!isSeq(gates)) throw new Error('A text of gates without problems has a list of gates');
  const known = new Set(gates.items.map((gate) => (isMap(gate) ? String(gate.get('id')) : '')));
  const added = proposals.filter(({ id }) => !known.has(id) && known.add(id));
  if (added.length === 0) return yaml;
  if (gates.flow === true || gates.range == null) {
    // A list in brackets is written anew as one with dashes, and then added to.
    gates.flow = false;
    for (const gate of added) {
      const node = document.createNode(fieldsOf(gate));
      node.commentBefore = ` ${gate.because}`;
      gates.add(node);
    }
    return document.toString({ lineWidth: 0 });
  }
  const indent = ' '.repeat(lines.linePos(gates.range[0]).col - 1);
  const text = added.map((gate) => `\n${gateText(gate, indent)}`).join('');
  const end = gates.range[1];
  if (end === 0 || yaml[end - 1] === '\n') return spliced(yaml, end, end, text);
  const newline = yaml.indexOf('\n', end);
  return newline < 0 ? `${yaml}\n${text}` : spliced(yaml, newline + 1, newline + 1, text);
}

function fieldsOf({ id, name, rule }: ProposedGate): Record<string, string | boolean> {
  return { id, name, rule, enforcement: 'blocking', proposed: true };
}

function gateText(gate: ProposedGate, indent: string): string {
  const lines = Object.entries(fieldsOf(gate)).map(([key, value]) => `${key}: ${scalarText(value)}`);
  const body = lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}\n`).join('');
  return `${indent}# ${gate.because.replaceAll(/[\r\n]+/gu, ' ')}\n${body}`;
}

/** Plain where that is safe, else in JSON's quotes, which are YAML's, too. */
function scalarText(value: string | boolean): string {
  if (typeof value === 'boolean') return String(value);
  const plain = /^[A-Za-z0-9][\w .%/<=()-]*$/u.test(value) && parse(value) === value;
  return plain ? value : JSON.stringify(value);
}

function spliced(text: string, from: number, to: number, replacement: string): string {
  return text.slice(0, from) + replacement + text.slice(to);
}

function mapOf(document: Document) {
  if (!isMap(document.contents)) throw new Error('A text of gates without problems is a map');
  return document.contents;
}
