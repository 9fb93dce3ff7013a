import type { ProfileDifference } from '#shared/model/profile-difference.ts';
import type { FindingDraft } from '../../../charts/chart-panel/picture-taker.tsx';
import type { DifferenceDraft } from '../../../state/profile-slice.ts';
import { formatSpan } from '../../../ui/duration-format.ts';
import { transformSubject, transformVerb } from '../transform-words.ts';
import { sideNames, type ComparedProfiles } from './difference-question.ts';
import { modeNames, type ChangeFormat } from './difference-words.ts';

/** Where the change comes from, as a finding that a person goes on writing. */
export function differenceFinding(difference: ProfileDifference, format: ChangeFormat): FindingDraft {
  const { attribution, overall, method, checks } = difference;
  return {
    title: attribution.sentence,
    statement: [
      `${format.text(overall.baseline)} → ${format.withUnit(overall.candidate)}.`,
      ...attribution.changes.slice(0, 3).map(({ sentence }) => sentence),
      method.sentence,
    ].join(' '),
    severity: overall.verdict === 'more' ? 'medium' : 'info',
    unknowns: [
      ...(method.reason === null ? [] : [method.reason]),
      ...checks
        .filter(({ state }) => state === 'failed' || state === 'unknown')
        .map(({ message }) => message),
    ],
  };
}

/** `A before.cpuprofile, B after.cpuprofile, per second, threads worker-#, Hide (idle)` */
export function differenceQuery(
  draft: DifferenceDraft,
  compared: ComparedProfiles,
  difference: ProfileDifference,
): string {
  return [
    `A ${sideNames(compared.baseline)}, B ${sideNames(compared.candidate)}`,
    modeNames[difference.mode],
    draft.threads === null ? null : `threads ${draft.threads.join(', ')}`,
    draft.span === null ? null : `${formatSpan(draft.span.toMs - draft.span.fromMs)} of both sides`,
    draft.withIdle ? 'with idle' : null,
    ...draft.transforms.map((transform) => `${transformVerb(transform)} ${transformSubject(transform)}`),
  ]
    .filter((part) => part !== null)
    .join('; ');
}
