import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '#core/io/testing/temporary-folder.ts';
import { Random } from '#core/statistics/random.ts';
import type { CompareDocument } from './compare-document.ts';
import type { GateDocument } from './gate-document.ts';
import { runCommandLine } from './run-command.ts';
import { readXml, structureProblems } from './testing/junit-structure.ts';

/** `loadstone compare`, `gate` and `baseline` from the words of a shell to exit code and files, on real results. */

const folder = useTemporaryFolder();
const FIXTURES = resolve(import.meta.dirname, '../../../fixtures');
const BASELINE = resolve(FIXTURES, 'jmeter/5.6.3/shop-baseline.jtl.gz');
const CANDIDATE = resolve(FIXTURES, 'jmeter/5.6.3/shop-candidate.jtl.gz');
const REPORT = resolve(FIXTURES, 'k6/1.8.1/summary-export.json');

async function run(...args: string[]) {
  const printed: string[] = [];
  const notes: string[] = [];
  const code = await runCommandLine(
    args,
    {
      version: '1.2.3',
      rendererDirectory: folder.path,
      workerUrl: pathToFileURL(folder.file('no-worker.js')),
      sample: null,
    },
    { print: (text) => printed.push(text), note: (text) => notes.push(text), progress: () => undefined },
    new AbortController().signal,
  );
  return { code, printed: printed.join('\n'), notes: notes.join('\n') };
}

async function gates(...rules: readonly string[]): Promise<string> {
  const path = folder.file('gates.yaml');
  const list = rules.map(
    (rule, index) => `  - { id: g${index}, phase: all, rule: ${JSON.stringify(rule)} }\n`,
  );
  await writeFile(path, `version: 1\ngates:\n${list.join('')}`);
  return path;
}

/**
 * Ten minutes of a shop in small, where that says as much as the real files: six requests a second, in the checkout of a
 * `candidate` slower by 40 %.
 */
async function small(side: 'baseline' | 'candidate'): Promise<string> {
  const path = folder.file(`shop-${side}.jtl`);
  const random = new Random(side);
  const rows = Array.from({ length: 3600 }, (_, index) => {
    const label = ['View cart', 'Search', 'Checkout: place order'][index % 3]!;
    const factor = side === 'candidate' && label.startsWith('Checkout') ? 1.4 : 1;
    const elapsed = Math.round(200 * factor * Math.exp(0.2 * random.normal()));
    return `${1_700_000_000_000 + Math.round((index * 1000) / 6)},${elapsed},${label},200,OK,true`;
  });
  await writeFile(path, ['timeStamp,elapsed,label,responseCode,responseMessage,success', ...rows].join('\n'));
  return path;
}

beforeEach(() => {
  process.env['LOADSTONE_CONFIG_DIR'] = folder.file('config');
});

describe('loadstone compare', () => {
  it('finds the planted regression, and says so everywhere', async () => {
    const [markdown, junit] = [folder.file('out/summary.md'), folder.file('out/junit.xml')];
    const ran = await run(
      ...[
        'compare',
        '--baseline',
        BASELINE,
        '--candidate',
        CANDIDATE,
        '--phase',
        'all',
        '--metrics',
        'p50,p95',
      ],
      ...['--json', '--markdown', markdown, '--junit', junit],
    );
    expect(ran.code).toBe(1);
    const document = JSON.parse(ran.printed) as CompareDocument;
    expect(document).toMatchObject({
      schema: 'loadstone/compare/1',
      baseline: [{ name: 'shop-baseline', tool: 'jmeter', window: { kind: 'all' } }],
      candidate: [{ name: 'shop-candidate' }],
      verdict: 'regressed',
      added: [],
      removed: [],
    });
    for (const { code, severity, message, caps } of document.comparability) {
      expect([code, severity, message].every((text) => text !== '')).toBe(true);
      expect(caps).toBeTypeOf('boolean');
    }
    const row = document.transactions.find(
      ({ label, metric }) => label === 'Checkout: place order' && metric === 'p95',
    )!;
    expect(Object.keys(row).sort()).toEqual(
      [
        ...['label', 'metric', 'baseline', 'candidate', 'deltaRatio', 'deltaMs', 'ci95', 'verdict', 'reason'],
        ...['confidence', 'samples', 'blocks', 'mde', 'minutesNeeded', 'pAdjusted'],
        // Beyond what version 1 promises.
        ...['candidateLabel', 'ci95Ms', 'sentence', 'minutesTested', 'margin', 'identical'],
        'shareOfOffered',
      ].sort(),
    );
    expect(row.verdict).toBe('regressed');
    expect(row.baseline).toBeLessThan(row.candidate!);
    expect(row.ci95![0]).toBeGreaterThan(0.1);
    expect(new Set(document.transactions.map(({ metric }) => metric))).toEqual(new Set(['p50', 'p95']));
    const xml = readXml(await readFile(junit, 'utf8'));
    expect(structureProblems(xml)).toEqual([]);
    expect(xml.children[0]!.attributes['failures']).toBe(
      String(document.transactions.filter(({ verdict }) => verdict === 'regressed').length),
    );
    const text = await readFile(markdown, 'utf8');
    expect(text).toMatch(/^## ❌ Load test comparison: regressed\n/u);
    expect(text).toContain('<code>Checkout: place order</code> | p95 |');
  });

  it('of a run with itself finds nothing', async () => {
    const baseline = await small('baseline');
    const ran = await run(
      'compare',
      '--baseline',
      baseline,
      '--candidate',
      baseline,
      '--phase',
      'all',
      '--strict',
      '--metrics',
      'p50,p95',
    );
    expect(ran.code).toBe(0);
    expect(ran.printed).toContain('No change.');
  });

  it('shows chosen transactions, whose worst verdict counts', async () => {
    const args = [
      'compare',
      '--baseline',
      await small('baseline'),
      '--candidate',
      await small('candidate'),
      '--phase',
      'all',
      '--metrics',
      'p50',
    ];
    const one = JSON.parse(
      (await run(...args, '--json', '--label', '^View cart$')).printed,
    ) as CompareDocument;
    expect(one.transactions.map(({ label }) => label)).toEqual(['View cart']);
    expect(one.verdict).toBe('no-change');
    expect(await run(...args, '--exclude', 'Checkout')).toMatchObject({ code: 0 });
    expect(await run(...args, '--label', 'Checkout')).toMatchObject({ code: 1 });
  });

  it('reads several files per side, as runs or as one', async () => {
    const first = await small('baseline');
    const copy = folder.file('again.jtl');
    await copyFile(first, copy);
    const args = [
      'compare',
      '--baseline',
      first,
      copy,
      '--candidate',
      first,
      copy,
      '--phase',
      'all',
      '--metrics',
      'p50',
      '--json',
    ];
    const two = JSON.parse((await run(...args)).printed) as CompareDocument;
    expect([two.baseline.length, two.candidate.length]).toEqual([2, 2]);
    const one = JSON.parse((await run(...args, '--group-by-run')).printed) as CompareDocument;
    expect([one.baseline.length, one.candidate.length]).toEqual([1, 1]);
    expect(one.baseline[0]!.samples).toBe(two.baseline[0]!.samples * 2);
  });

  it('of a report is inconclusive, which is not good enough where that is said', async () => {
    const args = ['compare', '--baseline', REPORT, '--candidate', REPORT, '--phase', 'all'];
    expect(await run(...args)).toMatchObject({ code: 0 });
    expect(await run(...args, '--strict')).toMatchObject({ code: 4 });
  });

  it('takes other labels of the candidate and waivers', async () => {
    const rows = (label: string): string =>
      `timeStamp,elapsed,label,responseCode,responseMessage,success\n${Array.from({ length: 400 }, (_, i) => `${1_700_000_000_000 + i * 500},${100 + ((i * 37) % 50)},${label},200,OK,true`).join('\n')}\n`;
    await writeFile(folder.file('a.jtl'), rows('old name'));
    await writeFile(folder.file('b.jtl'), rows('new name'));
    await writeFile(folder.file('map.yaml'), 'old name: new name\n');
    const args = [
      'compare',
      '--baseline',
      folder.file('a.jtl'),
      '--candidate',
      folder.file('b.jtl'),
      '--phase',
      'all',
      '--json',
    ];
    const apart = JSON.parse((await run(...args)).printed) as CompareDocument;
    expect(apart).toMatchObject({ added: ['new name'], removed: ['old name'] });
    const mapped = JSON.parse(
      (await run(...args, '--mapping', folder.file('map.yaml'), '--waive', 'window-length=a short check'))
        .printed,
    ) as CompareDocument;
    expect(mapped).toMatchObject({ added: [], removed: [] });
    expect(
      mapped.transactions.some(
        ({ label, candidateLabel }) => label === 'old name' && candidateLabel === 'new name',
      ),
    ).toBe(true);
    expect(mapped.comparability.find(({ code }) => code === 'window-length')?.waived).toBe('a short check');
  });

  it('says what it could not read, and compares nothing then', async () => {
    const [markdown, junit] = [folder.file('out/summary.md'), folder.file('out/junit.xml')];
    const candidate = folder.file('none.jtl');
    const ran = await run(
      ...['compare', '--baseline', BASELINE, '--candidate', candidate],
      ...['--markdown', markdown, '--junit', junit],
    );
    expect(ran).toMatchObject({ code: 3, printed: '' });
    expect(ran.notes).toContain('none.jtl');
    // A document of an earlier build would be read as a result of this one.
    const xml = readXml(await readFile(junit, 'utf8'));
    expect(structureProblems(xml)).toEqual([]);
    expect(xml.children[0]!.attributes).toMatchObject({ tests: '1', errors: '1', failures: '0' });
    expect(xml.children[0]!.children[0]!.children[0]).toMatchObject({ name: 'error' });
    expect(xml.children[0]!.children[0]!.children[0]!.text).toContain('none.jtl');
    expect(await readFile(markdown, 'utf8')).toMatch(/no result[^]*none\.jtl/u);
  });

  it.each<[string[], string]>([
    [['compare', '--baseline', 'a'], 'at least one file behind --candidate'],
    [['compare', 'x', '--baseline', 'a', '--candidate', 'b'], 'which one is "x"?'],
    [['compare', '--baseline', 'a', '--candidate', 'b', '--margin', 'much'], '--margin takes'],
    [['compare', '--baseline', 'a', '--candidate', 'b', '--margin', '10'], 'write 10%'],
    [['compare', '--baseline', 'a', '--candidate', 'b', '--metrics', 'p42'], '--metrics takes'],
    [['compare', '--baseline', 'a', '--candidate', 'b', '--waive', 'mix'], '--waive takes'],
    [['compare', '--baseline', 'w.loadstone', '--candidate', 'b'], 'Say which run'],
    [['gate'], 'at least one file'],
    [['gate', '--baseline', 'a', 'b'], 'before --baseline'],
    [['baseline', 'list'], 'baseline takes'],
    [['baseline', 'set', 'w.loadstone', 'x'], 'baseline takes'],
  ])('%j makes no sense', async (args, words) => {
    const ran = await run(...args);
    expect(ran).toMatchObject({ code: 2, printed: '' });
    expect(ran.notes).toContain(words);
  });
});

describe('loadstone gate', () => {
  it('fails, passes and cannot tell, in every kind of document', async () => {
    const candidate = await small('candidate');
    const rules = await gates('p95 of Checkout: place order < 200ms', 'error rate < 1%', 'metric CPU < 70%');
    const [markdown, junit] = [folder.file('g.md'), folder.file('g.xml')];
    const ran = await run(
      'gate',
      candidate,
      '--rules',
      rules,
      '--json',
      '--markdown',
      markdown,
      '--junit',
      junit,
    );
    expect(ran.code).toBe(1);
    const document = JSON.parse(ran.printed) as GateDocument;
    expect(document).toMatchObject({
      schema: 'loadstone/gate/1',
      rules,
      baseline: [],
      outcome: 'failed',
      runs: [{ name: 'shop-candidate', tool: 'jmeter', outcome: 'failed' }],
    });
    expect(document.runs[0]!.gates.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'passed',
      'cannot-tell',
    ]);
    const xml = readXml(await readFile(junit, 'utf8'));
    expect(structureProblems(xml)).toEqual([]);
    expect(xml.children[0]!.attributes).toMatchObject({
      tests: '3',
      failures: '1',
      skipped: '1',
      errors: '0',
    });
    expect(await readFile(markdown, 'utf8')).toContain(
      '| ❌ failed | g0 | <code>p95 of Checkout: place order &lt; 200ms</code> |',
    );
    const text = await run('gate', candidate, '--rules', rules);
    expect(text.printed).toContain('✗ g0: failed');
    expect(text.printed).toContain('Gates failed: 1 failed, 1 cannot tell, 1 passed.');
  });

  it('says at the terminal how a baseline is given, which the window says in its own way', async () => {
    const rules = await gates('baseline is comparable', 'regression of p95 <= 10%');
    const candidate = await small('candidate');
    const ran = await run('gate', candidate, '--rules', rules);
    expect(ran.printed.match(/--baseline/gu)).toHaveLength(1);
    expect(ran.printed).toContain('Note: without a baseline some gates cannot be judged');
    const document = JSON.parse(
      (await run('gate', candidate, '--rules', rules, '--json')).printed,
    ) as GateDocument;
    for (const { sentence } of document.runs[0]!.gates) {
      expect(sentence).toContain('no baseline is named');
      expect(sentence).not.toContain('--');
    }
  });

  it('says in its documents what is wrong with the rules', async () => {
    const junit = folder.file('g.xml');
    const rules = await gates('p95 << 1');
    const ran = await run('gate', await small('candidate'), '--rules', rules, '--junit', junit);
    expect(ran).toMatchObject({ code: 2, printed: '' });
    const xml = readXml(await readFile(junit, 'utf8'));
    expect(structureProblems(xml)).toEqual([]);
    expect(xml.children[0]!.children[0]!.children[0]!.text).toContain('A response time is a time');
  });

  it('ends with 0 when nothing failed, and with 4 when that is not enough', async () => {
    const candidate = await small('candidate');
    const rules = await gates('p95 < 10s', 'metric CPU < 70%');
    expect(await run('gate', candidate, '--rules', rules)).toMatchObject({ code: 0 });
    expect(await run('gate', candidate, '--rules', rules, '--strict')).toMatchObject({ code: 4 });
    expect(await run('gate', candidate, '--rules', await gates('p95 < 10s'), '--strict')).toMatchObject({
      code: 0,
    });
  });

  it('judges a regression by the verdicts of the comparison', async () => {
    const rules = await gates(
      'regression of p95 <= 10% or 5ms',
      'regression of p95 of View cart <= 10%',
      'baseline is comparable',
    );
    const ran = await run('gate', CANDIDATE, '--baseline', BASELINE, '--rules', rules, '--json');
    const document = JSON.parse(ran.printed) as GateDocument;
    expect(document.baseline).toEqual(['shop-baseline']);
    const [regression, single, comparable] = document.runs[0]!.gates;
    expect(regression).toMatchObject({ outcome: 'failed' });
    expect(regression!.evidence[0]).toMatchObject({ subject: 'Checkout: place order', outcome: 'failed' });
    expect(single).toMatchObject({ outcome: 'passed' });
    expect(comparable).toMatchObject({ outcome: 'passed' });
    expect(ran.code).toBe(1);
  });

  it('judges a report by what it has', async () => {
    const rules = await gates('p95 of all < 10s', 'p99 of all < 10s over 10s', 'p97 of all < 1s');
    const document = JSON.parse(
      (await run('gate', REPORT, '--rules', rules, '--json')).printed,
    ) as GateDocument;
    expect(document.runs[0]!.gates.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'cannot-tell',
      'cannot-tell',
    ]);
  });

  it('takes the expected load and the phase from the command line', async () => {
    const candidate = await small('candidate');
    const path = folder.file('gates.yaml');
    await writeFile(path, 'version: 1\ngates:\n  - { id: load, rule: throughput >= 0.5x expected load }\n');
    const args = ['gate', candidate, '--rules', path, '--phase', 'all', '--json'];
    const asked = JSON.parse((await run(...args)).printed) as GateDocument;
    expect(asked.runs[0]!.gates[0]).toMatchObject({ outcome: 'cannot-tell' });
    const given = JSON.parse((await run(...args, '--expected-load', '10/s')).printed) as GateDocument;
    expect(given.runs[0]!.gates[0]).toMatchObject({ outcome: 'passed' });
    expect(given.runs[0]!.gates[0]!.sentence).toContain('Judged: whole run');
    expect(await run(...args, '--expected-load', 'lots')).toMatchObject({ code: 2 });
  });

  it('names every problem of a file with its place', async () => {
    const path = folder.file('gates.yaml');
    await writeFile(
      path,
      'version: 1\ngates:\n  - { id: a, rule: p95 < 200 }\n  - { id: a, rule: p95 < 1s, x: 1 }\n',
    );
    const ran = await run('gate', CANDIDATE, '--rules', path);
    expect(ran).toMatchObject({ code: 2, printed: '' });
    expect(ran.notes).toContain(`${path}:3:26 A response time needs a unit`);
    expect(ran.notes).toContain(`${path}:4:30 "x" is not known here`);
    expect(await run('gate', CANDIDATE, '--rules', folder.file('none.yaml'))).toMatchObject({ code: 3 });
  });

  it('proposes gates that the run passes, beside those that are there', async () => {
    const rules = await gates('max < 1m # not yet agreed');
    await writeFile(rules, '# ours\nversion: 1\ngates:\n  - id: max # keep\n    rule: max < 1m\n');
    const proposed = await run('gate', BASELINE, '--rules', rules, '--propose');
    expect(proposed.code).toBe(0);
    expect(proposed.printed).toContain('# ours');
    expect(proposed.printed).toContain('- id: max # keep');
    expect(proposed.printed).toContain('proposed: true');
    await writeFile(rules, proposed.printed);
    const judged = JSON.parse(
      (await run('gate', BASELINE, '--rules', rules, '--json')).printed,
    ) as GateDocument;
    expect(judged.runs[0]!.gates.length).toBeGreaterThan(5);
    expect(judged.runs[0]!.gates.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  });
});

describe('a history in a workspace', () => {
  it('keeps runs, and names baselines for later ones', async () => {
    const baseline = await small('baseline');
    const candidate = await small('candidate');
    const history = folder.file('history.loadstone');
    const rules = await gates('regression of p95 of Checkout: place order <= 10%');
    expect(await run('gate', baseline, '--workspace', history, '--rules', rules)).toMatchObject({ code: 0 });
    expect(await run('baseline', 'set', history, 'nightly', 'shop-baseline')).toMatchObject({ code: 0 });
    expect(JSON.parse((await run('baseline', 'list', history, '--json')).printed)).toEqual({
      schema: 'loadstone/baselines/1',
      baselines: [{ name: 'nightly', run: 'shop-baseline', runId: 1 }],
    });
    const judge = (...more: string[]) =>
      run('gate', candidate, '--baseline', `${history}#nightly`, '--rules', rules, '--json', ...more);
    const before = await readFile(history);
    const ran = await judge();
    expect(ran.code).toBe(1);
    expect((JSON.parse(ran.printed) as GateDocument).baseline).toEqual(['shop-baseline']);
    expect((await readFile(history)).equals(before)).toBe(true);
    expect(await judge('--workspace', history)).toMatchObject({ code: 1 });
    const both = await run(
      'compare',
      '--baseline',
      `${history}#nightly`,
      '--candidate',
      `${history}#shop-candidate`,
      '--phase',
      'all',
      '--metrics',
      'p50',
      '--json',
    );
    expect(both.code).toBe(1);
    expect((JSON.parse(both.printed) as CompareDocument).candidate[0]!.name).toBe('shop-candidate');
    const unknown = await run('gate', candidate, '--baseline', `${history}#weekly`, '--rules', rules);
    expect(unknown.notes).toContain(
      'no baseline and no run called "weekly". It has "nightly", "shop-baseline"',
    );
    expect(unknown.code).toBe(3);
    expect(
      await run('compare', '--baseline', `${history}#1`, '--candidate', `${history}#nightly`),
    ).toMatchObject({ code: 2 });
    expect(
      await run(
        'gate',
        candidate,
        '--baseline',
        `${history}#1`,
        '--workspace',
        folder.file('other.loadstone'),
      ),
    ).toMatchObject({ code: 2 });
    expect(await run('baseline', 'remove', history, 'nightly')).toMatchObject({
      code: 0,
      printed: 'No run is named as a baseline.',
    });
    expect(await run('baseline', 'remove', history, 'nightly')).toMatchObject({ code: 3 });
    expect((await run('baseline', 'set', history, 'x', 'none')).notes).toContain(
      'Give one of #1 "shop-baseline"',
    );
  });
});
