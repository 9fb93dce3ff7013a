import { svgNumber } from './svg-text.ts';

/** The path of a canvas context, written down in the words of SVG. */
export class SvgPath {
  private readonly parts: string[] = [];
  private open = false;

  moveTo(x: number, y: number): void {
    this.add('M', x, y);
    this.open = true;
  }

  lineTo(x: number, y: number): void {
    this.add(this.open ? 'L' : 'M', x, y);
    this.open = true;
  }

  closePath(): void {
    if (this.open) this.parts.push('Z');
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.moveTo(x, y);
    this.lineTo(x + width, y);
    this.lineTo(x + width, y + height);
    this.lineTo(x, y + height);
    this.closePath();
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (toX: number, toY: number): void => {
      this.parts.push(`A${svgNumber(r)} ${svgNumber(r)} 0 0 1 ${svgNumber(toX)} ${svgNumber(toY)}`);
    };
    this.moveTo(x + r, y);
    this.lineTo(x + width - r, y);
    corner(x + width, y + r);
    this.lineTo(x + width, y + height - r);
    corner(x + width - r, y + height);
    this.lineTo(x + r, y + height);
    corner(x, y + height - r);
    this.lineTo(x, y + r);
    corner(x + r, y);
    this.closePath();
  }

  /** Clockwise, as charts draw their dots. A full turn has no end that differs from its start: two halves. */
  arc(x: number, y: number, radius: number, start: number, end: number): void {
    const at = (angle: number): readonly [number, number] => [
      x + radius * Math.cos(angle),
      y + radius * Math.sin(angle),
    ];
    this.lineTo(...at(start));
    const turn = Math.min(end - start, 2 * Math.PI);
    for (const angle of [start + turn / 2, start + turn]) {
      const [toX, toY] = at(angle);
      const r = svgNumber(radius);
      this.parts.push(`A${r} ${r} 0 0 1 ${svgNumber(toX)} ${svgNumber(toY)}`);
    }
  }

  toString(): string {
    return this.parts.join('');
  }

  private add(letter: string, x: number, y: number): void {
    this.parts.push(`${letter}${svgNumber(x)} ${svgNumber(y)}`);
  }
}
