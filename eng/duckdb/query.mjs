// Runs SQL statements in one in-memory DuckDB. In: a JSON array of statements on stdin. Out: a JSON array with the rows of each, numbers and dates as text.
// Usage: node query.mjs FOLDER_WITH_NODE_MODULES < statements.json
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const { DuckDBInstance } = createRequire(join(resolve(process.argv[2]), 'query.mjs'))('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
const results = [];
for (const statement of JSON.parse(readFileSync(0, 'utf8'))) {
  const reader = await connection.runAndReadAll(statement);
  results.push(reader.getRowObjectsJson());
}
console.log(JSON.stringify(results));
