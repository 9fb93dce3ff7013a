import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { z } from 'zod';

/** What is not as it should be in charts: the chart by its text for those who cannot see it, a mark by its text or element. */
const measuredSchema = z.object({
  charts: z.number(),
  marks: z.number(),
  /** Numbers of tables that stand in two lines. */
  broken: z.array(z.string()),
  misdrawn: z.array(z.object({ chart: z.string(), what: z.enum(['cut', 'overlapping']), mark: z.string() })),
});

/** Runs in the page: boxes of marks against the box of their chart, and of texts against each other. */
const MEASURING = `
const seen = { charts: 0, marks: 0, misdrawn: [], broken: [] };
for (const svg of document.querySelectorAll('svg.chart')) {
  seen.charts += 1;
  const room = svg.getBoundingClientRect();
  const chart = svg.getAttribute('aria-label') ?? '';
  const tell = (what, element) =>
    seen.misdrawn.push({ chart, what, mark: (element.textContent || element.tagName).slice(0, 80) });
  const texts = [];
  for (const element of svg.querySelectorAll('text,rect,circle,path,line,polyline,polygon')) {
    // What a clip path cuts away on purpose is not seen beyond it.
    if (element.closest('defs,clipPath,[clip-path]') !== null) continue;
    seen.marks += 1;
    const box = element.getBoundingClientRect();
    const over = Math.max(room.left - box.left, box.right - room.right, room.top - box.top, box.bottom - room.bottom);
    if (over > 1) tell('cut', element);
    if (element.tagName === 'text') texts.push([element, box]);
  }
  texts.forEach(([element, a], place) => {
    for (const [, b] of texts.slice(place + 1)) {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Lines of text have room above and below their letters.
      if (across > 2 && down > 4) tell('overlapping', element);
    }
  });
}
// A number in two lines reads as two.
for (const cell of document.querySelectorAll('td.right,th.right')) {
  if (cell.closest('details') !== null || /[ \u2013-]/u.test(cell.textContent)) continue;
  const range = document.createRange();
  range.selectNodeContents(cell);
  const tops = [...range.getClientRects()].map(({ top }) => Math.round(top / 8));
  if (new Set(tops).size > 1) seen.broken.push(cell.textContent);
}
document.body.replaceChildren();
document.title = btoa(encodeURIComponent(JSON.stringify(seen)));`;

/**
 * Measures charts and numbers of a document of a report in a browser, with its fonts. A picture of the page does not show what is cut
 * at the edge of a chart.
 * @param file where the document may be written to
 */
export async function measurePages(
  browserPath: string,
  html: string,
  file: string,
): Promise<z.infer<typeof measuredSchema>> {
  // The document forbids to run anything.
  const open = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/u, '');
  const script = `<script>addEventListener('load', () => document.fonts.ready.then(() => {${MEASURING}}))</script>`;
  await writeFile(file, open.replace('</body>', `${script}</body>`));
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const { stdout } = spawnSync(
    browserPath,
    [
      '--headless=new',
      '--disable-gpu',
      '--no-first-run',
      '--virtual-time-budget=10000',
      `--user-data-dir=${file}.profile`,
      ...(isRoot ? ['--no-sandbox'] : []),
      '--dump-dom',
      `file://${file}`,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 50_000 },
  );
  const [, title = ''] = /<title>([^<]*)<\/title>/u.exec(stdout) ?? [];
  return measuredSchema.parse(JSON.parse(decodeURIComponent(atob(title))));
}
