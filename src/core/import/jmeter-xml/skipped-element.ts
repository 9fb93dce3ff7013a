import { beginsAnew, LOOK_AHEAD } from './element-names.ts';
import {
  CDATA_START,
  COMMENT_START_BYTES,
  findByte,
  GREATER_THAN,
  isSelfClosing,
  LESS_THAN,
  MarkupName,
  markupAt,
  NOT_A_TAG,
  tagEndAt,
  UNDECIDED,
} from './markup.ts';
import { MORE_BYTES } from './sample-tag.ts';

/**
 * Where a step through the element came to: still in it, behind its end, at a tag that shows that its end is missing, or
 * behind the start of a comment or of CDATA in it.
 */
export type SkipOutcome = 'inside' | 'ended' | 'lost' | 'comment' | 'cdata';

/** Passes an element by its name alone, whatever stands in it: response bodies have many megabytes. */
export class SkippedElement {
  outcome: SkipOutcome = 'inside';
  private name = new MarkupName('');
  /** Elements of the same name in it that are open. */
  private sameNames = 0;

  start(name: MarkupName): void {
    this.name = name;
    this.sameNames = 0;
  }

  /** @returns the place that {@link outcome} is about; {@link MORE_BYTES} */
  read(bytes: Uint8Array, from: number, limit: number, final: boolean): number {
    const { name } = this;
    this.outcome = 'inside';
    for (let at = from; ;) {
      const tag = findByte(bytes, LESS_THAN, at, limit);
      if (tag < 0) return limit;
      const more = tag > from ? tag : MORE_BYTES;
      // Names may be long; those that matter here are not, but for the one that is looked for.
      if (!final && limit - tag < LOOK_AHEAD + name.bytes.length) return more;
      switch (markupAt(bytes, tag, limit)) {
        case 'end': {
          if (!name.standsAt(bytes, tag + 2, limit)) {
            if (beginsAnew(bytes, tag, limit)) return this.as('lost', tag);
            at = tag + 2;
            break;
          }
          const nameEnd = tag + 2 + name.bytes.length;
          const end =
            bytes[nameEnd] === GREATER_THAN ? nameEnd : findByte(bytes, GREATER_THAN, nameEnd, limit);
          if (end < 0) return more;
          if (this.sameNames === 0) return this.as('ended', end + 1);
          this.sameNames -= 1;
          at = end + 1;
          break;
        }
        case 'start':
          if (beginsAnew(bytes, tag, limit)) return this.as('lost', tag);
          if (name.standsAt(bytes, tag + 1, limit)) {
            const end = tagEndAt(bytes, tag + 1, limit);
            if (end === UNDECIDED) return more;
            if (end !== NOT_A_TAG && !isSelfClosing(bytes, end)) this.sameNames += 1;
          }
          at = tag + 1;
          break;
        case 'comment':
          return this.as('comment', Math.min(tag + COMMENT_START_BYTES, limit));
        case 'cdata':
          return this.as('cdata', Math.min(tag + CDATA_START.length, limit));
        case 'undecided':
          return more;
        default:
          at = tag + 1;
      }
    }
  }

  private as(outcome: SkipOutcome, at: number): number {
    this.outcome = outcome;
    return at;
  }
}
