import { chromeTrace } from './chrome-trace/chrome-trace.ts';
import { firefox } from './firefox/firefox.ts';
import { folded } from './folded/folded.ts';
import { pprof } from './pprof/pprof.ts';
import type { ProfileFormat } from './profile-reader.ts';
import { speedscope } from './speedscope/speedscope.ts';
import { cpuProfile } from './v8/cpu-profile.ts';
import { heapProfile } from './v8/heap-profile.ts';

/** Every format of profiles that can be read. */
export const profileFormats: readonly ProfileFormat[] = [
  cpuProfile,
  chromeTrace,
  firefox,
  speedscope,
  heapProfile,
  pprof,
  folded,
];
