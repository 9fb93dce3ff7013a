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
  compare --baseline FILE… --candidate FILE…
                            verdicts: what regressed, how sure that is; exit 1 if anything regressed
  gate FILE… [--baseline FILE…]
                            rules that a run passes or fails (docs/gates.md); exit 1 if a blocking one failed
  report FILE… [--baseline FILE…] --out X.pdf|X.html|X.md|X.json
                            the findings report (docs/report.md); also of a saved one: --workspace W --report NAME
  profile FILE [--baseline FILE…]
                            CPU and allocation profiles: functions by self and total (docs/profiles.md); with a baseline what
                            differs and where it comes from (docs/profile-difference.md); exit 1 if it takes more
  convert FILE --to speedscope|folded|parquet|csv|json --out PATH
                            write a profile in another format, or the rows of any file as a table
  export WORKSPACE --parquet DIR
                            a saved workspace as a data set for other tools: Parquet files by run, and SCHEMA.md
  heap FILE…                heap snapshots: what is in one, what differs between two, what grows over three and more
  baseline list|set|remove WORKSPACE [NAME [RUN]]
                            runs of a saved workspace that others are compared with
  labels WORKSPACE          rules that make one label of names that differ by a number or an id
  sql WORKSPACE "SELECT …"  read-only query over a saved workspace (tables: docs/tables.md)

Options of summary
  --percentiles LIST        default 50,90,95,99
  --from TIME, --to TIME    part of the run: 90s, 5m, 1h30m after its start, or an instant (ISO 8601)
  --phase steady|all        figures of the steady phase, where there is one; default all
  --label REGEX             only transactions whose label matches
  --exclude REGEX           leave out transactions whose label matches
  --outcome ok|failed|all   default all
  --kind KIND               counted (default: requests, or what a file without them has), all, request, transaction,
                            sub-result, group
  --group-by-run            the files are one run, of several load generators
  --apdex MS                T of the Apdex; default as the workspace says, else 500
  --apdex-for "LABEL=MS"    another T for one transaction; repeatable
  --apdex-mode spec|jmeter  tolerated up to 4T (default, Apdex 1.1) or 3T (JMeter's 500 and 1,500 ms)
  --jmeter-compatible       add the percentiles that JMeter's dashboard prints
  --estimator NAME          type7 (default), type6 or nearest-rank
  --format ID               read the files as this format instead of the detected one
  --map FIELD=COLUMN,…       read the files as tables: elapsed=duration,start=ts,label=name,unit=ms,tag=region; fields:
                            start elapsed label ok code message method url thread received sent users latency connect
  --timezone ZONE           zone of time stamps that carry none (IANA name), default: this computer's
  --workspace PATH          keep what was read in this workspace
  --label-rules FILE        clean labels by these rules ("builtin": the built-in rule for numbers, UUIDs and hashes)

Options of compare and gate (with --group-by-run, --format, --map, --timezone, --label-rules as for summary)
  FILE                      results, or a run of a saved workspace: history.loadstone#NAME (of a baseline or a run)
  --workspace PATH          keep what was read in this workspace
  --markdown OUT.md         a summary for a pull request
  --junit OUT.xml           a test case per transaction and metric, or per gate
  --strict                  what is inconclusive, or cannot be told, ends with 4

Options of compare
  --margin SHARE            changes within it count for nothing, default 10%
  --margin-ms MS            neither do changes within so many ms, default 5
  --metrics LIST            of p50,p95,p99,errorRate,throughput; default all
  --phase steady|all        default steady
  --label REGEX, --exclude REGEX
                            show the verdicts of these transactions only
  --mapping FILE            transactions with another label in the candidate: "old label: new label" per line (YAML)
  --waive CHECK=REASON      set a check of comparability aside; may be given several times

Options of gate
  --rules FILE              default loadstone.gates.yaml in this folder, else those of the workspace, else the defaults
  --expected-load RATE      the load that is expected in production: 150/s
  --phase steady|all        judge every gate in this phase, whatever the file says
  --propose                 print gates with limits taken from the run, marked as proposals

Options of report (with those of compare and gate but --markdown and --junit; profiles and snapshots may be among the files)
  --out FILE                what to write; the ending says the format
  --report NAME             a report that is stored in --workspace, with its signed findings
  --title TEXT, --author TEXT, --system TEXT, --environment TEXT, --objective TEXT
                            what stands in the report
  --page-size a4|letter     default a4
  --locale TAG              how numbers are written, default en-GB
  --every-transaction       pages for each transaction: verdicts, curve, over time
  --rules FILE, --expected-load RATE
                            as for gate; with --workspace they become its gates
  --waive CHECK=REASON, --mapping FILE
                            as for compare
  --strict                  not ready ends with 1, cannot tell with 4

Options of sql
  --out FILE                write all rows to a file; the ending says the format: .csv, .json, .parquet

Options of export
  --overwrite               replace an earlier export in this folder

Options of profile and convert (convert to a table also with --timezone as for summary)
  --weight NAME             what samples weigh, where a file has several: cpu, alloc_space
  --format ID               read the file as this format instead of the detected one

Options of profile
  --top N                   functions that are shown, default 30
  --thread REGEX            only threads with this name or number
  --from TIME, --to TIME    part of the profile: 90s, 500ms after its start, or an instant (ISO 8601)
  --hide-idle               leave out samples in which the processor had nothing to do

Options of profile with --baseline (several files on a side are runs of the same; from 3 on, runs are compared)
  --operations A,B          operations completed in baseline and candidate, or in each file, baseline first
  --mode NAME               raw (default), share, rate (per second) or per-operation (default with --operations)
  --transform KIND:WHAT     change both trees: focus, focus-innermost, drop, hide, collapse, collapse-library with a
                            function's name, /regex/ or module:NAME; collapse-recursion:direct or :full; several times
  --align LIST              what makes functions the same: addresses, generated-ids, content-hashes, thread-numbers,
                            type-arguments, anonymous-by-place, ignore-lines, folders; none; default all but type-arguments
  --design-effect N         by how much samples without time depend on each other, default 10
  --strict                  what cannot be told ends with 4

Options of heap
  --operations N,N,…        requests completed before each snapshot, in the order of the files
  --top N                   rows of each list

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

Exit codes: 0 done; 1 a gate failed or a regression was found; 2 usage; 3 a file could not be read
(or, of report, no browser was there for the PDF and HTML was written);
4 inconclusive, with --strict; 130 cancelled.
`;
