import { parentPort } from 'node:worker_threads';
import { simulatePairs, type Scenario } from './simulate-pairs.ts';

/** A part of a simulation on a thread of its own. */
export interface Part {
  readonly id: number;
  readonly scenario: Scenario;
  readonly from: number;
  readonly to: number;
}

parentPort?.on('message', (part: Part) => {
  parentPort?.postMessage({ id: part.id, counts: simulatePairs(part.scenario, part.from, part.to) });
});
