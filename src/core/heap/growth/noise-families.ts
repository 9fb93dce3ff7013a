import type { HeapRuntime } from '#shared/model/heap.ts';
import type { NoiseLine } from '#shared/model/heap-growth.ts';
import type { RawSeries } from './growth-model.ts';

interface NoiseRule {
  readonly family: string;
  readonly name: RegExp;
  /** Undefined: of every runtime. */
  readonly runtime?: HeapRuntime;
}

/** Names that runtimes, tools and their buffers have (method P10). */
const NOISE_RULES: readonly NoiseRule[] = [
  {
    family: 'developer tools and inspector buffers',
    runtime: 'v8',
    name: /DevTools|Inspector|V8Console|ConsoleMessage|^Performance(Entry|Mark|Measure|ResourceTiming|Observer)/u,
  },
  { family: 'accessibility caches', runtime: 'v8', name: /^(blink::)?AX[A-Z]/u },
  {
    family: 'captured error stacks',
    runtime: 'v8',
    name: /^(CallSiteInfo|ErrorStackData|StackFrameInfo|StackTraceFrame)$|ErrorStackData|CallSiteInfo/u,
  },
  {
    family: 'compiled code and feedback',
    runtime: 'jvm',
    name: /LambdaForm|\$\$Lambda|^(java\.lang\.invoke|jdk\.internal\.reflect|sun\.reflect|jdk\.internal\.misc)\./u,
  },
  {
    family: 'class loading',
    runtime: 'jvm',
    name: /^(java\.lang\.(Class|Module|Package|NamedPackage|ClassLoader\b.*)|jdk\.internal\.(loader|module|org)\..*|java\.util\.(jar|zip)\..*)$/u,
  },
  { family: 'Go runtime', runtime: 'go', name: /^runtime[./]/u },
  { family: 'reflection and type loading', runtime: 'dotnet', name: /^System\.(Reflection|RuntimeType)/u },
];

/** Names of classes that are the runtime's own, for paths, which have names only. */
export function runtimeNames(classes: readonly RawSeries[]): ReadonlySet<string> {
  const own = classes.filter(
    ({ family, name }) => family === 'code' || (family === 'system' && name !== '(array)'),
  );
  return new Set(own.map(({ name }) => name));
}

/** In which line a class is put together with others; null: it is judged. */
export function noiseFamily(
  { name, family }: Pick<RawSeries, 'name' | 'family'>,
  runtime: HeapRuntime,
): string | null {
  if (family === 'code') return 'compiled code and feedback';
  if (family === 'system') return 'runtime internals: maps, descriptors, hidden storage';
  if (family === 'text') return 'texts: source, interned and other strings';
  const rule = NOISE_RULES.find((each) => each.runtime === runtime && each.name.test(name));
  return rule?.family ?? null;
}

/** One line per family, the largest last value first; of classes only, so that nothing counts twice. */
export function noiseLines(classes: readonly RawSeries[], runtime: HeapRuntime): NoiseLine[] {
  const lines = new Map<string, { classes: number; bytes: number[] }>();
  for (const row of classes) {
    const family = noiseFamily(row, runtime);
    if (family === null) continue;
    const line = lines.get(family) ?? { classes: 0, bytes: new Array<number>(row.bytes.length).fill(0) };
    line.classes += 1;
    row.bytes.forEach((bytes, at) => (line.bytes[at]! += bytes));
    lines.set(family, line);
  }
  return [...lines]
    .map(([family, line]): NoiseLine => ({ family, ...line }))
    .sort((a, b) => b.bytes.at(-1)! - a.bytes.at(-1)!);
}
