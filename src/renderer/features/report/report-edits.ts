import type { Finding } from '#shared/model/finding.ts';
import type { PrintedFinding } from '#shared/model/report-findings.ts';
import { figuresOf } from '#shared/model/report-signature.ts';
import type {
  OwnFinding,
  ReportAttachment,
  ReportEdits,
  ReportItem,
  ReportSettings,
} from '#shared/model/report.ts';

/** What a person can do to a report: each gives another document, and leaves the one before as it was. */

/** What a person can say in other words than the engine. */
export type Wording = Partial<
  Pick<ReportItem, 'title' | 'statement' | 'severity' | 'confidence' | 'unknowns'>
>;

const OWN = 'own:';

export function isOwn(findingId: string): boolean {
  return findingId.startsWith(OWN);
}

/** The engine's finding again, of one that is printed without any decisions. */
export function foundOf(printed: PrintedFinding): Finding | null {
  const { rule, transactions, runIds, span, evidence, options, ...rest } = printed;
  if (rule === null) return null;
  return {
    id: rest.id,
    rule,
    title: rest.title,
    statement: rest.statement,
    severity: rest.severity,
    confidence: rest.confidence,
    confidenceReason: rest.confidenceReason,
    affected: {
      runIds,
      transactions: transactions.map((label) => ({ id: null, runId: null, label })),
      span,
    },
    evidence: evidence.flatMap(({ query, ...each }) => (query === null ? [] : [{ ...each, query }])),
    unknowns: rest.unknowns,
    options: options.map(({ action, expected, effort, tradeOff }) => ({
      action,
      expected,
      effort,
      tradeOff,
    })),
    impact: rest.impact,
  };
}

/**
 * Says a finding in other words. A signature is for what was signed: it goes with the first change.
 * @param shown the findings in the order in which they stand, those that are left out last
 */
export function reworded(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  words: Wording,
): ReportEdits {
  if (!isOwn(findingId))
    return withItem(edits, shown, findingId, (item) => ({ ...unsigned(item), ...words }));
  const given = Object.fromEntries(Object.entries(words).filter(([, value]) => value !== null));
  return changedOwn(edits, shown, findingId, given);
}

/** A change of a finding that a person wrote. */
export function changedOwn(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  change: Partial<Omit<OwnFinding, 'id'>>,
): ReportEdits {
  const next = {
    ...edits,
    ownFindings: edits.ownFindings.map((own) => (own.id === findingId ? { ...own, ...change } : own)),
  };
  const isSigned = edits.items.some((item) => item.findingId === findingId && item.signature !== null);
  return isSigned ? withItem(next, shown, findingId, unsigned) : next;
}

export function chosenOptions(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  places: readonly number[],
): ReportEdits {
  const sorted = [...places].sort((a, b) => a - b);
  return withItem(edits, shown, findingId, (item) => ({
    ...unsigned(item),
    chosenOptions: sorted.length === 0 ? null : sorted,
  }));
}

/** Back to what the engine says. */
export function withoutWording(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
): ReportEdits {
  return reworded(edits, shown, findingId, {
    title: null,
    statement: null,
    severity: null,
    confidence: null,
    unknowns: null,
  });
}

export function isReworded(edits: ReportEdits, findingId: string): boolean {
  const item = edits.items.find((each) => each.findingId === findingId);
  if (item === undefined) return false;
  const { title, statement, severity, confidence, unknowns } = item;
  return [title, statement, severity, confidence, unknowns].some((each) => each !== null);
}

/** @param by name of the person; it becomes the report's author where there is none */
export function signed(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  finding: PrintedFinding,
  by: string,
  atUs: number,
): ReportEdits {
  const next = withItem(edits, shown, finding.id, (item) => ({
    ...item,
    status: 'signed',
    reason: null,
    signature: { by, atUs, title: finding.title.slice(0, 300), figures: figuresOf(finding.evidence) },
  }));
  return next.settings.author === '' ? withSettings(next, { author: by }) : next;
}

export function withoutSignature(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
): ReportEdits {
  return withItem(edits, shown, findingId, unsigned);
}

export function leftOut(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  reason: string,
): ReportEdits {
  return withItem(edits, shown, findingId, (item) => ({
    ...item,
    status: 'dismissed',
    reason,
    signature: null,
  }));
}

export function takenBack(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
): ReportEdits {
  return withItem(edits, shown, findingId, (item) => ({ ...item, status: 'suggested', reason: null }));
}

/** A signed finding that is not found any more is forgotten. */
export function forgotten(edits: ReportEdits, findingId: string): ReportEdits {
  return { ...edits, items: edits.items.filter((item) => item.findingId !== findingId) };
}

/** @param to place among the printed findings, from 0 */
export function moved(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  to: number,
): ReportEdits {
  const order = shown.filter(({ status }) => status !== 'dismissed').map(({ id }) => id);
  const from = order.indexOf(findingId);
  const place = Math.min(Math.max(to, 0), order.length - 1);
  if (from < 0 || place === from) return edits;
  order.splice(from, 1);
  order.splice(place, 0, findingId);
  return placed(edits, order, Math.max(from, place) + 1);
}

/** @param key distinguishes it from the others of the report: letters, digits, `_` and `-` */
export function withOwnFinding(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  key: string,
): ReportEdits {
  const id = `${OWN}${key}`;
  const own: OwnFinding = {
    id,
    title: 'New finding',
    statement: '',
    severity: 'medium',
    confidence: 'medium',
    confidenceReason: '',
    transactions: [],
    evidence: [],
    unknowns: [],
    options: [],
  };
  const next = { ...edits, ownFindings: [...edits.ownFindings, own] };
  // In front of what is merely worth knowing, behind what a person is likelier to have looked at.
  const order = shown.filter(({ status }) => status !== 'dismissed');
  const firstNote = order.findIndex(({ severity }) => severity === 'info');
  const place = firstNote < 0 ? order.length : firstNote;
  const ids = order.map((each) => each.id);
  ids.splice(place, 0, id);
  return placed(next, ids, place + 1);
}

/** Takes a finding that a person wrote away, with everything that was decided about it. Its pictures stay with the report. */
export function withoutOwnFinding(edits: ReportEdits, findingId: string): ReportEdits {
  return {
    ...forgotten(edits, findingId),
    ownFindings: edits.ownFindings.filter(({ id }) => id !== findingId),
    attachments: edits.attachments.map((each) =>
      each.findingId === findingId ? { ...each, findingId: null } : each,
    ),
  };
}

export function withSettings(edits: ReportEdits, change: Partial<ReportSettings>): ReportEdits {
  return { ...edits, settings: { ...edits.settings, ...change } };
}

export function withAttachment(
  edits: ReportEdits,
  index: number,
  change: Partial<ReportAttachment>,
): ReportEdits {
  return {
    ...edits,
    attachments: edits.attachments.map((each, place) => (place === index ? { ...each, ...change } : each)),
  };
}

export function withoutAttachment(edits: ReportEdits, index: number): ReportEdits {
  return { ...edits, attachments: edits.attachments.filter((_, place) => place !== index) };
}

export function movedAttachment(edits: ReportEdits, index: number, to: number): ReportEdits {
  const attachments = [...edits.attachments];
  const [one] = attachments.splice(index, 1);
  if (one === undefined || to < 0 || to > attachments.length) return edits;
  attachments.splice(to, 0, one);
  return { ...edits, attachments };
}

/**
 * Changes what was decided about one finding. Findings without a decision follow those with one, so everything in front of it
 * gets its place, too; what stands behind goes on to follow the engine.
 */
function withItem(
  edits: ReportEdits,
  shown: readonly PrintedFinding[],
  findingId: string,
  change: (item: ReportItem) => ReportItem,
): ReportEdits {
  const order = shown.map(({ id }) => id);
  const known = edits.items.some((item) => item.findingId === findingId);
  const next = known ? edits : placed(edits, order, order.indexOf(findingId) + 1);
  return {
    ...next,
    items: next.items.map((item) => (item.findingId === findingId ? change(item) : item)),
  };
}

/**
 * Gives the first `count` of `order` their places in the list of decisions. Decisions about others keep their order behind
 * them: left out ones, and those that are not found now.
 */
function placed(edits: ReportEdits, order: readonly string[], count: number): ReportEdits {
  const known = new Map(edits.items.map((item) => [item.findingId, item]));
  // Those that have a place and stand further behind keep to the order in which they are shown.
  const last = order.findLastIndex((id) => known.has(id) && known.get(id)!.status !== 'dismissed');
  const first = order.slice(0, Math.max(count, last + 1));
  const named = new Set(first);
  return {
    ...edits,
    items: [
      ...first.map((id) => known.get(id) ?? freshItem(id)),
      ...edits.items.filter(({ findingId }) => !named.has(findingId)),
    ],
  };
}

function freshItem(findingId: string): ReportItem {
  return {
    findingId,
    status: 'suggested',
    reason: null,
    signature: null,
    title: null,
    statement: null,
    severity: null,
    confidence: null,
    unknowns: null,
    chosenOptions: null,
  };
}

function unsigned(item: ReportItem): ReportItem {
  return item.signature === null ? item : { ...item, status: 'suggested', signature: null };
}
