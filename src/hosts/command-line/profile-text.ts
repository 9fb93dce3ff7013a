import type { WeightUnit } from '#core/profile/model/profile.ts';
import { figureText } from './figure-text.ts';
import type { ProfileEntry } from './profile-document.ts';
import { oneLine, textTable } from './text-table.ts';

const NS_PER_MS = 1e6;

/** Profiles for a terminal: what each is, then its functions. */
export function profileText(profiles: readonly ProfileEntry[]): string {
  return profiles.map(oneProfile).join('\n\n');
}

function oneProfile(profile: ProfileEntry): string {
  const { unit, total, functions } = profile;
  const facts = [
    `${figureText(profile.samples)} samples`,
    `${weightText(unit, total)} (${oneLine(profile.weight)})`,
    profile.durationMs === null ? null : `over ${figureText(profile.durationMs)} ms`,
    profile.threads > 1 ? `${profile.threads} threads` : null,
    profile.tool === null ? profile.format : `${profile.format}, ${oneLine(profile.tool)}`,
  ].filter((fact) => fact !== null);
  const lines = [`${oneLine(profile.name, 200)}: ${facts.join(', ')}`];
  if (profile.withoutStack !== 0)
    lines.push(`Of this, ${shareText(profile.withoutStack, total)} has nothing on the stack.`);
  if (profile.threads > 1) {
    lines.push(
      textTable(
        [
          { title: 'Thread', align: 'left' },
          { title: 'Samples', align: 'right' },
          { title: 'Total', align: 'right' },
        ],
        profile.threadTotals.map(({ name, samples, total: own }) => [
          oneLine(name),
          figureText(samples),
          weightText(unit, own),
        ]),
      ),
    );
  }
  lines.push(
    textTable(
      [
        { title: 'Function', align: 'left' },
        { title: 'Self', align: 'right' },
        { title: 'Self %', align: 'right' },
        { title: 'Total', align: 'right' },
        { title: 'Total %', align: 'right' },
        { title: 'Where', align: 'left' },
      ],
      functions.map(({ name, self, total: own, file, line, module }) => [
        oneLine(name),
        weightText(unit, self),
        shareText(self, total),
        weightText(unit, own),
        shareText(own, total),
        oneLine(placeText(file, line) ?? module ?? '', 80),
      ]),
    ),
  );
  if (profile.frames > functions.length)
    lines.push(`${figureText(profile.frames - functions.length)} more functions: --top N shows more.`);
  for (const { message, count } of profile.warnings)
    lines.push(count > 1 ? `Note: ${message} (${figureText(count)} times)` : `Note: ${message}`);
  return lines.join('\n');
}

function weightText(unit: WeightUnit, value: number): string {
  if (unit === 'ns') return `${figureText(value / NS_PER_MS)} ms`;
  if (unit === 'bytes') return `${figureText(value)} B`;
  return unit === 'samples' || unit === 'count' ? figureText(value) : `${figureText(value)} ${unit}`;
}

function shareText(value: number, total: number): string {
  return total === 0 ? '–' : `${figureText((value / total) * 100)} %`;
}

/** The end of a path says most. */
function placeText(file: string | null, line: number | null): string | null {
  if (file === null) return null;
  const short = file.length <= 60 ? file : `…${file.slice(-59)}`;
  return line === null ? short : `${short}:${line}`;
}
