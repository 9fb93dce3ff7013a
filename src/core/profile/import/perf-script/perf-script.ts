import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { headLines } from '../text/head-lines.ts';
import { LineFeed } from '../text/line-feed.ts';
import { RejectedLines } from '../text/rejected-lines.ts';
import { eventLine, type EventLine } from './event-line.ts';
import { EventProfile } from './event-profile.ts';
import { bareFrameLine, frameLine } from './frame-line.ts';

/**
 * Text of `perf script`, with and without call chains (brendangregg/FlameGraph stackcollapse-perf.pl). Each event is a
 * profile of its own.
 */
export const perfScript: ProfileFormat = {
  id: 'perf-script',
  label: 'perf script',
  extensions: ['perf', 'txt'],
  probe,
  open: (context) => new PerfScriptReader(context),
};

const PROBE_LINES = 300;
/** Messages of perf that land in the same file. */
const CHATTER = /^(?:\[ perf record|Failed to |Warning:|Couldn't |failed to |perf: |Processed \d|Check IO)/u;
/** `-F srcline` puts the place of a frame below it. */
const SOURCE_LINE = /^\s+\S+(?::\d+|\[[0-9a-f]+\])$/u;

function probe(head: ProbeHead): ProbeResult {
  const lines = headLines(head, PROBE_LINES).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  let events = 0;
  let frames = 0;
  let open = false;
  for (const line of lines) {
    const frame = frameLine(line);
    if (open && frame !== null) {
      frames++;
      continue;
    }
    const event = eventLine(line);
    if (event !== null) {
      events++;
      open = true;
      if (frameLine(event.rest) !== null) frames++;
    } else if (open && bareFrameLine(line) !== null) frames++;
  }
  if (events === 0 || frames === 0 || (events + frames) / lines.length < 0.6) return NOT_THIS_PROFILE;
  return {
    score: 0.9,
    reasons: [`${events} events of perf with a thread, and ${frames} frames with addresses`],
  };
}

class PerfScriptReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private readonly profiles = new Map<string, EventProfile>();
  private open: EventLine | null = null;
  private profile: EventProfile | null = null;
  private frames: (readonly number[])[] = [];
  private version: string | null = null;
  private frequency: number | null = null;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.lines = new LineFeed(
      (text, number) => this.line(text, number),
      (number) => this.rejected.add(number),
    );
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.lines.consume(bytes, length, final);
  }

  finish(): readonly NewProfile[] {
    this.close();
    const profiles = [...this.profiles.values()];
    if (profiles.length === 0) {
      throw new AppError('file-damaged', 'There is no event in this text of perf script.', {
        hint: 'Make it again: perf script -F +pid,+period > out.perf',
      });
    }
    this.rejected.report(profiles[0]!.warnings, 'Lines that are neither an event nor a frame');
    const earliest = Math.min(...profiles.map(({ startSeconds }) => startSeconds));
    return profiles.map((profile) =>
      profile.finish({
        fileName: this.name,
        alone: profiles.length === 1,
        startSeconds: Number.isFinite(earliest) ? earliest : 0,
        frequency: this.frequency,
        tool: this.version === null ? 'perf' : `perf ${this.version}`,
      }),
    );
  }

  private line(text: string, number: number): void {
    if (text.startsWith('#')) {
      this.comment(text);
      return;
    }
    if (text.trim() === '') {
      this.close();
      return;
    }
    if (this.open !== null && this.frame(text)) return;
    const event = eventLine(text);
    if (event !== null) this.begin(event);
    else if (this.open !== null && this.bareFrame(text)) return;
    else if (!CHATTER.test(text) && !(this.open !== null && SOURCE_LINE.test(text)))
      this.rejected.add(number);
  }

  /** Frames of an event that is open: a thread may be called "dd", but its line does not end like a frame. */
  private frame(text: string): boolean {
    const frame = frameLine(text);
    if (frame === null) return false;
    this.frames.push(this.profile!.framesOf(frame));
    return true;
  }

  private bareFrame(text: string): boolean {
    const frame = bareFrameLine(text);
    if (frame === null) return false;
    this.frames.push(this.profile!.framesOf(frame));
    return true;
  }

  private begin(event: EventLine): void {
    this.close();
    let profile = this.profiles.get(event.event);
    if (profile === undefined) {
      profile = new EventProfile(event);
      this.profiles.set(event.event, profile);
    }
    this.open = event;
    this.profile = profile;
    // Without call chains the frame stands on the same line, and the event ends with it.
    const only = event.rest === '' ? null : frameLine(event.rest);
    if (only === null) return;
    this.frames.push(profile.framesOf(only));
    this.close();
  }

  private close(): void {
    if (this.open !== null) this.profile!.add(this.open, this.frames);
    this.open = null;
    if (this.frames.length > 0) this.frames = [];
  }

  /** Lines of `--header`. */
  private comment(text: string): void {
    this.version ??= /^# perf version\s*:\s*(\S+)/u.exec(text)?.[1] ?? null;
    const frequency = /^# cmdline\s*:.*\s-F\s*(\d+)/u.exec(text)?.[1];
    if (frequency !== undefined) this.frequency = Number(frequency);
  }
}
