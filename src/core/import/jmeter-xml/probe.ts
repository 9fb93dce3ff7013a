import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { encodingOf } from './document-encoding.ts';
import { ToUtf8 } from './to-utf8.ts';

const ROOT = /<testResults\b[^<>]*>/u;
const SAMPLE = /<(?:httpSample|sample)\s[^<>]*?\b(?:t|ts|lb|tn|rc)\s*=\s*["']/u;
const SAMPLES = /<(?:httpSample|sample)[\s>]/gu;
const PERFMON = /<kg\.apc\.jmeter\.perfmon\.PerfMonSampleResult\s*>/gu;
/** What may stand before the first element. */
const PROLOG = /^\s*(?:<\?[^>]*\?>\s*|<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*/u;

/** What stands at the start of a result file in XML. */
export interface XmlMarks {
  /** `<testResults version="1.2">`; null where it is missing: a part of a file. */
  readonly root: string | null;
  readonly samples: number;
  /** Readings of the PerfMon plugin. */
  readonly readings: number;
  readonly encoding: string;
}

/** Null when the file is no result file of JMeter in XML. */
export function marksOf(head: ProbeHead): XmlMarks | null {
  const encoding = encodingOf(head.bytes);
  const text = textOf(head);
  const body = text.slice(PROLOG.exec(text)?.[0].length ?? 0);
  if (!body.startsWith('<')) return null;
  const root = ROOT.exec(body);
  const startsWithRoot = root?.index === 0;
  const samples = startsWithRoot || SAMPLE.test(body) ? count(SAMPLES, body) : 0;
  const readings = count(PERFMON, body);
  const first = /^<(?:httpSample|sample|kg\.apc\.jmeter\.perfmon\.PerfMonSampleResult)[\s>]/u.test(body);
  if (!startsWithRoot && (!first || samples + readings === 0)) return null;
  return { root: startsWithRoot ? root[0] : null, samples, readings, encoding: encoding.name };
}

export function probeJmeterXml(head: ProbeHead): ProbeResult {
  const marks = marksOf(head);
  if (marks === null) return NOT_THIS_FORMAT;
  const { root, samples, readings } = marks;
  const reasons = describe(marks);
  if (samples > 0) return { score: root === null ? 0.85 : 1, reasons };
  // Only readings: the other importer's file, if nothing else follows.
  return { score: readings > 0 ? 0.6 : 0.9, reasons };
}

export function probePerfmonXml(head: ProbeHead): ProbeResult {
  const marks = marksOf(head);
  if (marks === null || marks.readings === 0) return NOT_THIS_FORMAT;
  const reasons = describe(marks);
  if (marks.samples > 0) return { score: 0.4, reasons };
  return { score: marks.root === null ? 0.85 : 1, reasons };
}

function describe({ root, samples, readings, encoding }: XmlMarks): string[] {
  const reasons = [root === null ? 'elements of a result file, without its start' : `root element ${root}`];
  if (samples > 0) reasons.push('elements sample or httpSample');
  if (readings > 0) reasons.push('elements PerfMonSampleResult of the PerfMon plugin');
  if (samples + readings === 0) reasons.push('no samples at the start');
  if (!/^utf-?8$/iu.test(encoding)) reasons.push(`encoding ${encoding}`);
  return reasons;
}

function count(pattern: RegExp, text: string): number {
  return [...text.matchAll(pattern)].length;
}

function textOf(head: ProbeHead): string {
  const encoding = encodingOf(head.bytes);
  if (encoding.kind !== 'utf-16') return head.text.replace(/^\uFEFF/u, '');
  const converted = new ToUtf8(encoding);
  converted.add(head.bytes, encoding.markBytes, head.bytes.length, false);
  return new TextDecoder().decode(converted.bytes.subarray(0, converted.length));
}
