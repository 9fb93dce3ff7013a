/** A line of positions and costs. Both may be written relative to the line before: `+3`, `-2`, `*`. */
const COST_LINE =
  /^(?:0x[0-9a-fA-F]+|[+-]?\d+|[+-]0x[0-9a-fA-F]+|\*)(?:\s+(?:[+-]?\d+(?:\.\d+)?|[+-]?0x[0-9a-fA-F]+|\*))*\s*$/u;

export function isCostLine(line: string): boolean {
  return COST_LINE.test(line);
}

/** Reads costs; remembers those of the line before. */
export class CostLines {
  private positions = 1;
  private previous: number[] = [];

  /** @param line what stands behind `positions:` */
  setPositions(line: string): void {
    this.positions = Math.max(1, line.split(/\s+/u).filter((name) => name !== '').length);
  }

  /** @returns costs by event; those that are left out at the end are 0 */
  read(line: string, events: number): number[] {
    const words = line.trimEnd().split(/\s+/u);
    const costs: number[] = [];
    for (let event = 0; event < events; event++) {
      const word = words[this.positions + event];
      const before = this.previous[event] ?? 0;
      if (word === undefined) costs.push(0);
      else if (word === '*') costs.push(before);
      else if (word.startsWith('+') || word.startsWith('-')) costs.push(before + Number(word));
      else costs.push(Number(word));
    }
    this.previous = costs;
    return costs;
  }
}
