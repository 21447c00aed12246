import { randomUUID } from 'node:crypto';
import {
  CodedError,
  mergeChanges,
  type PromptVersionView,
  readWidgetSettings,
  type SiteSettings,
  type SiteSettingsView,
} from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { raiseKnowledgeVersion } from '../knowledge/knowledge-sources.ts';
import { type Actor, differences, recordChange } from '../team/audit.ts';

/** What a site starts with, until somebody writes a better one. */
const firstPrompt = (name: string): string =>
  `You answer the customers of ${name}. Be friendly and brief. Say only what you know to be true of ${name}; if you do not know, say so.`;

/** How a site looks and greets, until somebody has it their way. */
export const newLook = { greeting: 'Hello! How can we help?', colour: '#1f7a4d', suggestions: [] as string[] };

/** Makes a site, with a key of its own and a published prompt. */
export async function createSite(
  database: Database,
  actor: Actor,
  { name, allowedOrigins }: { name: string; allowedOrigins: readonly string[] },
): Promise<string> {
  return database.$transaction(async (transaction) => {
    const { id } = await transaction.site.create({
      data: { key: randomUUID(), name, ...newLook, allowedOrigins: [...allowedOrigins] },
    });
    const prompt = await transaction.promptVersion.create({
      data: { siteId: id, number: 1, systemPrompt: firstPrompt(name), author: actor.email },
    });
    await transaction.site.update({ where: { id }, data: { publishedPromptVersionId: prompt.id } });
    await recordChange(transaction, actor, { siteId: id, action: 'site.created', target: name });
    return id;
  });
}

/** @throws CodedError `site_unknown` */
export async function readSiteSettings(database: Queryable, siteId: string): Promise<SiteSettingsView> {
  const site = await database.site.findUnique({ where: { id: siteId } });
  if (!site) throw new CodedError('site_unknown');
  const { key, name, allowedOrigins, greeting, colour, suggestions, widgetSettings } = site;
  return { key, name, allowedOrigins, greeting, colour, suggestions, widget: readWidgetSettings(widgetSettings) };
}

/**
 * Changes how a site looks and where it may be shown; only what is another than before is written down.
 * @param change.loaded what was so when these were typed: what others have changed since stays so; left out, these are all
 */
export async function updateSiteSettings(
  database: Database,
  actor: Actor,
  { siteId, loaded, ...values }: SiteSettings & { siteId: string; loaded?: object | undefined },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const { key: _, ...before } = await readSiteSettings(transaction, siteId);
    const settings = mergeChanges<SiteSettings>(before, { values, before: loaded });
    const changed = differences(before, settings);
    if (Object.keys(changed.after).length === 0) return;
    const { widget, ...rest } = settings;
    await transaction.site.update({ where: { id: siteId }, data: { ...rest, widgetSettings: widget } });
    // Answers that are kept say the former name.
    if (settings.name !== before.name) await raiseKnowledgeVersion(transaction, siteId);
    await recordChange(transaction, actor, {
      ...{ siteId, action: 'site.settings-changed', target: settings.name },
      ...changed,
    });
  });
}

/** All versions of a site's system prompt, the newest first. */
export async function listPromptVersions(database: Queryable, siteId: string): Promise<PromptVersionView[]> {
  const rows = await database.promptVersion.findMany({
    where: { siteId },
    orderBy: { number: 'desc' },
    take: 200,
    include: { publishedAt: { select: { id: true } } },
  });
  return rows.map(({ id, number, systemPrompt, createdAt, author, publishedAt }) => ({
    ...{ id, number, systemPrompt, author, createdAt: createdAt.toISOString() },
    published: publishedAt !== null,
  }));
}

/** @throws CodedError `not_found` for a version of another site */
export async function refuseForeignVersion(
  database: Queryable,
  { siteId, promptVersionId }: { siteId: string; promptVersionId: string },
): Promise<void> {
  const version = await database.promptVersion.findUnique({
    where: { id: promptVersionId, siteId },
    select: { id: true },
  });
  if (!version) throw new CodedError('not_found', { message: 'There is no such version.' });
}

/** Keeps a system prompt as a site's next version, which answers nobody until it is published. */
export async function savePromptVersion(
  database: Database,
  actor: Actor,
  { siteId, systemPrompt }: { siteId: string; systemPrompt: string },
): Promise<string> {
  return database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const last = await transaction.promptVersion.findFirst({ where: { siteId }, orderBy: { number: 'desc' } });
    const number = (last?.number ?? 0) + 1;
    const { id } = await transaction.promptVersion.create({
      data: { siteId, systemPrompt, number, author: actor.email },
    });
    await recordChange(transaction, actor, { siteId, action: 'prompt.saved', target: `Version ${number}` });
    return id;
  });
}

/**
 * Publishes a version, also one before the one that is published: answers claimed from now on are made with it.
 * @throws CodedError `not_found` for a version of another site
 */
export async function publishVersion(
  database: Database,
  actor: Actor,
  { siteId, promptVersionId }: { siteId: string; promptVersionId: string },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR UPDATE`;
    const version = await transaction.promptVersion.findUnique({ where: { id: promptVersionId, siteId } });
    if (!version) throw new CodedError('not_found', { message: 'There is no such version.' });
    const site = await transaction.site.findUniqueOrThrow({
      where: { id: siteId },
      select: { publishedPromptVersion: { select: { number: true } } },
    });
    const before = site.publishedPromptVersion?.number;
    if (before === version.number) return;
    await transaction.site.update({ where: { id: siteId }, data: { publishedPromptVersionId: version.id } });
    const back = before !== undefined && version.number < before;
    await recordChange(transaction, actor, {
      ...{ siteId, action: back ? 'prompt.rolled-back' : 'prompt.published', target: `Version ${version.number}` },
      before: before === undefined ? undefined : { version: before },
      after: { version: version.number },
    });
  });
}
