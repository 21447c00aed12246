import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';
import { createDatabase, publishPromptVersion } from '../packages/database/src/index.ts';

const url = process.env.TEST_DATABASE_URL ?? '';
const database = createDatabase({ url });
afterAll(() => database.$disconnect());

const seed = () =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./seed.ts', import.meta.url))], {
    env: { ...process.env, DATABASE_URL: url },
  });
const readDemo = () =>
  database.site.findUniqueOrThrow({
    where: { key: 'demo' },
    include: { promptVersions: true, publishedPromptVersion: true },
  });

it('makes a demo shop that can answer, once, and leaves alone what its owner changes', async () => {
  await seed();
  const first = await readDemo();
  expect(first).toMatchObject({ name: 'Fernway', allowedOrigins: ['http://localhost:*', 'http://127.0.0.1:*'] });
  expect(first.suggestions).toHaveLength(4);
  for (const subject of ['return', 'shipping', 'payment', 'warranty', 'open', 'contact']) {
    expect(first.publishedPromptVersion?.systemPrompt.toLowerCase()).toContain(subject);
  }
  await seed();
  expect(await readDemo()).toEqual(first);

  await database.site.update({ where: { id: first.id }, data: { name: 'Mine', allowedOrigins: [] } });
  await publishPromptVersion(database, { siteId: first.id, systemPrompt: 'Mine.' });
  const edited = await readDemo();
  await seed();
  expect(await readDemo()).toEqual(edited);
}, 60_000);
