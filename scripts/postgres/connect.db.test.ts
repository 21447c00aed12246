import { expect, it } from 'vitest';
import { query } from '../testing/made-databases.ts';
import { connect } from './connect.mjs';

const connectionString = process.env.TEST_DATABASE_URL ?? '';

it('fails the next query where the connection is lost while nothing is asked, and can be ended', async () => {
  const client = await connect({ connectionString });
  const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
  await query(connectionString, 'SELECT pg_terminate_backend($1)', [rows[0].pid]);
  await expect.poll(() => client.query('SELECT 1').catch((error) => error.message)).toContain('not queryable');
  await client.end();
});
