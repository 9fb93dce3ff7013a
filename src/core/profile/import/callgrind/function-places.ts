import type { FrameInterner } from '../../model/frame-interner.ts';
import type { FrameKind } from '../../model/profile.ts';
import type { CallGraph } from '../call-graph/call-graph.ts';
import { NameTable } from './name-table.ts';

const UNKNOWN = '???';

/** Follows the lines that say where the next costs belong: `ob= fl= fi= fe= fn=` and, of calls, `cob= cfi= cfl= cfn=`. */
export class FunctionPlaces {
  private readonly frames: FrameInterner;
  private readonly graph: CallGraph;
  private readonly objects = new NameTable();
  private readonly files = new NameTable();
  private readonly functions = new NameTable();
  /** Numbers in the graph: by number in the file where there is one, else by name and place. */
  private readonly known = new Map<string, number>();
  private object = '';
  /** Of the function. Code of other files that was put into it (`fi=`, `fe=`) is its own cost. */
  private file = '';
  private own = -1;
  private calledObject: string | null = null;
  private calledFile: string | null = null;
  private called = -1;

  constructor(frames: FrameInterner, graph: CallGraph) {
    this.frames = frames;
    this.graph = graph;
  }

  /** @returns whether the key is known */
  assign(key: string, value: string): boolean {
    switch (key) {
      case 'ob':
        this.object = this.objects.resolve(value).name;
        return true;
      case 'fl':
        this.file = this.files.resolve(value).name;
        return true;
      case 'fi':
      case 'fe':
        this.files.resolve(value);
        return true;
      case 'fn':
        this.own = this.functionOf(value, this.file, this.object);
        return true;
      case 'cob':
        this.calledObject = this.objects.resolve(value).name;
        return true;
      case 'cfi':
      case 'cfl':
        this.calledFile = value === '' ? null : this.files.resolve(value).name;
        return true;
      case 'cfn':
        this.called = this.functionOf(value, this.calledFile ?? this.file, this.calledObject ?? this.object);
        // Holds for one call only.
        this.calledObject = null;
        this.calledFile = null;
        return true;
      default:
        return false;
    }
  }

  /** Function of the graph that costs belong to. */
  current(): number {
    if (this.own < 0) this.own = this.functionOf('(unknown)', '', '');
    return this.own;
  }

  /** Function of the graph that is called. */
  takeCalled(): number {
    const called = this.called < 0 ? this.functionOf('(unknown)', '', '') : this.called;
    this.called = -1;
    return called;
  }

  private functionOf(text: string, file: string, object: string): number {
    const { id, name } = this.functions.resolve(text);
    const key = id === null ? `${name}\n${file}\n${object}` : `(${id})`;
    let own = this.known.get(key);
    if (own === undefined) {
      own = this.graph.addFunction(
        this.frames.idOf({
          name: name === '' ? '(unknown)' : name,
          file: file === UNKNOWN ? null : file,
          module: object === UNKNOWN ? null : object,
          kind: kindOf(name, object),
        }),
      );
      this.known.set(key, own);
    }
    return own;
  }
}

/** Binaries are compiled; what has no binary was written by the profiler of a language. */
function kindOf(name: string, object: string): FrameKind {
  if (name.startsWith('php::')) return 'builtin';
  return object === '' ? 'program' : 'native';
}
