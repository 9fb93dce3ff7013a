import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import { textOf } from '../json/json-fields.ts';
import type { JsonAction, JsonKind, JsonPath, JsonVisitor } from '../json/json-visitor.ts';
import { JsonWalker } from '../json/json-walker.ts';
import {
  NOT_THIS_PROFILE,
  type ProbeHead,
  type ProbeResult,
  type ProfileContext,
  type ProfileFormat,
  type ProfileReader,
} from '../profile-reader.ts';
import { SpeedscopeProfile } from './speedscope-profile.ts';

/**
 * speedscope's own JSON (jlfwong/speedscope src/lib/file-format-spec.ts), as py-spy, dotnet-trace, rbspy and many others
 * write it: evented and sampled profiles, and files before version 0.6 with a single profile.
 */
export const speedscope: ProfileFormat = {
  id: 'speedscope',
  label: 'speedscope JSON',
  extensions: ['speedscope.json', 'json'],
  probe,
  open: (context) => new SpeedscopeReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  if (!/^\s*\{/u.test(text)) return NOT_THIS_PROFILE;
  if (/"\$schema"\s*:\s*"[^"]*speedscope/u.test(text))
    return { score: 0.97, reasons: ['the schema of speedscope'] };
  if (/"shared"\s*:\s*\{\s*"frames"\s*:\s*\[/u.test(text) || /"exporter"\s*:\s*"speedscope@/u.test(text))
    return { score: 0.85, reasons: ['shared frames and profiles, as speedscope writes them'] };
  return NOT_THIS_PROFILE;
}

class SpeedscopeReader implements ProfileReader, JsonVisitor {
  private readonly fileName: string;
  private readonly walker: JsonWalker;
  private readonly sharedFrames: unknown[] = [];
  /** By place in `profiles`. */
  private readonly profiles: SpeedscopeProfile[] = [];
  /** What stands beside `profiles`, or, in files without that, the only profile. */
  private readonly document = new SpeedscopeProfile();
  private exporter: string | null = null;

  constructor({ head }: ProfileContext) {
    this.fileName = head.name;
    this.walker = new JsonWalker('speedscope file', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    if (path.length === 0) return 'enter';
    const [first, second] = path;
    if (first === 'exporter') return 'value';
    if (first === 'shared') {
      if (path.length === 1) return 'enter';
      return path.length === 2 && second === 'frames' ? 'elements' : 'skip';
    }
    if (first !== 'profiles') {
      // Before version 0.6 the profile is the document, and its frames stand beside the events.
      if (path.length > 1) return 'skip';
      return this.decideMember(first, kind);
    }
    if (path.length <= 2) return 'enter';
    return path.length === 3 ? this.decideMember(path[2], kind) : 'skip';
  }

  value(path: JsonPath, value: unknown): void {
    if (path[0] === 'exporter') this.exporter = textOf(value);
    else this.profileOf(path).set(String(path.at(-1)), value);
  }

  elements(path: JsonPath, elements: readonly unknown[]): void {
    // A loop: as arguments there may be too many of them.
    if (path.at(-1) === 'frames') for (const frame of elements) this.sharedFrames.push(frame);
    else this.profileOf(path).add(String(path.at(-1)), elements);
  }

  finish(): readonly NewProfile[] {
    if (!this.walker.complete) {
      throw new AppError('file-damaged', 'This speedscope file ends too early: its JSON is cut short.', {
        hint: 'Copy the file again, or record again.',
      });
    }
    const profiles = this.profiles.filter((profile) => !profile.unset);
    if (profiles.length === 0 && this.document.recorded) profiles.push(this.document);
    if (profiles.length === 0) {
      throw new AppError('file-damaged', 'There is no profile in this speedscope file.', {
        hint: 'Record again.',
      });
    }
    const facts = { fallbackName: this.fileName, frames: this.sharedFrames, exporter: this.exporter };
    return profiles.map((profile, place) => profile.finish(facts, place));
  }

  private decideMember(key: string | number | undefined, kind: JsonKind): JsonAction {
    switch (key) {
      case 'events':
      case 'samples':
      case 'weights':
      case 'frames':
        return kind === 'array' ? 'elements' : 'skip';
      case 'type':
      case 'name':
      case 'unit':
      case 'startValue':
      case 'endValue':
        return kind === 'scalar' ? 'value' : 'skip';
      default:
        return 'skip';
    }
  }

  private profileOf(path: JsonPath): SpeedscopeProfile {
    if (path[0] !== 'profiles') return this.document;
    const place = Number(path[1]);
    while (this.profiles.length <= place) this.profiles.push(new SpeedscopeProfile());
    return this.profiles[place]!;
  }
}
