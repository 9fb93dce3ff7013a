import { bpftrace } from './bpftrace/bpftrace.ts';
import { callgrind } from './callgrind/callgrind.ts';
import { chromeTrace } from './chrome-trace/chrome-trace.ts';
import { firefox } from './firefox/firefox.ts';
import { folded } from './folded/folded.ts';
import { instruments } from './instruments/instruments.ts';
import { jfr } from './jfr/jfr.ts';
import { otlpJson } from './otlp/otlp-json.ts';
import { otlpProtobuf } from './otlp/otlp-protobuf.ts';
import { perfScript } from './perf-script/perf-script.ts';
import { pprof } from './pprof/pprof.ts';
import type { ProfileFormat } from './profile-reader.ts';
import { speedscope } from './speedscope/speedscope.ts';
import { stackprof } from './stackprof/stackprof.ts';
import { cpuProfile } from './v8/cpu-profile.ts';
import { heapProfile } from './v8/heap-profile.ts';
import { vtuneGprof } from './vtune/gprof-cc.ts';
import { vtune } from './vtune/vtune.ts';
import { yourKitCsv } from './yourkit/yourkit-csv.ts';
import { yourKitXml } from './yourkit/yourkit-xml.ts';

/** Every format of profiles that can be read. */
export const profileFormats: readonly ProfileFormat[] = [
  cpuProfile,
  chromeTrace,
  firefox,
  speedscope,
  heapProfile,
  pprof,
  jfr,
  perfScript,
  callgrind,
  bpftrace,
  stackprof,
  instruments,
  vtune,
  vtuneGprof,
  yourKitCsv,
  yourKitXml,
  otlpJson,
  otlpProtobuf,
  folded,
];
