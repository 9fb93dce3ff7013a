import { CommandError } from '../process/command-error.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

const usage = `npm test -- [--only NAME,NAME…]`;

/**
 * @param {readonly string[]} args
 * @param {readonly Step[]} steps
 * @returns {readonly Step[]} those asked for, in their own order
 */
export function selectSteps(args, steps) {
  const [option, value, ...rest] = args.flatMap((arg) =>
    arg.startsWith('--only=') ? ['--only', arg.slice(7)] : [arg],
  );
  if (option === undefined) return steps;
  if (option !== '--only' || value === undefined || rest.length > 0)
    throw new CommandError(`usage: ${usage}`, 2);
  const names = value.split(',');
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new CommandError(
      `no such step: ${unknown.join(', ')}. There are ${steps.map((step) => step.name).join(', ')}.`,
      2,
    );
  }
  return steps.filter((step) => names.includes(step.name));
}
