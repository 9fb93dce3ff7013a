import { Int32Column } from './growing-column.ts';
import { frameKinds, NO_TEXT, type FrameKind, type FrameTable } from './profile.ts';
import { TextInterner } from './text-interner.ts';

/** A frame in words; what is left out is unknown. */
export interface NewFrame {
  readonly name: string;
  readonly file?: string | null;
  readonly module?: string | null;
  /** Where the function begins, from 1. */
  readonly line?: number | null;
  readonly column?: number | null;
  readonly kind?: FrameKind;
  readonly inlined?: boolean;
}

const kindNumbers = new Map<FrameKind, number>(frameKinds.map((kind, number) => [kind, number]));

/** Gives each different frame a number. */
export class FrameInterner {
  private readonly texts = new TextInterner();
  private readonly ids = new Map<string, number>();
  private readonly columns = {
    name: new Int32Column(),
    file: new Int32Column(),
    module: new Int32Column(),
    line: new Int32Column(),
    column: new Int32Column(),
    kind: new Int32Column(),
    inlined: new Int32Column(),
  };

  get count(): number {
    return this.ids.size;
  }

  idOf(frame: NewFrame): number {
    const name = this.texts.idOf(frame.name);
    const file = this.textOf(frame.file);
    const module = this.textOf(frame.module);
    const line = placeNumber(frame.line);
    const column = placeNumber(frame.column);
    const kind = kindNumbers.get(frame.kind ?? 'unknown')!;
    const inlined = frame.inlined === true ? 1 : 0;
    const key = `${name},${file},${module},${line},${column},${kind},${inlined}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(key, id);
    this.columns.name.push(name);
    this.columns.file.push(file);
    this.columns.module.push(module);
    this.columns.line.push(line);
    this.columns.column.push(column);
    this.columns.kind.push(kind);
    this.columns.inlined.push(inlined);
    return id;
  }

  /** The frames; the interner is done with. */
  finish(): FrameTable {
    const { name, file, module, line, column, kind, inlined } = this.columns;
    return {
      count: this.ids.size,
      texts: this.texts,
      name: name.take(),
      file: file.take(),
      module: module.take(),
      line: line.take(),
      column: column.take(),
      kind: Uint8Array.from(kind.take()),
      inlined: Uint8Array.from(inlined.take()),
    };
  }

  private textOf(text: string | null | undefined): number {
    return text === null || text === undefined || text === '' ? NO_TEXT : this.texts.idOf(text);
  }
}

/** A number that cannot be a line is unknown. */
function placeNumber(value: number | null | undefined): number {
  return value !== null && value !== undefined && value > 0 && value <= 0x7fffffff ? Math.floor(value) : 0;
}
