/** The server whose agent was read, and what was read from it: `CPU combined`, `Memory unit=mb:free`. */
export interface PerfmonSource {
  /** Null where the label does not name one. */
  readonly host: string | null;
  readonly metric: string;
}

/**
 * Labels that the PerfMon plugin makes: `PerfMonCollector.java` of the JMeter plugins joins the host, the type of the
 * metric, and its parameters or the label that the person chose, with blanks.
 */
const PERFMON_LABEL = /^(\S+) ((?:CPU|Memory|Swap|Disks I\/O|Network I\/O|TCP|JMX|EXEC|TAIL)(?: [\s\S]*)?)$/u;

/** Null when the plugin does not make such labels. */
export function perfmonSourceOf(label: string): PerfmonSource | null {
  const match = PERFMON_LABEL.exec(label);
  return match === null ? null : { host: match[1]!, metric: match[2]! };
}

/** For labels that are known to be of the plugin, of a version with other types of metrics, too. */
export function perfmonSourceOfAny(label: string): PerfmonSource {
  const known = perfmonSourceOf(label);
  if (known !== null) return known;
  const blank = label.indexOf(' ');
  const named = blank > 0 && blank < label.length - 1;
  return named
    ? { host: label.slice(0, blank), metric: label.slice(blank + 1) }
    : { host: null, metric: label === '' ? '(no label)' : label };
}
