import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { encodingOf } from './encoding.ts';

export function probeVegeta(head: ProbeHead): ProbeResult {
  switch (encodingOf(head)) {
    case 'json':
      return { score: 0.95, reasons: ['lines of JSON with code, timestamp, latency, bytes_out, bytes_in'] };
    case 'csv':
      return { score: 0.9, reasons: ['rows of time stamp in ns, code, latency in ns and two sizes'] };
    case 'gob':
      return { score: 0.9, reasons: ["Vegeta's binary results (gob), which must be encoded first"] };
    case null:
      return NOT_THIS_FORMAT;
  }
}
