import type { FormatInfo } from '#shared/model/import-state.ts';
import type { SourceKind } from '#shared/model/run.ts';

type Words = Pick<FormatInfo, 'tool' | 'toolLabel' | 'describes'>;

/** What stands for tools that have only a format or two of their own: one line of a list instead of many. */
const OTHERS = { tool: 'others', toolLabel: 'Others' };

/** How formats of profiles are listed to people, by id; those that are not here stand under "Others" with their label. */
const profileWords: Readonly<Record<string, Words>> = {
  'v8-cpuprofile': { tool: 'v8', toolLabel: 'V8, Chrome', describes: '.cpuprofile' },
  'trace-event': { tool: 'v8', toolLabel: 'V8, Chrome', describes: 'performance trace' },
  'v8-heapprofile': { tool: 'v8', toolLabel: 'V8, Chrome', describes: '.heapprofile' },
  firefox: { tool: 'firefox', toolLabel: 'Firefox', describes: 'profile of the Firefox Profiler' },
  pprof: { tool: 'pprof', toolLabel: 'pprof', describes: 'protobuf of Go, Datadog, Pyroscope' },
  jfr: { tool: 'java', toolLabel: 'Java', describes: 'Flight Recorder 2.x' },
  'perf-script': { tool: 'perf', toolLabel: 'perf', describes: 'perf script as text' },
  speedscope: {
    tool: 'speedscope',
    toolLabel: 'speedscope',
    describes: 'JSON of py-spy, rbspy, dotnet-trace',
  },
  folded: {
    tool: 'folded',
    toolLabel: 'Folded',
    describes: 'collapsed stacks of FlameGraph, async-profiler, inferno',
  },
};

/** The same for heap snapshots. */
const heapWords: Readonly<Record<string, Words>> = {
  'v8-heapsnapshot': { tool: 'v8', toolLabel: 'V8, Chrome', describes: '.heapsnapshot, .heaptimeline' },
  hprof: { tool: 'java', toolLabel: 'Java', describes: 'HPROF' },
  'jmap-histo': { tool: 'java', toolLabel: 'Java', describes: 'jmap -histo' },
  'go-heap': { tool: 'go', toolLabel: 'Go', describes: 'heap profile (pprof)' },
  gcdump: { tool: 'dotnet', toolLabel: '.NET', describes: 'gcdump' },
  dhat: { tool: 'valgrind', toolLabel: 'Valgrind', describes: 'DHAT' },
};

/** What a format of profiles or snapshots is counted to: {@link FormatInfo.tool}. */
export function toolOf(format: string): string {
  return (profileWords[format] ?? heapWords[format] ?? OTHERS).tool;
}

/** Every format that Loadstone opens: results, profiles, heap snapshots. Start screen, command line and README list these. */
export async function allFormats(): Promise<FormatInfo[]> {
  const [{ formatInfos }, { profileFormats }, { heapReaders }] = await Promise.all([
    import('../import/registry.ts'),
    import('../profile/import/registry.ts'),
    import('../heap/readers.ts'),
  ]);
  return [
    ...formatInfos(),
    ...listed(profileFormats, profileWords, 'profile'),
    ...listed(heapReaders, heapWords, 'heap'),
  ];
}

/** Known ones first, in the order of their words. */
function listed(
  formats: readonly { readonly id: string; readonly label: string }[],
  words: Readonly<Record<string, Words>>,
  group: SourceKind,
): FormatInfo[] {
  const order = Object.keys(words);
  const placeOf = (id: string): number => (order.includes(id) ? order.indexOf(id) : order.length);
  return formats
    .map(({ id, label }): FormatInfo => {
      const known = words[id] ?? { ...OTHERS, describes: label };
      return { id, label, group, ...known };
    })
    .sort((a, b) => placeOf(a.id) - placeOf(b.id));
}
