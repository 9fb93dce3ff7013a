import type { NewAggregate, NewReportedError } from '../aggregates.ts';
import { MAX_TEXT_BYTES } from '../importer.ts';
import type { Entries, EntryId } from './entries.ts';
import { TOO_MANY_NAMES } from './entries.ts';
import { BadRow, type LocustRow } from './row.ts';

/** What rows are read into; sent away when there are many. */
export interface RowOutput {
  readonly aggregates: NewAggregate[];
  readonly errors: NewReportedError[];
  /** Rows of which percentiles were kept. */
  percentileRows: number;
  firstUs: number | null;
  lastUs: number | null;
}

export function entryOf(row: LocustRow, entries: Entries): EntryId {
  const entry = entries.idOf(row.text('type'), clip(row.text('name')));
  if (entry === undefined) throw new BadRow(TOO_MANY_NAMES);
  return entry;
}

/** Request Count includes failures; averages are over all of them. */
export function readStatsRow(row: LocustRow, entries: Entries, output: RowOutput): void {
  const samples = row.count('requests');
  const failures = row.count('failures');
  const percentilesMs = row.percentiles();
  const median = row.number('median');
  // Zeros of an entry without requests were never measured.
  const hasTimes = samples > 0;
  if (!percentilesMs.some(([percentile]) => percentile === 50) && median !== null)
    percentilesMs.unshift([50, median]);
  const figures = {
    samples,
    failures,
    minMs: hasTimes ? row.number('min') : null,
    meanMs: hasTimes ? row.number('average') : null,
    maxMs: hasTimes ? row.number('max') : null,
    stdDevMs: null,
    percentilesMs: hasTimes ? percentilesMs : [],
    throughputPerSec: row.number('requests/s'),
    receivedBytes: null,
    sentBytes: null,
  };
  const transaction = entryOf(row, entries);
  if (figures.percentilesMs.length > 0) output.percentileRows += 1;
  output.aggregates.push({ transaction, interval: null, figures });
}

/** `HTTPError('503 Server Error: …')` of HttpUser, `LocustBadStatusCode(code=503)` of FastHttpUser. */
const STATUS = /^HTTPError\(['"](?<http>[1-5]\d\d) |BadStatusCode\((?:.*[ ,])?code=(?<fast>[1-5]\d\d)\)/u;

export function readFailureRow(row: LocustRow, entries: Entries, output: RowOutput): void {
  const count = row.count('occurrences');
  const message = clip(row.text('error'));
  const status = STATUS.exec(message)?.groups;
  const [firstUs, lastUs] = [instantUs(row.text('first seen')), instantUs(row.text('last seen'))];
  const transaction = entryOf(row, entries);
  output.errors.push({
    transaction,
    code: status?.['http'] ?? status?.['fast'] ?? null,
    message,
    count,
    firstUs,
    lastUs,
  });
  noteInstant(output, firstUs);
  noteInstant(output, lastUs);
}

/** An exception has a message of its own, or none and then only a traceback. */
export function readExceptionRow(row: LocustRow, output: RowOutput): void {
  const count = row.count('count');
  const message = firstLine(row.text('message')) ?? firstLine(row.text('traceback'));
  output.errors.push({ transaction: null, code: null, message, count, firstUs: null, lastUs: null });
}

export function noteInstant(output: RowOutput, atUs: number | null): void {
  if (atUs === null) return;
  output.firstUs = Math.min(output.firstUs ?? atUs, atUs);
  output.lastUs = Math.max(output.lastUs ?? atUs, atUs);
}

/** Seconds and UTC since 2.44: `2026-11-21T12:32:27Z`. */
function instantUs(text: string): number | null {
  if (text === '') return null;
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new BadRow(`"${text.slice(0, 40)}" is no time in UTC`);
  return ms * 1000;
}

function firstLine(text: string): string | null {
  const line = text
    .split('\n')
    .find((candidate) => candidate.trim() !== '')
    ?.trim();
  return line === undefined ? null : clip(line);
}

/** A character has at most four bytes. */
function clip(text: string): string {
  return text.length <= MAX_TEXT_BYTES / 4 ? text : text.slice(0, MAX_TEXT_BYTES / 4);
}
