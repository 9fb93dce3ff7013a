import { describe, expect, it } from 'vitest';
import { fakeModel } from '../testing/fake-series.ts';
import { fakePalette } from '../testing/fake-palette.ts';
import { drawTimeSeries } from '../time-series/draw.ts';
import { layOutLanes } from '../time-series/geometry.ts';
import { timeSeriesScales } from '../time-series/scales.ts';
import { SvgContext } from './svg-context.ts';
import { SvgPath } from './svg-path.ts';
import { svgText } from './svg-text.ts';

const measure = (text: string) => text.length * 6;

describe('svg', () => {
  it('writes paths, rectangles and texts with the styles of their moment', () => {
    const svg = new SvgContext(measure);
    svg.fillStyle = '#fff';
    svg.fillRect(0, 0, 20, -10);
    svg.strokeStyle = 'red';
    svg.lineWidth = 1.5;
    svg.setLineDash([2, 3]);
    svg.beginPath();
    svg.moveTo(1, 2);
    svg.lineTo(3.456, 4);
    svg.stroke();
    svg.font = "600 11px 'Inter', sans-serif";
    svg.textAlign = 'right';
    svg.globalAlpha = 0.5;
    svg.fillText('p95 < 200 & "more"', 5, 6);
    const text = svg.document(20, 10);
    expect(text).toContain('<rect x="0" y="-10" width="20" height="10" fill="#fff"/>');
    expect(text).toContain(
      '<path d="M1 2L3.46 4" fill="none" stroke="red" stroke-width="1.5" stroke-dasharray="2 3"/>',
    );
    expect(text).toContain('font-size="11" font-weight="600" text-anchor="end" opacity="0.5"');
    expect(text).toContain('>p95 &lt; 200 &amp; &quot;more&quot;</text>');
    expect(text.startsWith('<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"')).toBe(true);
  });

  it('cuts off what lies outside of a clip until it is taken back, and nests', () => {
    const svg = new SvgContext(measure);
    svg.save();
    svg.beginPath();
    svg.rect(0, 0, 5, 5);
    svg.clip();
    svg.save();
    svg.beginPath();
    svg.rect(1, 1, 2, 2);
    svg.clip();
    svg.fillRect(0, 0, 9, 9);
    svg.restore();
    svg.fillRect(1, 1, 8, 8);
    svg.restore();
    svg.fillRect(2, 2, 7, 7);
    const text = svg.document(9, 9);
    expect(text).toContain('<clipPath id="clip-2"><path d="M1 1L3 1L3 3L1 3Z" clip-path="url(#clip-1)"/>');
    expect(text).toMatch(/width="9" height="9" fill="#000000" clip-path="url\(#clip-2\)"/u);
    expect(text).toMatch(/width="8" height="8" fill="#000000" clip-path="url\(#clip-1\)"/u);
    expect(text).toMatch(/width="7" height="7" fill="#000000"\/>/u);
  });

  it('draws a dot as two half turns', () => {
    const path = new SvgPath();
    path.arc(10, 10, 3, 0, 2 * Math.PI);
    expect(path.toString()).toBe('M13 10A3 3 0 0 1 7 10A3 3 0 0 1 13 10');
  });

  it('leaves out what XML cannot hold', () => {
    expect(svgText('a\u0000b\u001f\ud800c')).toBe('abc');
  });

  it('is a well-formed document of a real chart', () => {
    const svg = new SvgContext(measure);
    const model = fakeModel();
    const geometry = layOutLanes({ width: 800, height: 400 }, ['response-time', 'throughput', 'errors']);
    const scene = { model, geometry, scales: timeSeriesScales(model, geometry, 'log'), palette: fakePalette };
    drawTimeSeries(svg as unknown as CanvasRenderingContext2D, scene);
    const parsed = new DOMParser().parseFromString(svg.document(800, 400), 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    const texts = [...parsed.querySelectorAll('text')].map((text) => text.textContent);
    expect(texts).toContain('Response time, ms (log)');
    expect(texts).toContain('p99');
    expect(parsed.querySelectorAll('path').length).toBeGreaterThan(3);
    expect(svg.document(800, 400)).not.toContain('NaN');
  });
});
