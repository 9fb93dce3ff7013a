import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import { WarningList } from '../../model/warning-list.ts';
import { isObject } from '../json/json-fields.ts';
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
import { CpuTracks } from './cpu-tracks.ts';
import { StackFrameSamples } from './stack-frame-samples.ts';
import { TaskEvents } from './task-events.ts';
import { ThreadNames } from './thread-names.ts';

/**
 * Trace events in JSON: performance recordings of Chrome DevTools, traces of Node and Hermes, and what else writes the
 * Trace Event Format. Samples of V8 are preferred; a trace without them is read as nested tasks.
 */
export const chromeTrace: ProfileFormat = {
  id: 'trace-event',
  label: 'Chrome performance trace',
  extensions: ['json', 'trace'],
  probe,
  open: (context) => new ChromeTraceReader(context),
};

function probe({ text }: ProbeHead): ProbeResult {
  if (/^\s*\{(?:[^{[]*,)?\s*"traceEvents"\s*:\s*\[/u.test(text))
    return { score: 0.95, reasons: ['an object with traceEvents'] };
  if (/^\s*\[\s*\{/u.test(text) && /"ph"\s*:\s*"/u.test(text) && /"(?:pid|tid|ts)"\s*:/u.test(text))
    return { score: 0.9, reasons: ['an array of events with ph, pid and ts'] };
  if (/^\s*\{/u.test(text) && /"traceEvents"\s*:\s*\[/u.test(text))
    return { score: 0.85, reasons: ['traceEvents among other things'] };
  return NOT_THIS_PROFILE;
}

class ChromeTraceReader implements ProfileReader, JsonVisitor {
  private readonly name: string;
  private readonly walker: JsonWalker;
  private readonly warnings = new WarningList();
  private readonly names = new ThreadNames();
  private readonly cpu = new CpuTracks(this.warnings);
  private readonly tasks = new TaskEvents();
  private readonly sampled = new StackFrameSamples();
  private events = 0;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.walker = new JsonWalker('trace', this);
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    return this.walker.consume(bytes, length, final);
  }

  decide(path: JsonPath, kind: JsonKind): JsonAction {
    const [first] = path;
    if (path.length === 0) return kind === 'array' ? 'elements' : 'enter';
    if (path.length > 1) return 'skip';
    if (kind === 'array' && (first === 'traceEvents' || first === 'samples')) return 'elements';
    return first === 'stackFrames' ? 'value' : 'skip';
  }

  value(_path: JsonPath, value: unknown): void {
    this.sampled.addFrames(value);
  }

  elements(path: JsonPath, elements: readonly unknown[]): void {
    for (const element of elements) {
      if (!isObject(element)) continue;
      if (path[0] === 'samples') this.sampled.addSample(element);
      else this.event(element);
    }
  }

  finish(): readonly NewProfile[] {
    // The array form may lack its end: it is written while the program runs.
    if (!this.walker.complete) {
      if (this.events === 0)
        throw new AppError('file-damaged', 'This trace ends before its first event.', {
          hint: 'Record or save it again.',
        });
      this.warnings.add('cut-short', 'The trace ends in the middle; what came before was read.');
    }
    const facts = { name: this.name, names: this.names, warnings: this.warnings };
    const profile = this.cpu.finish(facts) ?? this.sampled.finish(facts) ?? this.tasks.finish(facts);
    if (profile === null) {
      throw new AppError('file-damaged', 'There are neither CPU samples nor tasks in this trace.', {
        hint: 'Record it with the CPU profiler on ("JavaScript samples" in the settings of DevTools).',
      });
    }
    return [profile];
  }

  private event(event: Readonly<Record<string, unknown>>): void {
    this.events++;
    switch (event['ph']) {
      case 'M':
        this.names.add(event);
        break;
      case 'X':
      case 'B':
      case 'E':
        if (!this.cpu.any) this.tasks.add(event);
        break;
      case 'P':
      case 'I':
      case 'i':
        if (this.cpu.add(event)) this.tasks.forget();
        break;
      default:
    }
  }
}
