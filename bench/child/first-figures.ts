import { openLocalEngine, type LocalEngine } from '../product/engine.js';
import { commandLineOptions } from './installation.ts';
import { summaryOf } from './questions.ts';

/** Count and mean of each transaction; twenty rows get their names, not ten million. */
const MEANS = `SELECT t.label, m.samples, m.mean_ms FROM (
    SELECT transaction_id, count(*) AS samples, avg(elapsed_ms) AS mean_ms FROM samples GROUP BY transaction_id
  ) m JOIN transactions t ON t.id = m.transaction_id`;

/** Opens a workspace in a fresh process and asks one thing of it. */
export async function run(input: {
  readonly workspace: string;
  readonly question: 'runs' | 'means' | 'summary';
}): Promise<{ rows: number }> {
  const local = await openLocalEngine(commandLineOptions(input.workspace));
  try {
    return { rows: await ask(local, input.question) };
  } finally {
    await local.close();
  }
}

async function ask({ client }: LocalEngine, question: 'runs' | 'means' | 'summary'): Promise<number> {
  switch (question) {
    case 'runs':
      return (await client.call('runs.list', {})).length;
    case 'means':
      return (await client.call('sql.query', { sql: MEANS, limit: 1000 })).rowCount;
    case 'summary': {
      const [run] = await client.call('runs.list', {});
      return (await summaryOf(client, { runId: run!.id, time: null })).transactions.rowCount;
    }
  }
}
