import type { DuckDBAppender } from '@duckdb/node-api';
import { numberColumn, textColumn, type TextColumn } from '#shared/contract/columns.ts';
import type { BatchColumn } from '../import/batch.ts';
import {
  EMPTY_STACK,
  frameKinds,
  NO_PARENT,
  NO_TEXT,
  type FrameTable,
  type NewProfile,
  type SampleTable,
  type StackTable,
  type TextTable,
} from '../profile/model/profile.ts';
import type { Database } from './database.ts';
import { profileTables, type StoredProfile } from './profile-views.ts';
import { RawAppender, type AppendedColumn } from './raw-chunk.ts';

type Connection = Awaited<ReturnType<Database['connect']>>;

/** Rows that are appended in one go: some milliseconds. A multiple of DuckDB's vectors. */
const ROWS_PER_TURN = 1 << 16;
const FRAMES_PER_TURN = 1 << 12;

/**
 * Makes the tables of one profile and fills them, inside the transaction that the caller began.
 * @param turn called between pieces of some milliseconds; may throw to give up
 */
export async function writeProfileTables(
  connection: Connection,
  id: number,
  { frames, stacks, samples, weightTypes }: NewProfile,
  turn: (writtenSamples: number) => Promise<void>,
): Promise<void> {
  await connection.run(`CREATE TABLE ${profileTables.frames(id)} (
    frame_id INTEGER, name VARCHAR, file VARCHAR, module VARCHAR, line INTEGER, "column" INTEGER, kind VARCHAR,
    inlined BOOLEAN)`);
  await connection.run(`CREATE TABLE ${profileTables.stacks(id)} (
    stack_id INTEGER, parent_id INTEGER, frame_id INTEGER)`);
  const weights = weightTypes.map((_, weight) => `weight_${weight}`);
  const time = samples.time === null ? [] : ['time_us'];
  await connection.run(`CREATE TABLE ${profileTables.samples(id)} (
    ${time.map((name) => `${name} DOUBLE, `).join('')}thread INTEGER, stack_id INTEGER,
    ${weights.map((name) => `${name} DOUBLE`).join(', ')})`);
  await withAppender(connection, profileTables.frames(id), (appender) =>
    appendFrames(appender, frames, () => turn(0)),
  );
  await appendColumns(
    connection,
    profileTables.stacks(id),
    stacks.count,
    {
      stack_id: sequence,
      parent_id: integers(stacks.parent, NO_PARENT),
      frame_id: integers(stacks.frame, null),
    },
    () => turn(0),
  );
  await appendColumns(
    connection,
    profileTables.samples(id),
    samples.count,
    {
      ...(samples.time === null ? {} : { time_us: doubles(samples.time) }),
      thread: integers(samples.thread, null),
      stack_id: integers(samples.stack, EMPTY_STACK),
      ...Object.fromEntries(weights.map((name, weight) => [name, doubles(samples.weights[weight]!)])),
    },
    turn,
  );
}

/** What stands in the tables of one profile. */
export async function readProfileTables(
  database: Database,
  { id, weights, hasTimes }: StoredProfile,
  signal: AbortSignal,
): Promise<Pick<NewProfile, 'frames' | 'stacks' | 'samples'>> {
  const frames = await database.query(
    `SELECT name, file, module, line, "column", list_position([${frameKinds.map((kind) => `'${kind}'`).join(', ')}], kind)::INTEGER - 1 AS kind,
       inlined FROM ${profileTables.frames(id)} ORDER BY frame_id`,
    [],
    { signal },
  );
  const stacks = await database.query(
    `SELECT coalesce(parent_id, ${NO_PARENT}) AS parent, frame_id FROM ${profileTables.stacks(id)} ORDER BY stack_id`,
    [],
    { signal },
  );
  const weightNames = Array.from({ length: weights }, (_, weight) => `weight_${weight}`);
  // In the order in which they were written: DuckDB keeps it.
  const samples = await database.query(
    `SELECT ${hasTimes ? 'time_us, ' : ''}thread, coalesce(stack_id, ${EMPTY_STACK}) AS stack, ${weightNames.join(', ')}
     FROM ${profileTables.samples(id)}`,
    [],
    { signal },
  );
  const sampleColumn = (name: string): Float64Array => numberColumn(samples, name).values as Float64Array;
  const sampleTable: SampleTable = {
    count: samples.rowCount,
    time: hasTimes ? sampleColumn('time_us') : null,
    thread: numberColumn(samples, 'thread').values as Int32Array,
    stack: numberColumn(samples, 'stack').values as Int32Array,
    weights: weightNames.map(sampleColumn),
  };
  const stackTable: StackTable = {
    count: stacks.rowCount,
    parent: numberColumn(stacks, 'parent').values as Int32Array,
    frame: numberColumn(stacks, 'frame_id').values as Int32Array,
  };
  const texts = new JoinedTexts();
  const numbers = (name: string): Int32Array => numberColumn(frames, name).values as Int32Array;
  const frameTable: FrameTable = {
    count: frames.rowCount,
    texts,
    name: texts.add(textColumn(frames, 'name')),
    file: texts.add(textColumn(frames, 'file')),
    module: texts.add(textColumn(frames, 'module')),
    line: numbers('line'),
    column: numbers('column'),
    kind: Uint8Array.from(numbers('kind')),
    inlined: Uint8Array.from(numberColumn(frames, 'inlined').values),
  };
  return { frames: frameTable, stacks: stackTable, samples: sampleTable };
}

/** Dictionaries of several columns, one behind the other. */
class JoinedTexts implements TextTable {
  private readonly texts: string[] = [];

  get count(): number {
    return this.texts.length;
  }

  at(id: number): string {
    const text = this.texts[id];
    if (text === undefined) throw new RangeError(`There is no text ${id}`);
    return text;
  }

  /** @returns the column, in numbers of this table */
  add({ dictionary, codes }: TextColumn): Int32Array {
    const first = this.texts.length;
    for (const text of dictionary) this.texts.push(text);
    return codes.map((code) => (code < 0 ? NO_TEXT : first + code));
  }
}

async function withAppender(
  connection: Connection,
  table: string,
  act: (appender: DuckDBAppender) => Promise<void>,
): Promise<void> {
  const appender = await connection.createAppender(table);
  try {
    await act(appender);
  } finally {
    appender.closeSync();
  }
}

async function appendFrames(
  appender: DuckDBAppender,
  frames: FrameTable,
  turn: () => Promise<void>,
): Promise<void> {
  const { texts } = frames;
  const appendText = (text: number): void => {
    if (text === NO_TEXT) appender.appendNull();
    else appender.appendVarchar(texts.at(text));
  };
  for (let frame = 0; frame < frames.count; frame++) {
    if (frame % FRAMES_PER_TURN === 0) await turn();
    appender.appendInteger(frame);
    appendText(frames.name[frame]!);
    appendText(frames.file[frame]!);
    appendText(frames.module[frame]!);
    appender.appendInteger(frames.line[frame]!);
    appender.appendInteger(frames.column[frame]!);
    appender.appendVarchar(frameKinds[frames.kind[frame]!]!);
    appender.appendBoolean(frames.inlined[frame] === 1);
    appender.endRow();
  }
}

/** Rows `from` to `to` of a column. */
type Slice = (from: number, to: number) => AppendedColumn;

async function appendColumns(
  connection: Connection,
  table: string,
  rows: number,
  columns: Readonly<Record<string, Slice>>,
  turn: (written: number) => Promise<void>,
): Promise<void> {
  const slices = Object.values(columns);
  const types = Object.fromEntries(Object.entries(columns).map(([name, slice]) => [name, slice(0, 0).type]));
  await withAppender(connection, table, async (appender) => {
    const raw = new RawAppender(appender, { table, columns: types });
    for (let from = 0; from < rows; from += ROWS_PER_TURN) {
      const to = Math.min(rows, from + ROWS_PER_TURN);
      raw.append(
        to - from,
        slices.map((slice) => slice(from, to)),
      );
      await turn(to);
    }
  });
}

const sequence: Slice = (from, to) => ({
  type: 'i32',
  data: { values: Int32Array.from({ length: to - from }, (_, i) => from + i), valid: null },
});

/** @param missing the value that stands for NULL */
function integers(values: Int32Array, missing: number | null): Slice {
  return (from, to) => {
    const part = values.slice(from, to);
    return { type: 'i32', data: { values: part, valid: missing === null ? null : present(part, missing) } };
  };
}

function doubles(values: Float64Array): Slice {
  return (from, to) => ({ type: 'f64', data: { values: values.slice(from, to), valid: null } });
}

/** Null when every value is there. */
function present(values: Int32Array, missing: number): BatchColumn['valid'] {
  if (!values.includes(missing)) return null;
  const mask = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (let i = 0; i < values.length; i++) if (values[i] !== missing) mask[i >> 3]! |= 1 << (i & 7);
  return mask;
}
