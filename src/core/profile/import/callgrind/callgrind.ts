import { AppError } from '#shared/contract/errors.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { NewProfile } from '../../model/profile.ts';
import { CallGraph } from '../call-graph/call-graph.ts';
import { CallPaths } from '../call-graph/call-paths.ts';
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
import { CostLines, isCostLine } from './cost-line.ts';
import { eventUnit, type EventUnit } from './event-unit.ts';
import { FunctionPlaces } from './function-places.ts';

/**
 * Callgrind's output, also of Xdebug, cachegrind and others that write it (valgrind, "Callgrind Format Specification"):
 * a graph of calls, from which paths are estimated.
 */
export const callgrind: ProfileFormat = {
  id: 'callgrind',
  label: 'Callgrind',
  extensions: ['callgrind', 'out', 'log'],
  probe,
  open: (context) => new CallgrindReader(context),
};

const PROBE_LINES = 400;
/** Work that is done before others get their turn. */
const TURN_MS = 40;

function probe(head: ProbeHead): ProbeResult {
  const lines = headLines(head, PROBE_LINES);
  if (lines[0]?.startsWith('# callgrind format') === true)
    return { score: 0.97, reasons: ['the first line says "callgrind format"'] };
  const events = lines.some((line) => line.startsWith('events:'));
  const marks = lines.some((line) =>
    /^(?:fn=|creator:\s*(?:callgrind|cachegrind|xdebug)|positions:)/iu.test(line),
  );
  return events && marks
    ? { score: 0.9, reasons: ['an events: line, and positions or functions'] }
    : NOT_THIS_PROFILE;
}

class CallgrindReader implements ProfileReader {
  private readonly name: string;
  private readonly lines: LineFeed;
  private readonly rejected = new RejectedLines();
  private readonly costs = new CostLines();
  private events: readonly EventUnit[] = [];
  private started: { builder: ProfileBuilder; graph: CallGraph; places: FunctionPlaces } | null = null;
  private creator: string | null = null;
  private thread: string | null = null;
  /** Costs that the file says it has, by part; of the first event. */
  private said = 0;
  private total = 0;
  /** The next line of costs is of a call. */
  private called = false;
  /** The next line is the place of a jump. */
  private jumped = false;
  private paths: CallPaths | null = null;
  private followed = false;
  pending = false;

  constructor({ head }: ProfileContext) {
    this.name = head.name;
    this.lines = new LineFeed(
      (text, number) => this.line(text, number),
      (number) => this.rejected.add(number),
    );
  }

  consume(bytes: Uint8Array, length: number, final: boolean): number {
    const done = this.lines.consume(bytes, length, final);
    // Paths are many: others get their turn in between.
    this.pending = final && !this.follow(performance.now() + TURN_MS);
    return done;
  }

  finish(): readonly NewProfile[] {
    if (this.started === null || this.paths === null) throw noCosts();
    this.follow(Infinity);
    return [this.started.builder.finish({ name: this.name, tool: this.creator })];
  }

  /** @returns whether all paths are followed, or there are none */
  private follow(until: number): boolean {
    if (this.started === null || this.followed) return true;
    const { builder, graph } = this.started;
    if (this.paths === null) {
      if (graph.self.every((column) => column.every((cost) => cost === 0))) return true;
      this.rejected.report(builder.warnings, 'Lines that are no cost and no known field');
      if (this.said > 0 && this.said !== this.total) {
        builder.warnings.add(
          'totals-differ',
          `The file says that it has ${this.said} ${this.events[0]!.type.name} in all; its lines have ${this.total}.`,
        );
      }
      this.paths = new CallPaths(builder, graph, builder.addThread(this.thread ?? 'all threads'));
    }
    this.followed = this.paths.work(until);
    return this.followed;
  }

  private line(text: string, number: number): void {
    const first = text.charCodeAt(0);
    // Digits, signs, the asterisk: costs, which are most lines.
    if ((first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2a) {
      if (isCostLine(text)) this.cost(text, number);
      else this.rejected.add(number);
      return;
    }
    if (text.trim() === '' || text.startsWith('#')) return;
    const assigned = /^([a-z]+)=\s*(.*?)\s*$/u.exec(text);
    if (assigned !== null) {
      if (!this.assign(assigned[1]!, assigned[2]!)) this.rejected.add(number);
      return;
    }
    const field = /^([A-Za-z]+):\s*(.*?)\s*$/u.exec(text);
    if (field === null) this.rejected.add(number);
    else this.field(field[1]!, field[2]!);
  }

  private field(key: string, value: string): void {
    switch (key) {
      case 'events':
        // Parts of one file have the same.
        if (this.started === null)
          this.events = value
            .split(/\s+/u)
            .filter((name) => name !== '')
            .map(eventUnit);
        break;
      case 'positions':
        this.costs.setPositions(value);
        break;
      case 'creator':
        this.creator = value.replace(/^(callgrind|cachegrind)-/u, 'valgrind $1 ');
        break;
      case 'thread':
        this.thread =
          this.thread === null || this.thread === `thread ${value}` ? `thread ${value}` : 'all threads';
        break;
      case 'totals':
        this.said += Number.parseFloat(value) || 0;
        break;
      default:
    }
  }

  /** @returns whether the key is known */
  private assign(key: string, value: string): boolean {
    if (key === 'calls') {
      this.called = true;
      return true;
    }
    if (key === 'jump' || key === 'jcnd') {
      this.jumped = true;
      return true;
    }
    return this.start()?.places.assign(key, value) ?? false;
  }

  private cost(text: string, number: number): void {
    if (this.jumped) {
      this.jumped = false;
      return;
    }
    const started = this.start();
    if (started === null) {
      this.rejected.add(number);
      return;
    }
    const { graph, places } = started;
    const costs = this.costs.read(text, this.events.length);
    if (costs.some((cost) => !(cost >= 0) || !Number.isFinite(cost))) {
      this.rejected.add(number);
      return;
    }
    const scaled = costs.map((cost, event) => cost * this.events[event]!.scale);
    if (this.called) {
      this.called = false;
      graph.addCall(places.current(), places.takeCalled(), scaled);
      return;
    }
    this.total += costs[0]!;
    const own = places.current();
    for (const [event, cost] of scaled.entries()) graph.addSelf(own, event, cost);
  }

  /** Known when the events are; null before. */
  private start(): NonNullable<CallgrindReader['started']> | null {
    if (this.started === null && this.events.length > 0) {
      const builder = new ProfileBuilder(
        this.events.map(({ type }) => type),
        false,
      );
      const graph = new CallGraph(this.events.length);
      this.started = { builder, graph, places: new FunctionPlaces(builder.frames, graph) };
    }
    return this.started;
  }
}

function noCosts(): AppError {
  return new AppError('file-damaged', 'There are no costs in this Callgrind file.', {
    hint: 'Collection may have been off: callgrind_control -i on, or leave --instr-atstart=no out.',
  });
}
