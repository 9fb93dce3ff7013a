/** Exit codes of every command; see docs/cli.md. */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  unreadable: 3,
  inconclusive: 4,
  cancelled: 130,
} as const;

/** A command line that makes no sense; the message says which part. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: loadstone COMMAND [OPTION…] [FILE…]

Commands
  open [FILE…]              open the window with these files
  detect FILE…              say what each file is, and why
  summary FILE…             statistics of each run
  labels WORKSPACE          rules that make one label of names that differ by a number or an id
  sql WORKSPACE "SELECT …"  read-only query over a saved workspace (tables: docs/tables.md)

Options of summary
  --percentiles LIST        default 50,90,95,99
  --from TIME, --to TIME    part of the run: 90s, 5m, 1h30m after its start, or an instant (ISO 8601)
  --label REGEX             only transactions whose label matches
  --exclude REGEX           leave out transactions whose label matches
  --outcome ok|failed|all   default all
  --kind KIND               counted (default: requests, or what a file without them has), all, request, transaction,
                            sub-result, group
  --group-by-run            the files are one run, of several load generators
  --apdex MS                T of the Apdex, default 500
  --jmeter-compatible       add the percentiles that JMeter's dashboard prints
  --estimator NAME          type7 (default), type6 or nearest-rank
  --format ID               read the files as this format instead of the detected one
  --map FIELD=COLUMN,…       read the files as tables: elapsed=duration,start=ts,label=name,unit=ms,tag=region; fields:
                            start elapsed label ok code message method url thread received sent users latency connect
  --timezone ZONE           zone of time stamps that carry none (IANA name), default: this computer's
  --workspace PATH          keep what was read in this workspace
  --label-rules FILE        clean labels by these rules ("builtin": the built-in rule for numbers, UUIDs and hashes)

Options of labels (none: shows the rules in force)
  --rules FILE              label all runs by these rules, and what is imported later ("builtin": the built-in rule)
  --preview                 only show what --rules, or else the built-in rule, would do
  --clear                   back to the names in the files
  --export                  print the rules as a file for --rules

Common options
  --json                    one JSON document on standard output
  --memory SIZE             memory for the database, for example 2GB
  --threads N               threads of the database
  --verbose                 add details to error messages
  --help, --version

Exit codes: 0 done; 1 a gate failed or a regression was found; 2 usage; 3 a file could not be read; 130 cancelled.
`;
