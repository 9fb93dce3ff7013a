import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect.ts';
import type { Importer, ProbeHead, ProbeResult } from './importer.ts';
import { createLineImporter } from './testing/line-importer.ts';

function head(content: string | Uint8Array, complete = true): ProbeHead {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { bytes, text: new TextDecoder().decode(bytes), complete, name: 'file.jtl' };
}

function scored(id: string, score: number, toolVersion?: string): Importer {
  const probe: ProbeResult = {
    score,
    reasons: [`${id} reason`],
    ...(toolVersion === undefined ? {} : { toolVersion }),
  };
  return createLineImporter({ id, probe });
}

describe('detection', () => {
  it('ranks what is plausible, with its reasons', () => {
    const importers = [scored('a', 0.6, '1'), scored('b', 0), scored('c', 0.9, '2'), scored('d', 0.2)];
    const detection = detectFormat(head('x'), importers, 'gzip');
    expect(detection.candidates.map(({ format, score }) => [format, score])).toEqual([
      ['c', 0.9],
      ['a', 0.6],
      ['d', 0.2],
    ]);
    expect(detection.best).toBe(detection.candidates[0]);
    expect(detection.best).toEqual({
      format: 'c',
      label: 'Lines (c)',
      tool: 'liner',
      score: 0.9,
      reasons: ['c reason'],
    });
    expect(detection).toMatchObject({ compression: 'gzip', toolVersion: '2', note: null });
  });

  it('prefers the importer that is listed first when two are as sure', () => {
    const detection = detectFormat(head('x'), [scored('a', 0.8, '1'), scored('b', 0.8, '2')], 'none');
    expect(detection.best?.format).toBe('a');
    expect(detection.toolVersion).toBe('1');
  });

  it.each([
    [0.5, 'a'],
    [0.49, null],
    [0.01, null],
  ])('takes a score of %d for %s', (score, best) => {
    const detection = detectFormat(head('x'), [scored('a', score)], 'none');
    expect(detection.best?.format ?? null).toBe(best);
    expect(detection.candidates).toHaveLength(1);
    expect(detection.note === null).toBe(best !== null);
  });

  it('knows no version where the tool does not tell', () => {
    expect(detectFormat(head('x'), [scored('a', 0.8), scored('b', 0.6, '2')], 'none').toolVersion).toBeNull();
  });

  it('gives every importer the head as it is', () => {
    const given = head('#lines\n');
    let seen: ProbeHead | null = null;
    const spy: Importer = {
      ...createLineImporter(),
      probe: (probed) => {
        seen = probed;
        return { score: 0, reasons: [] };
      },
    };
    detectFormat(given, [spy], 'none');
    expect(seen).toBe(given);
  });
});

describe('what nothing fits', () => {
  it.each<[what: string, content: string | Uint8Array, complete: boolean, note: string]>([
    ['an empty file', '', true, 'The file is empty.'],
    ['zeros', new Uint8Array(100), true, 'Binary data in no format that Loadstone knows.'],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
      true,
      'Binary data in no format that Loadstone knows.',
    ],
    ['control characters', 'abc\u0001', true, 'Binary data in no format that Loadstone knows.'],
    [
      'text in two bytes each',
      Buffer.from('timeStamp,elapsed', 'utf16le'),
      true,
      'Binary data in no format that Loadstone knows.',
    ],
    ['an object', ' {"a":1}\n', true, 'JSON in no shape that Loadstone knows; 1 line.'],
    ['a list', '[\n1\n]', true, 'JSON in no shape that Loadstone knows; 3 lines.'],
    ['a page', '<html>\n</html>\n', true, 'XML or HTML in no shape that Loadstone knows; 2 lines.'],
    [
      'a page of a JMeter dashboard',
      '<html>\n<link href="sbadmin2-1.0.7/bower_components/bootstrap/dist/css/bootstrap.min.css">\n',
      true,
      'A page or script of a JMeter dashboard: the figures are in statistics.json of the same folder, and the results in the JTL that it was made from.',
    ],
    [
      'a page of a report of Gatling',
      '<html>\n<title>Gatling Stats - Global Information</title>\n',
      true,
      'A page or further file of a report of Gatling: the figures are in js/stats.js of the same folder, and the results in its simulation.log.',
    ],
    ['a line', 'hello', true, 'Plain text without the columns of any known result file; 1 line.'],
    [
      'lines with tabs',
      'a\tb\r\n1\t2\r\n',
      true,
      'Plain text without the columns of any known result file; 2 lines.',
    ],
    ['umlauts', 'Größe\n', true, 'Plain text without the columns of any known result file; 1 line.'],
    [
      'the start of many lines',
      'a\nb\nc',
      false,
      'Plain text without the columns of any known result file; more than 2 lines.',
    ],
    [
      'the start of a single line',
      'x'.repeat(1000),
      false,
      'Plain text without the columns of any known result file; one very long line.',
    ],
  ])('is described in words: %s', (_what, content, complete, note) => {
    const detection = detectFormat(head(content, complete), [], 'none');
    expect(detection).toEqual({ best: null, candidates: [], compression: 'none', toolVersion: null, note });
  });
});
