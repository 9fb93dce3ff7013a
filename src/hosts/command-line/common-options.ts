import { parseSize, wholeNumber, type Values } from './option-values.ts';

export interface CommonOptions {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly memoryLimitBytes: number | undefined;
  readonly threads: number | undefined;
}

/** As `parseArgs` takes them. */
export const common = {
  json: { type: 'boolean' },
  verbose: { type: 'boolean' },
  memory: { type: 'string' },
  threads: { type: 'string' },
  help: { type: 'boolean' },
  version: { type: 'boolean' },
} as const;

export function commonOptions(values: Values<typeof common>): CommonOptions {
  return {
    json: values.json ?? false,
    verbose: values.verbose ?? false,
    memoryLimitBytes: values.memory === undefined ? undefined : parseSize(values.memory),
    threads: values.threads === undefined ? undefined : wholeNumber('--threads', values.threads, 1, 1024),
  };
}
