import {
  ALL_THREADS,
  CODE,
  CONNECT,
  ELAPSED,
  FIRST_TAG,
  GROUP_THREADS,
  IDLE,
  LABEL,
  LATENCY,
  MESSAGE,
  RECEIVED_BYTES,
  SENT_BYTES,
  STARTED_AT,
  THREAD,
} from '../jmeter/row-places.ts';
import type { TagColumn } from '../jmeter/tag-sets.ts';

/**
 * The attributes of `sample` and `httpSample`. Source: apache/jmeter, `SampleResultConverter.java`. Every other attribute is
 * the value of a variable (`sample_variables`).
 */

/** What is done with the value of an attribute. Small numbers: the reader switches on them for every attribute. */
export const SKIP = 0;
export const WHOLE = 1;
export const TIME = 2;
export const SUCCESS = 3;
export const TEXT = 4;

/** Tags that JMeter itself writes, by place; variables follow. The keys are those of the CSV reader. */
export const FILE_TAG = FIRST_TAG;
const ENCODING_TAG = FIRST_TAG + 1;
const SAMPLE_COUNT_TAG = FIRST_TAG + 2;
const ERROR_COUNT_TAG = FIRST_TAG + 3;
const HOST_TAG = FIRST_TAG + 4;
export const FIRST_VARIABLE = FIRST_TAG + 5;

/** `omit` is the value that says nothing. */
export const ownTags: readonly TagColumn[] = [
  { key: 'file', omit: null },
  { key: 'encoding', omit: null },
  { key: 'SampleCount', omit: '1' },
  { key: 'ErrorCount', omit: '0' },
  { key: 'host', omit: null },
];

interface SampleAttribute {
  readonly name: string;
  /** Name of the same column in a CSV. */
  readonly column: string;
  readonly action: number;
  /** Place in a block of rows. */
  readonly place: number;
}

/** In the order in which JMeter writes them. The index is the code of the attribute. */
export const sampleAttributes: readonly SampleAttribute[] = [
  { name: 't', column: 'elapsed', action: WHOLE, place: ELAPSED },
  { name: 'it', column: 'IdleTime', action: WHOLE, place: IDLE },
  { name: 'lt', column: 'Latency', action: WHOLE, place: LATENCY },
  { name: 'ct', column: 'Connect', action: WHOLE, place: CONNECT },
  { name: 'ts', column: 'timeStamp', action: TIME, place: STARTED_AT },
  { name: 's', column: 'success', action: SUCCESS, place: 0 },
  { name: 'lb', column: 'label', action: TEXT, place: LABEL },
  { name: 'rc', column: 'responseCode', action: TEXT, place: CODE },
  // Old versions call it so.
  { name: 'rs', column: 'responseCode', action: TEXT, place: CODE },
  { name: 'rm', column: 'responseMessage', action: TEXT, place: MESSAGE },
  { name: 'tn', column: 'threadName', action: TEXT, place: THREAD },
  // Says whether JMeter took the body for text or bytes. Kept as a tag it would cost a column for nothing.
  { name: 'dt', column: 'dataType', action: SKIP, place: 0 },
  { name: 'de', column: 'Encoding', action: TEXT, place: ENCODING_TAG },
  { name: 'by', column: 'bytes', action: WHOLE, place: RECEIVED_BYTES },
  { name: 'sby', column: 'sentBytes', action: WHOLE, place: SENT_BYTES },
  { name: 'sc', column: 'SampleCount', action: TEXT, place: SAMPLE_COUNT_TAG },
  { name: 'ec', column: 'ErrorCount', action: TEXT, place: ERROR_COUNT_TAG },
  { name: 'ng', column: 'grpThreads', action: WHOLE, place: GROUP_THREADS },
  { name: 'na', column: 'allThreads', action: WHOLE, place: ALL_THREADS },
  { name: 'hn', column: 'Hostname', action: TEXT, place: HOST_TAG },
];

export const UNKNOWN = 255;

/** The code of the attribute with that name. */
export function codeOf(name: string): number {
  const code = sampleAttributes.findIndex((attribute) => attribute.name === name);
  return code < 0 ? UNKNOWN : code;
}

/**
 * Codes by the first two bytes of a name, low byte first; of one letter, by that byte alone. The old name `rs` is not among
 * them: it gives way to `rc`, which only the careful reader looks after.
 */
export function shortNameCodes(): Uint8Array {
  const codes = new Uint8Array(1 << 16).fill(UNKNOWN);
  sampleAttributes.forEach(({ name }, code) => {
    if (name === 'rs') return;
    if (name.length === 1) codes[name.charCodeAt(0)] = code;
    else if (name.length === 2) codes[name.charCodeAt(0) | (name.charCodeAt(1) << 8)] = code;
  });
  return codes;
}
