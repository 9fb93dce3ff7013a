/**
 * Starts a thread of `npm run simulate`: tsx reads TypeScript on the main thread only, unless it is told to.
 */
import { register } from 'tsx/esm/api';

register();
await import(new URL('../../src/core/compare/testing/simulation/worker.ts', import.meta.url).href);
