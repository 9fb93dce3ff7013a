import type { NewFrame } from '../../model/frame-interner.ts';
import { Float64Column, Int32Column } from '../../model/growing-column.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import { numberOf, objectOf, textOf } from '../json/json-fields.ts';
import type { TraceFacts } from './cpu-tracks.ts';
import { nestTasks, NO_NAME, type TaskColumns } from './nest-tasks.ts';
import { traceNumber, traceThread, type TraceThread } from './thread-names.ts';

interface ThreadTasks {
  readonly thread: TraceThread;
  readonly beginTime: Float64Column;
  /** µs; NaN for a task that an event of its own ends. */
  readonly beginLength: Float64Column;
  readonly beginFrame: Int32Column;
  readonly endTime: Float64Column;
  readonly endFrame: Int32Column;
}

/** Complete (X) and begin/end (B, E) events of a trace, read as functions that call each other, by thread. */
export class TaskEvents {
  private builder = new ProfileBuilder([{ name: 'time', unit: 'ns' }], true);
  private readonly threads = new Map<string, ThreadTasks>();
  /** Names of frames by number: an end event closes the task of its name. */
  private readonly nameOfFrame: Int32Column = new Int32Column();
  private readonly nameIds = new Map<string, number>();

  /** There is something better in the trace. */
  forget(): void {
    this.threads.clear();
    this.builder = new ProfileBuilder([{ name: 'time', unit: 'ns' }], true);
  }

  add(event: Readonly<Record<string, unknown>>): void {
    const time = traceNumber(event['ts']);
    if (time === null) return;
    const tasks = this.tasksOf(event);
    if (event['ph'] === 'E') {
      tasks.endTime.push(time);
      tasks.endFrame.push(this.nameId(textOf(event['name'])));
      return;
    }
    tasks.beginTime.push(time);
    tasks.beginLength.push(
      event['ph'] === 'X' ? (traceNumber(event['dur']) ?? traceNumber(event['tdur']) ?? 0) : Number.NaN,
    );
    tasks.beginFrame.push(this.frameOf(event));
  }

  /** Null when there are no tasks. */
  finish({ name, names, warnings }: TraceFacts): NewProfile | null {
    const { builder } = this;
    const nameOfFrame = this.nameOfFrame.take();
    const all = [...this.threads.values()]
      .map(
        ({ thread, beginTime, beginLength, beginFrame, endTime, endFrame }): [TraceThread, TaskColumns] => [
          thread,
          {
            beginTime: beginTime.take(),
            beginLength: beginLength.take(),
            beginFrame: beginFrame.take(),
            endTime: endTime.take(),
            endName: endFrame.take(),
          },
        ],
      )
      .filter(([, { beginTime }]) => beginTime.length > 0);
    if (all.length === 0) return null;
    let first = Infinity;
    for (const [, { beginTime }] of all) for (const time of beginTime) if (time < first) first = time;
    let last = first;
    let unmatched = 0;
    for (const [thread, columns] of all) {
      const named = names.thread(thread);
      const place = builder.addThread(named.name, named);
      const nested = nestTasks(columns, nameOfFrame, builder, place, first);
      last = Math.max(last, nested.lastUs);
      unmatched += nested.unmatchedEnds;
    }
    for (const { code, message, count } of warnings.list()) builder.warnings.add(code, message, count);
    if (unmatched > 0)
      builder.warnings.add(
        'unmatched-ends',
        'Events that end a task which never began were left out.',
        unmatched,
      );
    return builder.finish({ name, durationUs: last - first });
  }

  private tasksOf(event: Readonly<Record<string, unknown>>): ThreadTasks {
    const thread = traceThread(event);
    const key = `${thread.pid} ${thread.tid}`;
    let tasks = this.threads.get(key);
    if (tasks === undefined) {
      tasks = {
        thread,
        beginTime: new Float64Column(),
        beginLength: new Float64Column(),
        beginFrame: new Int32Column(),
        endTime: new Float64Column(),
        endFrame: new Int32Column(),
      };
      this.threads.set(key, tasks);
    }
    return tasks;
  }

  private nameId(name: string | null): number {
    if (name === null || name === '') return NO_NAME;
    let id = this.nameIds.get(name);
    if (id === undefined) {
      id = this.nameIds.size;
      this.nameIds.set(name, id);
    }
    return id;
  }

  private frameOf(event: Readonly<Record<string, unknown>>): number {
    const name = textOf(event['name']);
    const args = objectOf(event['args']);
    const frame: NewFrame = {
      name: name === null || name === '' ? '(unnamed)' : name,
      file: textOf(args['url']),
      line: numberOf(args['line']),
      column: numberOf(args['column']),
      kind: 'label',
    };
    const id = this.builder.frames.idOf(frame);
    if (id === this.nameOfFrame.length) this.nameOfFrame.push(this.nameId(name));
    return id;
  }
}
