import { expect, test } from 'vitest';
import { runCommand } from './setup/command.mjs';
import { emptyDatabase, query } from './testing/made-databases.ts';

// Needs the gateway's build, which `npm test` makes before.
test('the first account is told with a link for its password until that is chosen, and never with a password', async () => {
  const databaseUrl = await emptyDatabase();
  const prepare = async (publicUrl?: string) => {
    const env = { DATABASE_URL: databaseUrl, SECRET: 'x'.repeat(32), PUBLIC_URL: publicUrl };
    const output = await runCommand(process.execPath, ['scripts/prepare-database.mjs'], { env });
    return /Admin account: .*/.exec(output)?.[0] ?? '';
  };
  const link = (host: string) => new RegExp(`^Admin account: \\S+@\\S+, .* ${host}/admin/new-password#[\\w-]{43} `);
  const first = await prepare();
  expect(first).toMatch(link('http://localhost:3000'));
  const second = await prepare('https://chat.example');
  expect(second).toMatch(link('https://chat.example'));
  expect(second.split('#')[1]).not.toBe(first.split('#')[1]);
  expect(await query(databaseUrl, 'SELECT FROM account')).toEqual([]);
  expect(await query(databaseUrl, 'SELECT FROM password_link')).toHaveLength(1);

  await query(
    databaseUrl,
    `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
     SELECT id, id, 'credential', id, 'a hash', now(), now() FROM "user"`,
  );
  expect(await prepare()).toMatch(/^Admin account: \S+@\S+ \(/);
}, 120_000);
