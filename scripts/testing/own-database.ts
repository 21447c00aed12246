import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { runOnServer } from './test-databases.ts';

// Each file of database tests gets a database of its own, copied from the migrated one: sweepers, queues and notices of
// one file never meet those of another.

const url = new URL(process.env.TEST_DATABASE_URL ?? '');
const template = pg.escapeIdentifier(decodeURIComponent(url.pathname.slice(1)));
const name = `${inject('databasePrefix')}${randomUUID().slice(0, 8)}`;
await runOnServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
url.pathname = `/${name}`;
process.env.TEST_DATABASE_URL = url.href;
