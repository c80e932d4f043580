// Runs queries in DuckDB. Usage: node queries.mjs FOLDER_WITH_NODE_MODULES THREADS
// In: on each line a JSON array of statements. Out: on each line {"seconds": …, "rows": [[…]]}: the time of all of them, one after the other, with DuckDB open
// already, and the rows of the last as text.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { join, resolve } from 'node:path';

const { DuckDBInstance } = createRequire(join(resolve(process.argv[2]), 'queries.mjs'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: process.argv[3] })).connect();
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  const started = performance.now();
  for (const statement of JSON.parse(line)) answer = await connection.runAndReadAll(statement);
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, rows: answer.getRows().map(row => row.map(String)) }));
}
