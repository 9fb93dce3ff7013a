import { describe, expect, it } from 'vitest';
import type { Finding, FindingFigure } from './finding.ts';
import { arrangeFindings } from './report-findings.ts';
import { figuresOf } from './report-signature.ts';
import {
  DEFAULT_REPORT_SETTINGS,
  reportEditsSchema,
  reportItemSchema,
  subjectOf,
  type OwnFinding,
  type ReportItem,
} from './report.ts';

const figure = (value: number, name = 'p95'): FindingFigure => ({
  name,
  unit: 'ms',
  baseline: 100,
  value,
  change: value / 100 - 1,
  low: null,
  high: null,
});

function finding(id: string, changes: Partial<Finding> = {}): Finding {
  return {
    id,
    rule: 'regression',
    title: `Title of ${id}`,
    statement: `Statement of ${id}.`,
    severity: 'high',
    confidence: 'high',
    confidenceReason: '',
    affected: { runIds: [2], transactions: [], span: null },
    evidence: [
      {
        id: 'e1',
        kind: 'comparison',
        label: 'p95',
        figures: [figure(123)],
        query: { method: 'compare.run', params: {} },
      },
    ],
    unknowns: ['why'],
    options: [
      { action: 'one', expected: null, effort: null, tradeOff: 'none' },
      { action: 'two', expected: null, effort: null, tradeOff: 'some' },
    ],
    impact: 1,
    ...changes,
  };
}

const item = (findingId: string, changes: Partial<ReportItem> = {}): ReportItem => ({
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
  ...changes,
});

const signed = (of: Finding): Partial<ReportItem> => ({
  status: 'signed',
  signature: { by: 'Ada', atUs: 5, title: of.title, figures: figuresOf(of.evidence) },
});

const none = { items: [], ownFindings: [] };

describe('arrangeFindings', () => {
  it('keeps the order of the engine, with notes behind everything else', () => {
    const found = [finding('a'), finding('note', { severity: 'info' }), finding('b', { severity: 'low' })];
    const { findings } = arrangeFindings(found, none);
    expect(findings.map(({ id, number, status }) => [id, number, status])).toEqual([
      ['a', 1, 'suggested'],
      ['b', 2, 'suggested'],
      ['note', 3, 'suggested'],
    ]);
  });

  it('puts what a person decided over what was found', () => {
    const items = [
      item('b', {
        title: 'Mine',
        statement: 'So.',
        severity: 'low',
        confidence: 'low',
        unknowns: [],
        chosenOptions: [1],
      }),
    ];
    const [first, second] = arrangeFindings([finding('a'), finding('b')], { ...none, items }).findings;
    expect(first).toMatchObject({
      id: 'b',
      number: 1,
      title: 'Mine',
      statement: 'So.',
      severity: 'low',
      confidence: 'low',
      unknowns: [],
      options: [{ chosen: false }, { chosen: true }],
      engine: { title: 'Title of b', severity: 'high', unknowns: ['why'] },
    });
    expect(second).toMatchObject({ id: 'a', number: 2 });
  });

  it('numbers no finding that is left out, and puts it last', () => {
    const items = [item('a', { status: 'dismissed', reason: 'known' })];
    const { findings } = arrangeFindings([finding('a'), finding('b')], { ...none, items });
    expect(findings.map(({ id, number, reason }) => [id, number, reason])).toEqual([
      ['b', 1, null],
      ['a', null, 'known'],
    ]);
  });

  it('a signature holds for the figures that were signed, up to rounding', () => {
    const a = finding('a');
    const nearly = {
      ...a,
      evidence: a.evidence.map((each) => ({ ...each, figures: [figure(123 * (1 + 1e-12))] })),
    };
    const items = [item('a', signed(a))];
    expect(arrangeFindings([nearly], { ...none, items }).findings[0]).toMatchObject({
      status: 'signed',
      signature: { by: 'Ada' },
      changes: [],
    });
  });

  it.each<[string, readonly FindingFigure[], unknown]>([
    ['another value', [figure(124)], [{ name: 'p95', was: { value: 123 }, now: { value: 124 } }]],
    ['a new figure', [figure(123), figure(1, 'p99')], [{ name: 'p99', was: null, now: { value: 1 } }]],
    ['a missing figure', [], [{ name: 'p95', was: { value: 123 }, now: null }]],
  ])('%s takes the signature away, and old and new are told', (_, figures, changes) => {
    const a = finding('a');
    const changed = { ...a, evidence: a.evidence.map((each) => ({ ...each, figures })) };
    expect(arrangeFindings([changed], { ...none, items: [item('a', signed(a))] }).findings[0]).toMatchObject({
      status: 'suggested',
      signature: null,
      changes,
    });
  });

  it('names signed findings that are not found any more', () => {
    const { findings, lost } = arrangeFindings([], {
      ...none,
      items: [item('a', signed(finding('a'))), item('c')],
    });
    expect(findings).toEqual([]);
    expect(lost).toMatchObject([{ id: 'a', title: 'Title of a' }]);
  });

  it('takes findings that a person wrote, which can be signed as well', () => {
    const own: OwnFinding = {
      id: 'own:1',
      title: 'By hand',
      statement: 'Seen in the log.',
      severity: 'medium',
      confidence: 'low',
      confidenceReason: '',
      transactions: ['home'],
      evidence: [],
      unknowns: [],
      options: [],
    };
    const items = [
      item('own:1', { status: 'signed', signature: { by: '', atUs: 1, title: 'By hand', figures: [] } }),
    ];
    const { findings } = arrangeFindings([finding('a')], { items, ownFindings: [own] });
    expect(findings.map(({ id, rule, status, engine }) => [id, rule, status, engine === null])).toEqual([
      ['own:1', null, 'signed', true],
      ['a', 'regression', 'suggested', false],
    ]);
  });
});

describe('edits', () => {
  const edits = {
    name: 'Report',
    subject: subjectOf([2], [1]),
    settings: DEFAULT_REPORT_SETTINGS,
    items: [] as ReportItem[],
    ownFindings: [],
    attachments: [],
  };

  it('survive being stored', () => {
    expect(reportEditsSchema.parse(JSON.parse(JSON.stringify(edits)))).toEqual(edits);
  });

  it.each([
    ['a signed finding without a signature', item('a', { status: 'signed' })],
    ['a signature on a suggestion', item('a', { ...signed(finding('a')), status: 'suggested' })],
    ['a finding that is left out without a reason', item('a', { status: 'dismissed' })],
  ])('refuse %s', (_, wrong) => {
    expect(reportItemSchema.safeParse(wrong).success).toBe(false);
  });

  it('name a finding once', () => {
    expect(reportEditsSchema.safeParse({ ...edits, items: [item('a'), item('a')] }).success).toBe(false);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html;base64,AAAA',
    'data:image/png,x',
    'https://example.org/x.png',
  ])('refuse the logo %s', (logo) => {
    const settings = { ...DEFAULT_REPORT_SETTINGS, logo };
    expect(reportEditsSchema.safeParse({ ...edits, settings }).success).toBe(false);
  });
});
