import { decodeText } from '../jmeter-csv/cell-text.ts';
import { MarkupName, UsualMarkup } from './markup.ts';

/** Elements of a result file that mean something here. */
export const SAMPLE = new MarkupName('sample');
export const HTTP_SAMPLE = new MarkupName('httpSample');
export const ROOT = new MarkupName('testResults');
export const ASSERTION = new MarkupName('assertionResult');
export const FAILURE_MESSAGE = new MarkupName('failureMessage');
export const URL_ELEMENT = new MarkupName('java.net.URL');
export const FILE_ELEMENT = new MarkupName('responseFile');
/** A Java class: the PerfMon plugin has no converter of its own, and XStream dumps the object. */
export const PERFMON_ELEMENT = new MarkupName('kg.apc.jmeter.perfmon.PerfMonSampleResult');

export const HTTP_SAMPLE_START = new UsualMarkup('<httpSample ');
export const HTTP_SAMPLE_END = new UsualMarkup('</httpSample>');
export const URL_START = new UsualMarkup('<java.net.URL>');
export const URL_END = new UsualMarkup('</java.net.URL>');

/** Behind the names of elements that hold a text. */
export const TEXT_CLASS = new UsualMarkup(' class="java.lang.String">');

/** Bytes that may have to be seen before it is known whether a tag is one of these. */
export const LOOK_AHEAD = 64;

const SLASH = 47;

/** Whether the tag begins or ends something that no text and no other element can hold. */
export function beginsAnew(bytes: Uint8Array, tag: number, limit: number): boolean {
  const name = bytes[tag + 1] === SLASH ? tag + 2 : tag + 1;
  return (
    HTTP_SAMPLE.standsAt(bytes, name, limit) ||
    SAMPLE.standsAt(bytes, name, limit) ||
    ROOT.standsAt(bytes, name, limit) ||
    PERFMON_ELEMENT.standsAt(bytes, name, limit)
  );
}

/** More names than JMeter has. */
const MAX_NAMES = 50;

/** Names of other elements, each decoded once. */
export class OtherNames {
  private readonly known: MarkupName[] = [];

  nameAt(bytes: Uint8Array, start: number, end: number): MarkupName {
    for (const name of this.known) if (name.is(bytes, start, end)) return name;
    const name = new MarkupName(decodeText(bytes.subarray(start, end)), bytes.slice(start, end));
    if (this.known.length < MAX_NAMES) this.known.push(name);
    return name;
  }
}
