#!/usr/bin/env node
// Prisma's CLI talks to a "schema engine", a binary that it would download. The same engine ships inside npm as
// WebAssembly: this program serves it over the CLI's protocol (JSON-RPC, a line each, on stdin and stdout), so that
// nothing is downloaded. prisma.config.ts points PRISMA_SCHEMA_ENGINE_BINARY here.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

const require = createRequire(import.meta.url);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    datamodels: { type: 'string', multiple: true, short: 'd' },
    datasource: { type: 'string' },
    version: { type: 'boolean', short: 'V' },
  },
});
if (options.version) {
  console.log(`schema-engine-cli ${require('@prisma/engines-version').enginesVersion}`);
  process.exit(0);
}
const url = options.datasource ? JSON.parse(options.datasource).url : process.env.DATABASE_URL;
const { default: pg } = await import('pg');
if (positionals[0] === 'cli') await runDatabaseCommand(positionals[1]);

const { parseIntoClientConfig } = require('pg-connection-string');
const { PrismaPg } = await import('@prisma/adapter-pg');
const { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } = await import('@prisma/driver-adapter-utils');
const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
await instantiateEngine();
presentOneByteCharsAsText();
// The engine reports a panic through this global.
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  message: '',
  set_message(message) {
    this.message = message;
  },
};
const factory = makeAdapterFactory();
let engine;
serve();

/** `schema-engine cli can-connect-to-database | create-database | drop-database`. */
async function runDatabaseCommand(command) {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1)) || 'postgres';
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  maintenance.search = '';
  try {
    const client = new pg.Client({
      connectionString: command === 'can-connect-to-database' ? target.href : maintenance.href,
    });
    await client.connect();
    const database = client.escapeIdentifier(name);
    if (command === 'create-database') await client.query(`CREATE DATABASE ${database}`);
    if (command === 'drop-database') await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    await client.end();
    process.exit(0);
  } catch (error) {
    const codes = { '3D000': 'P1003', '28P01': 'P1000', ECONNREFUSED: 'P1001', ETIMEDOUT: 'P1002' };
    const code = codes[error.code] ?? 'P1011';
    const message =
      code === 'P1001' ? `Can't reach database server at \`${target.host}\`` : error.message || error.code;
    const fields = { message: String(message), error_code: code, is_panic: false };
    const line = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' };
    process.stderr.write(`\n${JSON.stringify(line)}\n`);
    process.exit(1);
  }
}

async function instantiateEngine() {
  const file = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg').replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/** The adapter rejects PostgreSQL's one-byte "char" (OID 18), which pg_catalog uses: it is shown as an array of it, and `corrected` turns that back. */
function presentOneByteCharsAsText() {
  const oneByteChars = new WeakSet();
  const original = pg.Query.prototype.handleRowDescription;
  pg.Query.prototype.handleRowDescription = function handleRowDescription(message) {
    for (const field of message.fields) if (field.dataTypeID === 18) oneByteChars.add(field);
    const result = original.call(this, message);
    for (const field of message.fields) if (oneByteChars.has(field)) field.dataTypeID = 1002;
    return result;
  };
}

/** Corrects what the adapter does differently from the engine's own driver. */
function corrected(connection) {
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    result.columnTypes = result.columnTypes.map((type) =>
      type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
    );
    return result;
  };
  // The adapter cuts a script at every semicolon, also inside a function's body; PostgreSQL takes it whole.
  if (connection.underlyingDriver) {
    connection.executeScript = async (script) => void (await connection.underlyingDriver().query(script));
  }
  if (connection.startTransaction) {
    const startTransaction = connection.startTransaction.bind(connection);
    connection.startTransaction = async (level) => corrected(await startTransaction(level));
  }
  return connection;
}

function makeAdapterFactory() {
  const schema = url ? (new URL(url).searchParams.get('schema') ?? undefined) : undefined;
  const config = parseIntoClientConfig(url ?? 'postgresql://127.0.0.1/none');
  const adapter = new PrismaPg(config, { schema });
  return bindMigrationAwareSqlAdapterFactory({
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: async () => corrected(await adapter.connect()),
    // The adapter's own shadow database is dropped while its pool still holds it.
    connectToShadowDb: async () => {
      const main = await adapter.connect();
      const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`;
      await main.executeScript(`CREATE DATABASE "${database}"`);
      const shadow = corrected(await new PrismaPg({ ...config, database }).connect());
      const dispose = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        await dispose();
        await main.executeScript(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
        await main.dispose();
      };
      return shadow;
    },
  });
}

function send(message) {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

async function answer({ id, method, params }) {
  try {
    if (method === 'createDatabase') return send({ id, result: { databaseName: '' } });
    engine ??= bindings.SchemaEngine.new(
      { datamodels: options.datamodels?.map((file) => [file, readFileSync(file, 'utf8')]) },
      (line) => process.env.DEBUG && process.stderr.write(`${line}\n`),
      factory,
    );
    const connected = await engine;
    const name = method === 'getDatabaseVersion' ? 'version' : method;
    if (typeof connected[name] !== 'function') {
      return send({ id, error: { code: -32601, message: `Method not found: ${method}` } });
    }
    const result = await connected[name](params);
    if (method === 'diff' && result?.stdout) {
      send({ id: 1_000_000 + id, method: 'print', params: { content: result.stdout.replace(/\n$/, '') } });
      result.stdout = null;
    }
    send({ id, result: result instanceof Map ? Object.fromEntries(result) : (result ?? {}) });
  } catch (thrown) {
    // An error of the driver crosses the engine as a number: the registry has the error itself.
    const external = /EXTERNAL_ERROR_ID:?\s*(\d+)/i.exec(thrown?.message ?? '');
    const error = (external && factory.errorRegistry.consumeError?.(Number(external[1]))?.error) || thrown;
    const message = String(error.message ?? error);
    const data = {
      is_panic: thrown?.name === 'RuntimeError',
      message,
      meta: error.meta ?? null,
      error_code: error.code ?? null,
    };
    send({ id, error: { code: 4466, message, data } });
  }
}

function serve() {
  // One request at a time: the engine is not reentrant.
  let last = Promise.resolve();
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    if (!line.trim()) return;
    const request = JSON.parse(line);
    if (request.method) last = last.then(() => answer(request));
  });
  lines.on('close', () => last.then(() => process.exit(0)));
}
