import type { ProbeHead, ProbeResult, ProfileFormat } from './profile-reader.ts';

/** Below this a format is not taken without being chosen by a person. */
const ACCEPT_SCORE = 0.5;

export interface ProfileCandidate extends ProbeResult {
  readonly format: ProfileFormat;
}

export interface ProfileDetection {
  readonly best: ProfileCandidate | null;
  /** Best first. */
  readonly candidates: readonly ProfileCandidate[];
  /** What an unknown file looks like; empty when it is known. */
  readonly note: string;
}

/** Asks every format and ranks the answers. The content decides; the name of the file is never proof. */
export function detectProfile(head: ProbeHead, formats: readonly ProfileFormat[]): ProfileDetection {
  const candidates = formats
    .map((format): ProfileCandidate => ({ format, ...format.probe(head) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const first = candidates[0];
  const best = first !== undefined && first.score >= ACCEPT_SCORE ? first : null;
  return { best, candidates, note: best === null ? describeUnknown(head) : '' };
}

/** Files that people try and that cannot be read, by their first bytes; null for any other. */
export function describeUnreadable({ bytes, text }: ProbeHead): string | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b)
    return 'It is a ZIP archive: unpack it and open what is inside.';
  if (text.startsWith('Nettrace'))
    return 'It is a .nettrace of .NET: "dotnet-trace convert --format Speedscope" makes a file that can be read.';
  if (text.startsWith('PERFILE2'))
    return 'It is binary data of perf: "perf script > out.perf" makes a file that can be read.';
  if (bytes[0] === 0x04 && bytes[1] === 0x08)
    return 'It is data of Ruby, perhaps a dump of stackprof: "stackprof --json FILE > out.json" makes a file that can be read.';
  if (isLegacyPprof(bytes, text))
    return 'It is a profile in an old format of pprof: "go tool pprof -proto FILE" makes one that can be read.';
  return null;
}

function describeUnknown(head: ProbeHead): string {
  const { bytes, text } = head;
  const unreadable = describeUnreadable(head);
  if (unreadable !== null) return unreadable;
  if (/^JAVA PROFILE [\d.]+, created/u.test(text))
    return 'It is a text report of the old hprof agent of Java: record with Flight Recorder or async-profiler instead.';
  if (text.startsWith('JAVA PROFILE') || /^\s*\{\s*"snapshot"\s*:/u.test(text))
    return 'It is a heap snapshot, not a profile: "loadstone heap" reads it.';
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('['))
    return 'It is JSON in no shape that Loadstone knows as a profile.';
  return bytes.subarray(0, 4096).some((byte) => byte < 9)
    ? 'It is binary data in no format that Loadstone knows as a profile.'
    : 'It is text in no shape that Loadstone knows as a profile.';
}

/** Formats of gperftools from before Protocol Buffers: eight or four zero bytes, or a title in the first line. */
function isLegacyPprof(bytes: Uint8Array, text: string): boolean {
  if (/^(?:heap profile:|--- (?:contention|heapz|threadz|growthz)|\w+ profile: total )/u.test(text))
    return true;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 24) return false;
  return [true, false].some(
    (little) =>
      (words.getUint32(0, little) === 0 && words.getUint32(4, little) === 3) ||
      (words.getBigUint64(0, little) === 0n && words.getBigUint64(8, little) === 3n),
  );
}
