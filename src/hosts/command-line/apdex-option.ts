import { apdexThresholdsSchema, apdexTSchema, type ApdexThresholds } from '#shared/model/apdex.ts';
import { UsageError } from './usage.ts';

/** @throws {UsageError} */
export function apdexT(option: string, text: string): number {
  const t = apdexTSchema.safeParse(text.trim() === '' ? Number.NaN : Number(text));
  if (t.success) return t.data;
  throw new UsageError(`${option} takes T in milliseconds, above 0 and at most an hour, not "${text}".`);
}

/**
 * `LABEL=MS`, once for each transaction that has a T of its own; a label may hold equals signs itself.
 * @throws {UsageError}
 */
export function apdexThresholdsOption(texts: readonly string[]): ApdexThresholds {
  const thresholds = texts.map((text) => {
    const at = text.lastIndexOf('=');
    if (at <= 0) throw new UsageError(`--apdex-for takes LABEL=MS, not "${text}".`);
    return { label: text.slice(0, at), tMs: apdexT('--apdex-for', text.slice(at + 1)) };
  });
  const checked = apdexThresholdsSchema.safeParse(thresholds);
  if (checked.success) return checked.data;
  throw new UsageError('--apdex-for takes each label once.');
}
