import { isInstant, MAX_INSTANT_MS } from '../gatling/instants.ts';
import { MAX_RECORD_BYTES } from '../importer.ts';
import { LogString, withoutLineEnds } from './log-string.ts';

const RUN = 0;
const MAX_NAMES = 1_000_000;
const MORE = 'more bytes';
/** Relative time stamps have 32 bits. */
const MAX_RELATIVE_MS = 2 ** 31;

export const VERSION = /^\d{1,4}\.\d{1,4}[-.\w]{0,50}$/u;

/** What the first record of a log says. */
export interface RunRecord {
  readonly version: string;
  readonly simulationClass: string;
  /** ms since 1970: what all time stamps of the log are relative to. */
  readonly startMs: number;
  readonly description: string;
  readonly scenarios: readonly string[];
  readonly assertions: number;
  /** The byte behind it. */
  readonly end: number;
}

export type RunOutcome =
  | { readonly kind: 'run'; readonly run: RunRecord }
  /** It goes on behind the bytes that are there. `version` when so much was read. */
  | { readonly kind: 'more'; readonly version: string | null }
  | { readonly kind: 'bad'; readonly reason: string }
  /** As development versions of 3.13 wrote it: strings in UTF-8 without a coder byte. */
  | { readonly kind: 'draft'; readonly version: string };

/** Reads the RUN record at the start of a log. */
export function readRunRecord(words: DataView, length: number): RunOutcome {
  const outcome = new RunScanner(words, length, true).read();
  if (outcome.kind === 'run') return outcome;
  const draft = new RunScanner(words, length, false).read();
  if (draft.kind === 'run') return { kind: 'draft', version: draft.run.version };
  return outcome;
}

class RunScanner {
  private readonly words: DataView;
  private readonly length: number;
  private readonly hasCoders: boolean;
  private readonly string = new LogString();
  private at = 1;
  /** Why it could not be read to the end; {@link MORE} when only bytes are missing. */
  private stop: string | null = null;

  constructor(words: DataView, length: number, hasCoders: boolean) {
    this.words = words;
    this.length = length;
    this.hasCoders = hasCoders;
  }

  read(): RunOutcome {
    if (this.length === 0) return { kind: 'more', version: null };
    if (this.words.getUint8(0) !== RUN) return { kind: 'bad', reason: 'it does not start with a RUN record' };
    const version = this.text();
    if (this.stop === null && !VERSION.test(version)) this.stop = 'its version is not one';
    const simulationClass = this.text();
    if (this.stop === null && !isName(simulationClass)) this.stop = 'its simulation class is not a name';
    const startMs = this.instant();
    const description = this.text();
    const scenarios: string[] = [];
    for (let left = this.count(); left > 0 && this.stop === null; left--) scenarios.push(this.text());
    const assertions = this.count();
    for (let left = assertions; left > 0 && this.stop === null; left--) this.passBlob();
    if (this.stop === MORE) return { kind: 'more', version: VERSION.test(version) ? version : null };
    if (this.stop !== null) return { kind: 'bad', reason: this.stop };
    const run = { version, simulationClass, startMs, description, scenarios, assertions, end: this.at };
    return { kind: 'run', run };
  }

  private text(): string {
    if (this.stop !== null) return '';
    const outcome = this.string.read(this.words, this.at, this.length, this.hasCoders);
    if (outcome !== 'read') {
      this.stop = outcome === 'more' ? MORE : 'a text has a length or a coder that cannot be';
      return '';
    }
    this.at = this.string.end;
    return withoutLineEnds(this.string.text);
  }

  private instant(): number {
    if (!this.has(8)) return 0;
    const ms = this.words.getInt32(this.at) * 2 ** 32 + this.words.getUint32(this.at + 4);
    this.at += 8;
    if (!isInstant(ms) || ms > MAX_INSTANT_MS - MAX_RELATIVE_MS) this.stop = 'its start is no time';
    return ms;
  }

  private count(): number {
    if (!this.has(4)) return 0;
    const count = this.words.getInt32(this.at);
    this.at += 4;
    if (count < 0 || count > MAX_NAMES) this.stop = 'it has a number of names that cannot be';
    return count;
  }

  /** Assertions are pickled objects of Gatling's own. */
  private passBlob(): void {
    if (!this.has(4)) return;
    const size = this.words.getInt32(this.at);
    if (size < 0 || size > MAX_RECORD_BYTES) this.stop = 'an assertion has a length that cannot be';
    else if (this.has(4 + size)) this.at += 4 + size;
  }

  private has(size: number): boolean {
    if (this.stop === null && this.at + size > this.length) this.stop = MORE;
    return this.stop === null;
  }
}

function isName(text: string): boolean {
  // These are what a misread length or number looks like.
  return text !== '' && !/[\u0000-\u001F\uFFFD]/u.test(text);
}
