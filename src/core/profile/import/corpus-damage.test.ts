import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { fuzzRuns } from '../../import/testing/fuzz-runs.ts';
import { collectOrRefuse } from '../testing/collect-profiles.ts';
import {
  corpusBytes,
  corpusOutcome,
  profileCorpusAvailable,
  profileCorpusNote,
} from '../testing/corpus-profiles.ts';
import { expectSound } from '../testing/expect-sound.ts';
import { profileFormats } from './registry.ts';

/** Real files that are cut or changed: read as far as they make sense, or refused in words. */

const PARTS = 64;
const files = [
  'profiles/bpftrace/profile-kstack-ustack.bpftrace.txt',
  'profiles/callgrind/issue35.callgrind',
  'profiles/instruments/instruments13-cycles-deep-copy.txt',
  'profiles/jfr/FastSlow_2024_01_16_180855.jfr.gz',
  'profiles/jfr/wall_tick_sample.jfr.gz',
  'profiles/otlp/otel-ebpf-profile.pb.json',
  'profiles/perf-script/native-no-callgraph.perf.txt',
  'profiles/perf-script/perf-java-inline.txt',
  'profiles/stackprof/simple-cpu-stackprof.json',
  'profiles/vtune/r000hs_gprof_cc.axe',
  'profiles/vtune/vtune.csv',
  'profiles/yourkit/byThread.csv',
];

describe.runIf(profileCorpusAvailable)(`damaged files of the corpus${profileCorpusNote}`, () => {
  describe.each(files)('%s', (path) => {
    const outcome = corpusOutcome(path)!;
    const format = profileFormats.find(({ id }) => 'format' in outcome && id === outcome.format)!;
    const packed = profileCorpusAvailable ? corpusBytes(path) : new Uint8Array(0);
    const bytes = path.endsWith('.gz') ? new Uint8Array(gunzipSync(packed)) : packed;

    it('is cut after every 64th', () => {
      for (let part = 1; part < PARTS; part++)
        expectSound(collectOrRefuse(format, bytes.slice(0, Math.floor((bytes.length * part) / PARTS))));
    });

    it('has changed bytes', () => {
      const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), {
        minLength: 1,
        maxLength: 40,
      });
      fc.assert(
        fc.property(change, (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          expectSound(collectOrRefuse(format, damaged));
        }),
        { numRuns: fuzzRuns(15) },
      );
    });
  });
});
