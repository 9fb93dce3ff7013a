import { NOT_THIS_FORMAT, type ProbeHead, type ProbeResult } from '../importer.ts';
import { readRunRecord } from './run-record.ts';

/** Looks for the RUN record. The drafts of the format are taken too: opening them says what is wrong with them. */
export function probeGatlingBinary(head: ProbeHead): ProbeResult {
  const { bytes } = head;
  const outcome = readRunRecord(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), bytes.length);
  switch (outcome.kind) {
    case 'run': {
      const { version, simulationClass } = outcome.run;
      const reasons = [`RUN record of Gatling ${version}`, `simulation ${simulationClass}`];
      return { score: 0.99, reasons, toolVersion: version };
    }
    case 'draft':
      return {
        score: 0.9,
        reasons: [`RUN record as development versions of Gatling 3.13 wrote it (${outcome.version})`],
        toolVersion: outcome.version,
      };
    case 'more':
      if (outcome.version === null) return NOT_THIS_FORMAT;
      return {
        score: 0.9,
        reasons: [`start of a RUN record of Gatling ${outcome.version}`],
        toolVersion: outcome.version,
      };
    case 'bad':
      return NOT_THIS_FORMAT;
  }
}
