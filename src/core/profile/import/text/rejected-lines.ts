import type { WarningList } from '../../model/warning-list.ts';

const NAMED = 5;

/** Lines that were left out: how many, and where the first of them are. */
export class RejectedLines {
  private readonly first: number[] = [];
  private total = 0;

  get count(): number {
    return this.total;
  }

  add(number: number): void {
    this.total++;
    if (this.first.length < NAMED) this.first.push(number);
  }

  /** @param what "Lines that are neither an event nor a frame" */
  report(warnings: WarningList, what: string): void {
    if (this.total === 0) return;
    const more = this.total > this.first.length ? ', …' : '';
    const places = `${this.total === 1 ? 'line' : 'lines'} ${this.first.join(', ')}${more}`;
    warnings.add('bad-lines', `${what} were left out: ${places}.`, this.total);
  }
}
