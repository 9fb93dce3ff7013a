import { AppError } from '#shared/contract/errors.ts';
import type { NewProfile } from '../../model/profile.ts';
import type { JfrChunk } from './jfr-chunk.ts';
import { jfrEventKinds } from './jfr-event-kinds.ts';
import { JfrProfile } from './jfr-profile.ts';
import { JfrSettings } from './jfr-settings.ts';
import { numberIn } from './jfr-values.ts';

const SETTING = 'jdk.ActiveSetting';

/** The profiles of a recording, filled chunk by chunk. */
export class JfrRecording {
  private readonly name: string;
  private readonly profiles = jfrEventKinds.map((kind) => new JfrProfile(kind));
  private readonly byEvent = new Map<string, JfrProfile>();
  private readonly settings = new JfrSettings();
  private startUs = Infinity;
  private endUs = -Infinity;
  /** Ids of the events that are read; they differ from chunk to chunk. */
  private wanted: ReadonlySet<number> = new Set();
  private tool = 'Java Flight Recorder';

  constructor(name: string) {
    this.name = name;
    for (const profile of this.profiles)
      for (const event of profile.kind.events) this.byEvent.set(event, profile);
  }

  begin(chunk: JfrChunk): void {
    const { startUs, durationUs } = chunk.header;
    this.startUs = Math.min(this.startUs, startUs);
    this.endUs = Math.max(this.endUs, startUs + Math.max(0, durationUs));
    const types = [...chunk.values.types.values()];
    this.wanted = new Set(
      types.filter(({ name }) => name === SETTING || this.byEvent.has(name)).map(({ id }) => id),
    );
    if (types.some(({ name }) => name.startsWith('datadog.'))) this.tool = 'dd-trace-java';
    else if (types.some(({ name }) => name.startsWith('profiler.'))) this.tool = 'async-profiler';
  }

  /** Reads one event. @returns false when there is none left */
  next(chunk: JfrChunk): boolean {
    const event = chunk.next(this.wanted);
    if (event === null) return false;
    const record = chunk.values.record(event.cursor, event.type);
    if (event.type.name !== SETTING) {
      this.byEvent.get(event.type.name)!.add(chunk, event.type.name, record);
      return true;
    }
    const of = chunk.values.types.get(numberIn(record, 'id') ?? -1);
    const name = chunk.constants.textOf(record.get('name'));
    const value = chunk.constants.textOf(record.get('value'));
    if (of !== undefined && name !== null && value !== null) this.settings.add(of.name, name, value);
    return true;
  }

  /** @throws {AppError} `file-damaged` when there is no sample */
  finish(state: {
    readonly chunks: number;
    readonly damaged: number;
    readonly cut: boolean;
  }): readonly NewProfile[] {
    const filled = this.profiles.filter(({ hasStacks }) => hasStacks);
    const [first] = filled;
    if (first === undefined) throw nothing(state);
    if (state.damaged > 0)
      first.warnings.add(
        'chunks-damaged',
        'Chunks of the recording make no sense or were never finished; the others were read.',
        state.damaged,
      );
    if (state.cut)
      first.warnings.add('cut-short', 'The recording ends in the middle; what came before was read.');
    return filled.map((profile) =>
      profile.finish({
        name: filled.length === 1 ? this.name : profile.kind.title,
        startUs: this.startUs,
        endUs: this.endUs,
        periodNs: this.settings.periodOf(profile.kind.events),
        tool: this.tool,
      }),
    );
  }
}

function nothing({ chunks, damaged, cut }: { chunks: number; damaged: number; cut: boolean }): AppError {
  if (damaged > 0 || cut)
    return new AppError(
      'file-damaged',
      'This recording of Flight Recorder was never finished, or is cut short: what says how to read it stands at its end.',
      { hint: 'Dump it again: jcmd PID JFR.dump filename=FILE, or copy it again.' },
    );
  return new AppError(
    'file-damaged',
    `There are no samples and no allocations in this recording (${chunks} ${chunks === 1 ? 'chunk' : 'chunks'}).`,
    { hint: 'Record with settings=profile, and for longer.' },
  );
}
