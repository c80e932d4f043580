// Times DuckDB's read_csv. Usage: node read_csv.mjs FOLDER_WITH_NODE_MODULES THREADS
// In: on each line a JSON array of queries. Out: on each line {"seconds": …, "rows": …} of all of them, one after the other, with DuckDB open already.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';

const { DuckDBInstance } = createRequire(join(resolve(process.argv[2]), 'read_csv.mjs'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: process.argv[3] })).connect();
for await (const line of createInterface({ input: process.stdin })) {
  const queries = JSON.parse(line);
  let rows = 0;
  const started = performance.now();
  for (const query of queries) rows += Number((await connection.runAndReadAll(query)).getRows()[0][0]);
  console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, rows }));
}
