import type { z } from 'zod';

/** One engine method: how its parameters are checked, and (as a type only) what it answers. */
export interface MethodSpec<P extends z.ZodType = z.ZodType, R = unknown> {
  readonly params: P;
  /** Carries the result's type; never present at run time. */
  readonly result?: R;
}

/** `method<Result>()(schema)`: two calls because TypeScript cannot infer one type argument and take the other. */
export function method<R>(): <P extends z.ZodType>(params: P) => MethodSpec<P, R> {
  return (params) => ({ params });
}

export type ContractShape = Readonly<Record<string, MethodSpec>>;
export type ParamsOf<C extends ContractShape, M extends keyof C> = z.infer<C[M]['params']>;
export type ResultOf<C extends ContractShape, M extends keyof C> =
  C[M] extends MethodSpec<z.ZodType, infer R> ? R : never;
