/** A horizontal line one device-independent pixel high that falls on whole pixels. */
export function drawHorizontal(
  context: CanvasRenderingContext2D,
  y: number,
  left: number,
  right: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.fillRect(left, Math.round(y), right - left, 1);
}

export function drawVertical(
  context: CanvasRenderingContext2D,
  x: number,
  top: number,
  bottom: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.fillRect(Math.round(x), top, 1, bottom - top);
}

export interface LineStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash?: readonly number[];
}

/**
 * A line through points with gaps where `yAt` is NaN. A point without neighbours becomes a dot, else it would
 * not be seen at all.
 */
export function drawSeries(
  context: CanvasRenderingContext2D,
  count: number,
  xAt: (index: number) => number,
  yAt: (index: number) => number,
  { colour, width, dash = [] }: LineStyle,
): void {
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.setLineDash([...dash]);
  context.beginPath();
  let open = false;
  for (let i = 0; i < count; i++) {
    const y = yAt(i);
    if (Number.isNaN(y)) {
      open = false;
      continue;
    }
    const x = xAt(i);
    if (open) context.lineTo(x, y);
    else if (i + 1 < count && !Number.isNaN(yAt(i + 1))) context.moveTo(x, y);
    else context.fillRect(x - width, y - width, 2 * width, 2 * width);
    open = true;
  }
  context.stroke();
  context.setLineDash([]);
}

/**
 * Levels that each hold from one edge to the next, joined where they touch; NaN is a gap. For buckets so wide that a
 * line through their middles would suggest a slope that nobody measured.
 */
export function drawSteps(
  context: CanvasRenderingContext2D,
  count: number,
  edgeAt: (index: number) => number,
  yAt: (index: number) => number,
  { colour, width, dash = [] }: LineStyle,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'round';
  context.setLineDash([...dash]);
  context.beginPath();
  let open = false;
  for (let i = 0; i < count; i++) {
    const y = yAt(i);
    if (Number.isNaN(y)) {
      open = false;
      continue;
    }
    if (open) context.lineTo(edgeAt(i), y);
    else context.moveTo(edgeAt(i), y);
    context.lineTo(edgeAt(i + 1), y);
    open = true;
  }
  context.stroke();
  context.setLineDash([]);
}

/** The area between a line and its base, one polygon per stretch without gaps. */
export function drawArea(
  context: CanvasRenderingContext2D,
  count: number,
  xAt: (index: number) => number,
  yAt: (index: number) => number,
  baseY: number,
  colour: string,
): void {
  context.fillStyle = colour;
  let from = 0;
  while (from < count) {
    if (Number.isNaN(yAt(from))) {
      from++;
      continue;
    }
    let to = from;
    context.beginPath();
    context.moveTo(xAt(from), baseY);
    for (; to < count && !Number.isNaN(yAt(to)); to++) context.lineTo(xAt(to), yAt(to));
    context.lineTo(xAt(to - 1), baseY);
    context.closePath();
    context.fill();
    from = to;
  }
}
