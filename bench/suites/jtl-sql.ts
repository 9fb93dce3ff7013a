/** DuckDB's reader for a JMeter 5.6 file with all that it could be told about it. */

const columns = {
  timeStamp: 'BIGINT',
  elapsed: 'INTEGER',
  label: 'VARCHAR',
  responseCode: 'VARCHAR',
  responseMessage: 'VARCHAR',
  threadName: 'VARCHAR',
  dataType: 'VARCHAR',
  success: 'BOOLEAN',
  failureMessage: 'VARCHAR',
  bytes: 'BIGINT',
  sentBytes: 'BIGINT',
  grpThreads: 'INTEGER',
  allThreads: 'INTEGER',
  URL: 'VARCHAR',
  Latency: 'INTEGER',
  IdleTime: 'INTEGER',
  Connect: 'INTEGER',
};

export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function readCsv(path: string): string {
  const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`);
  return `read_csv(${sqlText(path)}, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    new_line = '\\n', columns = {${types.join(', ')}})`;
}

export function everyColumn(path: string): string {
  return `SELECT * FROM ${readCsv(path)}`;
}

/** Without the columns that are constant here or that nothing is computed from. */
export function usefulColumns(path: string): string {
  return `SELECT timeStamp, elapsed, label, responseCode, threadName, success,
    nullif(failureMessage, '') AS failureMessage, bytes, sentBytes, allThreads, Latency, Connect FROM ${readCsv(path)}`;
}
