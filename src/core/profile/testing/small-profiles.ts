import { ProfileBuilder } from '../model/profile-builder.ts';
import { EMPTY_STACK, type NewProfile } from '../model/profile.ts';

/** A profile of `a;b;c 3` lines; an empty stack is written `- 3`. Without time, one thread. */
export function profileOf(...lines: readonly string[]): NewProfile {
  const builder = new ProfileBuilder([{ name: 'samples', unit: 'samples' }], false);
  builder.addThread('main');
  for (const line of lines) {
    const [path = '', weight = '1'] = line.split(' ');
    const names = path === '-' ? [] : path.split(';');
    const stack = builder.stacks.stackOf(names.map((name) => builder.frames.idOf({ name })));
    builder.sample(0, 0, names.length === 0 ? EMPTY_STACK : stack, Number(weight));
  }
  return builder.finish({ name: 'small' });
}
