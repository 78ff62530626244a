// SPDX-License-Identifier: MIT
// duckdb.js STATEMENTS.sql THREADS: runs the statements in DuckDB, found through NODE_PATH.
const { readFileSync } = require('node:fs');
const { DuckDBInstance } = require('@duckdb/node-api');

async function main([file, threads]) {
	const instance = await DuckDBInstance.create(':memory:', { threads });
	const connection = await instance.connect();
	await connection.run(readFileSync(file, 'utf8'));
	connection.closeSync();
	instance.closeSync();
}

main(process.argv.slice(2)).catch((error) => {
	console.error(String(error));
	process.exit(1);
});
