import type { GateResult } from '#shared/model/gates.ts';
import type { GateDocument } from './gate-document.ts';
import { junitXml, type JunitCase } from './junit-xml.ts';

/**
 * A suite per run and a test case per gate. A blocking gate that failed is a failure; a conditional one is skipped with
 * its sentence, as is what cannot be told.
 * @param strict a blocking gate that cannot tell is a failure, too
 */
export function gateJunit({ runs }: GateDocument, strict: boolean): string {
  return junitXml(
    runs.map(({ name, startedAt, durationMs, gates }) => ({
      name,
      startedAtUs: startedAt === null ? null : Date.parse(startedAt) * 1000,
      durationMs,
      cases: gates.map((gate) => caseOf(gate, strict)),
    })),
  );
}

function caseOf(gate: GateResult, strict: boolean): JunitCase {
  const { id, name, rule, sentence, evidence } = gate;
  return {
    name: name === id ? name : `${name} (${id})`,
    classname: 'loadstone.gates',
    result: resultOf(gate, strict),
    output: [
      `Rule: ${rule}`,
      sentence,
      ...evidence.map(({ subject, measured, outcome }) => `${outcome}: ${subject}: ${measured}`),
    ],
  };
}

function resultOf({ outcome, enforcement, sentence }: GateResult, strict: boolean): JunitCase['result'] {
  if (outcome === 'passed') return { kind: 'passed' };
  const blocking = enforcement === 'blocking';
  if (blocking && (outcome === 'failed' || strict))
    return { kind: 'failure', type: outcome, message: sentence };
  const message = outcome === 'failed' ? `Failed, but conditional: ${sentence}` : sentence;
  return { kind: 'skipped', type: outcome, message };
}
