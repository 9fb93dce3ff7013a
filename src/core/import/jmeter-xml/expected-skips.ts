import { FAILURE_MESSAGE, FILE_ELEMENT, URL_ELEMENT } from './element-names.ts';
import { findByte, LESS_THAN, UsualMarkup, type MarkupName } from './markup.ts';
import { MORE_BYTES } from './sample-tag.ts';

/** Start tags are learned up to this length: JMeter's have none that is longer. */
const MAX_TAG_BYTES = 64;
/** More than JMeter has. */
const MAX_LEARNED = 50;

/** An element that was passed over, as it was written. */
interface PassedElement {
  readonly inAssertion: boolean;
  readonly startTag: Uint8Array;
  readonly start: UsualMarkup;
  readonly end: UsualMarkup;
  /** What was passed over next, the last time. */
  next: PassedElement | null;
}

/**
 * Samples of a file mostly hold the same elements in the same order: headers, body, cookies. What comes next is expected,
 * and passed over as a whole when it is there.
 */
export class ExpectedSkips {
  private readonly learned: PassedElement[] = [];
  private last: PassedElement | null = null;

  /**
   * @returns the byte behind the element that is expected at `at`; {@link MORE_BYTES} when something else stands there, or
   *   there is markup in it
   */
  pass(bytes: Uint8Array, words: DataView, at: number, limit: number, inAssertion: boolean): number {
    const expected = this.last?.next ?? null;
    if (expected?.inAssertion !== inAssertion || !expected.start.standsAt(words, at, limit))
      return MORE_BYTES;
    const end = findByte(bytes, LESS_THAN, at + expected.start.length, limit);
    if (end < 0 || !expected.end.standsAt(words, end, limit)) return MORE_BYTES;
    this.last = expected;
    return end + expected.end.length;
  }

  /** The element with the start tag `bytes[start..end)` is passed over, but was not expected. */
  learn(bytes: Uint8Array, start: number, end: number, name: MarkupName, inAssertion: boolean): void {
    const element =
      this.known(bytes, start, end, inAssertion) ?? this.create(bytes, start, end, name, inAssertion);
    if (element === null) return;
    if (this.last !== null) this.last.next = element;
    this.last = element;
  }

  private known(bytes: Uint8Array, start: number, end: number, inAssertion: boolean): PassedElement | null {
    for (const element of this.learned) {
      const { startTag } = element;
      if (element.inAssertion !== inAssertion || startTag.length !== end - start) continue;
      if (startTag.every((byte, i) => bytes[start + i] === byte)) return element;
    }
    return null;
  }

  private create(
    bytes: Uint8Array,
    start: number,
    end: number,
    name: MarkupName,
    inAssertion: boolean,
  ): PassedElement | null {
    const isRead = [FAILURE_MESSAGE, FILE_ELEMENT, URL_ELEMENT].some(({ text }) => text === name.text);
    if (isRead || end - start > MAX_TAG_BYTES || this.learned.length >= MAX_LEARNED) return null;
    const startTag = bytes.slice(start, end);
    const element: PassedElement = {
      inAssertion,
      startTag,
      start: new UsualMarkup(startTag),
      end: new UsualMarkup(`</${name.text}>`),
      next: null,
    };
    this.learned.push(element);
    return element;
  }
}
