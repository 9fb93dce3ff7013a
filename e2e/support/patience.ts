/**
 * How long a test waits for what was only just asked for: a host that starts, files that are read, a snapshot whose
 * graph is built. Seconds on a desk; a machine whose cores others keep busy needs many times that.
 */
export const OPENING_MS = 60_000;
