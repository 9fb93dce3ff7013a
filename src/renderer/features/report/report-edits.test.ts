import { describe, expect, it } from 'vitest';
import type { Finding } from '#shared/model/finding.ts';
import { arrangeFindings, type PrintedFinding } from '#shared/model/report-findings.ts';
import {
  DEFAULT_REPORT_SETTINGS,
  reportEditsSchema,
  subjectOf,
  type ReportEdits,
} from '#shared/model/report.ts';
import { fakeFinding } from './testing/fake-report.ts';
import {
  changedOwn,
  chosenOptions,
  foundOf,
  leftOut,
  moved,
  reworded,
  signed,
  takenBack,
  withOwnFinding,
  withoutOwnFinding,
  withoutWording,
} from './report-edits.ts';

const found: readonly Finding[] = [
  fakeFinding('a', 'high'),
  fakeFinding('b', 'medium'),
  fakeFinding('c', 'low'),
  fakeFinding('d', 'info'),
];
const fresh: ReportEdits = {
  name: 'Release',
  subject: subjectOf([1], []),
  settings: DEFAULT_REPORT_SETTINGS,
  items: [],
  ownFindings: [],
  attachments: [],
};
const shown = (edits: ReportEdits): readonly PrintedFinding[] => arrangeFindings(found, edits).findings;
const order = (edits: ReportEdits): string =>
  shown(edits)
    .map(({ id, status }) => (status === 'dismissed' ? `(${id})` : id))
    .join(' ');

describe('edits of a report', () => {
  it('a finding that gets other words stays where it is', () => {
    const next = reworded(fresh, shown(fresh), 'c', { title: 'Other' });
    expect(order(next)).toBe('a b c d');
    expect(shown(next)[2]?.title).toBe('Other');
    // What stands behind goes on to follow the engine.
    expect(next.items.map(({ findingId }) => findingId)).toEqual(['a', 'b', 'c']);
    expect(shown(withoutWording(next, shown(next), 'c'))[2]?.title).toBe('Title of c');
  });

  it('moves a finding up and down, also among those with a decision', () => {
    const down = moved(fresh, shown(fresh), 'a', 2);
    expect(order(down)).toBe('b c a d');
    const up = moved(down, shown(down), 'd', 0);
    expect(order(up)).toBe('d b c a');
    const same = moved(up, shown(up), 'd', -1);
    expect(same).toBe(up);
    expect(order(moved(up, shown(up), 'b', 99))).toBe('d c a b');
  });

  it('leaves a finding out with a reason, and takes it back to its place', () => {
    const out = leftOut(fresh, shown(fresh), 'b', 'Known.');
    expect(order(out)).toBe('a c d (b)');
    expect(reportEditsSchema.safeParse(out).success).toBe(true);
    const movedOthers = moved(out, shown(out), 'c', 0);
    expect(order(movedOthers)).toBe('c a d (b)');
    expect(order(takenBack(out, shown(out), 'b'))).toBe('a b c d');
  });

  it('a signature holds until the finding is changed', () => {
    const one = signed(fresh, shown(fresh), shown(fresh)[0]!, 'Ada', 5_000_000);
    expect(shown(one)[0]).toMatchObject({ status: 'signed', signature: { by: 'Ada' } });
    expect(one.settings.author).toBe('Ada');
    expect(reportEditsSchema.safeParse(one).success).toBe(true);
    for (const next of [
      reworded(one, shown(one), 'a', { statement: 'Said otherwise.' }),
      chosenOptions(one, shown(one), 'a', [0]),
    ]) {
      expect(shown(next)[0]).toMatchObject({ status: 'suggested', signature: null });
      expect(reportEditsSchema.safeParse(next).success).toBe(true);
    }
  });

  it('a finding of a person stands before what is merely worth knowing, and can go again', () => {
    const own = withOwnFinding(fresh, shown(fresh), 'k1');
    expect(order(own)).toBe('a b c own:k1 d');
    const said = changedOwn(own, shown(own), 'own:k1', { statement: 'Seen by hand.' });
    expect(shown(said)[3]).toMatchObject({ statement: 'Seen by hand.', rule: null });
    // A blank title would not be a document any more.
    expect(reworded(said, shown(said), 'own:k1', { title: null }).ownFindings[0]?.title).toBe('New finding');
    const sure = signed(said, shown(said), shown(said)[3]!, 'Ada', 1);
    expect(shown(reworded(sure, shown(sure), 'own:k1', { severity: 'high' }))[3]?.status).toBe('suggested');
    const gone = withoutOwnFinding(
      { ...sure, attachments: [{ pictureId: 1, findingId: 'own:k1', caption: '', selection: '' }] },
      'own:k1',
    );
    expect(order(gone)).toBe('a b c d');
    expect(gone.attachments[0]?.findingId).toBeNull();
  });

  it('the engine’s finding comes back from its printed form', () => {
    expect(shown(fresh).map((each) => foundOf(each))).toEqual(found);
  });
});
