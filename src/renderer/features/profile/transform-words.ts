import { matchName, type FunctionMatch, type ProfileTransform } from '#shared/model/profile.ts';

/** The word of a chip, before what it is about. */
export function transformVerb(transform: ProfileTransform): string {
  switch (transform.kind) {
    case 'focus':
      return transform.occurrence === 'outermost' ? 'Focus' : 'Focus, innermost';
    case 'drop':
      return 'Drop';
    case 'hide':
      return 'Hide';
    case 'collapse':
      return 'Collapse';
    case 'collapse-library':
      return 'Collapse library';
    case 'collapse-recursion':
      return 'Collapse recursion';
  }
}

export function transformSubject(transform: ProfileTransform): string {
  return transform.kind === 'collapse-recursion' ? transform.recursion : matchName(transform.match);
}

/** What it does, for the tooltip and for "Undo". */
export function transformSentence(transform: ProfileTransform): string {
  const subject = transformSubject(transform);
  switch (transform.kind) {
    case 'focus':
      return `Only samples with ${subject}; stacks begin at it.`;
    case 'drop':
      return `Samples with ${subject} are left out.`;
    case 'hide':
      return `${subject} is taken out of stacks; its own weight goes to its callers.`;
    case 'collapse':
      return `What ${subject} calls counts as its own.`;
    case 'collapse-library':
      return `Neighbouring frames of ${subject} are one.`;
    case 'collapse-recursion':
      return transform.recursion === 'direct'
        ? 'A function that calls itself is one frame.'
        : 'A function that is on the stack already is not entered again; own weight moves to it.';
  }
}

export function undoLabel(verb: string, transform: ProfileTransform): string {
  return `${verb} ${transformVerb(transform).toLowerCase()} ${transformSubject(transform)}`;
}

/** What is offered to be done with functions that match. */
export type MatchedKind = Exclude<ProfileTransform['kind'], 'collapse-recursion'>;

export function transformOf(kind: MatchedKind, match: FunctionMatch): ProfileTransform {
  return kind === 'focus' ? { kind, match, occurrence: 'outermost' } : { kind, match };
}
