import { describe, expect, it } from 'vitest';
import { BUILTIN_LABEL_RULE, type LabelRule } from '#shared/model/label-rules.ts';
import { cleanNames } from './clean-names.ts';
import { compileRules } from './compiled-rule.ts';

function regex(pattern: string, replacement: string): LabelRule {
  return { kind: 'regex', pattern, replacement, enabled: true };
}

describe('names', () => {
  it('go through the rules in their order', async () => {
    const rules = compileRules([
      BUILTIN_LABEL_RULE,
      regex('\\{id\\}', '{user}'),
      { ...regex('user', 'x'), enabled: false },
      regex('^/cart$', '/basket'),
    ]);
    const names = await cleanNames(rules, ['/user/1', '/user/2', '/cart', '/user/1']);
    expect(names.of('/user/2')).toBe('/user/{user}');
    expect(names.of('/cart')).toBe('/basket');
    expect(names.of('never seen')).toBe('never seen');
    expect(names.changedByRule).toEqual([2, 2, 0, 1]);
  });

  it('stay without rules', async () => {
    const names = await cleanNames([], ['/user/1']);
    expect(names.of('/user/1')).toBe('/user/1');
    expect(names.changedByRule).toEqual([]);
  });

  it('name the rule and the label that take too long, soon', async () => {
    const rules = compileRules([BUILTIN_LABEL_RULE, regex('^(a+)+$', '')]);
    const slow = `${'a'.repeat(60)}!`;
    const begun = performance.now();
    await expect(cleanNames(rules, ['/cart', slow, 'b'], undefined, 100)).rejects.toMatchObject({
      code: 'bad-request',
      message: `Rule 2 takes too long on the label "${slow}".`,
    });
    expect(performance.now() - begun).toBeLessThan(5000);
    // What was stopped leaves nothing behind.
    expect((await cleanNames(rules, ['aaa b'], undefined, 100)).of('aaa b')).toBe('aaa b');
  });

  it('can be cancelled between labels, and others get their turn', async () => {
    const abort = new AbortController();
    const many = Array.from({ length: 200_000 }, (_, index) => `/user/${index}/${'x'.repeat(50)}`);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
      if (turns === 2) abort.abort();
    }, 1);
    try {
      await expect(
        cleanNames(compileRules([regex('\\d+|x+', '_')]), many, abort.signal),
      ).rejects.toMatchObject({
        code: 'cancelled',
      });
    } finally {
      clearInterval(timer);
    }
    expect(turns).toBeGreaterThanOrEqual(2);
  });
});
