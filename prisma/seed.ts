import { createDatabase, type Database, publishPromptVersion } from '../packages/database/src/index.ts';
import type { DemoFact, DemoSite } from './demo-sites/demo-site.ts';
import { demoSites } from './demo-sites/index.ts';

// Demo sites, so that a fresh installation has something to talk about: made at its first start, and never again, so that what
// an owner has changed or removed stays so. A first start that broke off is made up for: a site is made only when it is
// missing, its prompt is published only when none is, and facts are added only where there never was any knowledge.

const allowedOrigins = ['http://localhost:*', 'http://127.0.0.1:*'];

const { DATABASE_URL: url } = process.env;
if (!url) throw new Error('DATABASE_URL is not set');
const database = createDatabase({ url, maxConnections: 1 });
if ((await database.installation.count()) === 0) {
  for (const [index, site] of demoSites.entries()) await seedSite(database, site, index);
  await database.installation.create({ data: { demoSitesAt: new Date() } });
}
await database.$disconnect();

async function seedSite(database: Database, { systemPrompt, facts, ...looks }: DemoSite, order: number): Promise<void> {
  const site = await database.site.upsert({
    where: { key: looks.key },
    create: { ...looks, allowedOrigins },
    update: {},
    include: { _count: { select: { knowledgeSources: true } } },
  });
  if (site.publishedPromptVersionId === null) await publishPromptVersion(database, { siteId: site.id, systemPrompt });
  if (site.knowledgeVersion === 0 && site._count.knowledgeSources === 0)
    await addFacts(database, site.id, facts, order);
}

/** They wait for their import as if its job had been lost: the first worker that starts looks for such, the oldest first. */
async function addFacts(database: Database, siteId: string, facts: readonly DemoFact[], order: number): Promise<void> {
  await database.knowledgeSource.createMany({
    data: facts.map(({ title, text }, index) => ({
      ...{ siteId, kind: 'fact' as const, name: title, format: 'text' },
      content: Uint8Array.from(new TextEncoder().encode(text)),
      aliveAt: new Date(order * 1_000 + index),
    })),
  });
}
