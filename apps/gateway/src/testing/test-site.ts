import { randomUUID } from 'node:crypto';
import { createDatabase, createVisitor, type Database, publishPromptVersion } from '@frontdesk/database';
import { createSignedTokens } from '../access/signed-tokens.ts';
import { testSecret } from './test-gateway.ts';

export interface TestSite {
  id: string;
  key: string;
  origin: string;
}
export interface TestVisitor {
  id: string;
  token: string;
}

export const openTestDatabase = (): Database => createDatabase({ url: process.env.TEST_DATABASE_URL ?? '' });

/** A site of the test's own: what other tests do can't be seen in it. */
export async function createTestSite(database: Database, dailyMessageLimit = 5_000): Promise<TestSite> {
  const key = `test-${randomUUID()}`;
  const origin = 'https://shop.example';
  const { id } = await database.site.create({
    data: {
      key,
      name: 'Test shop',
      greeting: 'Hello',
      colour: '#1f7a4d',
      suggestions: [],
      allowedOrigins: [origin, 'http://localhost:*'],
      dailyMessageLimit,
    },
  });
  await publishPromptVersion(database, { siteId: id, systemPrompt: 'You answer.' });
  return { id, key, origin };
}

export async function createTestVisitor(database: Database, siteId: string): Promise<TestVisitor> {
  const id = await createVisitor(database, siteId);
  const { token } = await createSignedTokens(testSecret).signVisitor({ site: siteId, visitor: id });
  return { id, token };
}
