import { CodedError, mostWebhooks, type WebhookEvent, type WebhookView } from '@frontdesk/protocol';
import type { Database, Queryable } from '../connection/client.ts';
import { timeOrderedId } from '../connection/time-ordered-id.ts';
import { type Actor, recordChange } from '../team/audit.ts';
import { countWaitingOf, forgetDeliveries } from './webhook-deliveries.ts';

export interface NewWebhook {
  siteId: string;
  url: string;
  events: readonly WebhookEvent[];
  /** Seals what deliveries are signed with, for the webhook's id. */
  seal(id: string): Uint8Array<ArrayBuffer>;
}

/** A webhook of a site, by both ids: nobody reaches that of another one. */
export interface WebhookAddress {
  siteId: string;
  webhookId: string;
}

/** @returns its id @throws CodedError `webhooks_limit` */
export function addWebhook(
  database: Database,
  actor: Actor,
  { siteId, url, events, seal }: NewWebhook,
): Promise<string> {
  return database.$transaction(async (transaction) => {
    // Two at once would both find room for the last one.
    await transaction.$queryRaw`SELECT id FROM site WHERE id = ${siteId}::uuid FOR NO KEY UPDATE`;
    if ((await transaction.webhook.count({ where: { siteId } })) >= mostWebhooks)
      throw new CodedError('webhooks_limit');
    const id = timeOrderedId();
    const told = [...new Set(events)];
    await transaction.webhook.create({ data: { id, siteId, url, events: told, sealed: seal(id) } });
    await recordChange(transaction, actor, {
      siteId,
      action: 'webhook.made',
      target: originOf(url),
      after: { events: told },
    });
    return id;
  });
}

/** A site's webhooks, the newest first. */
export async function listWebhooks(database: Queryable, siteId: string): Promise<WebhookView[]> {
  const webhooks = await database.webhook.findMany({
    where: { siteId },
    orderBy: { id: 'desc' },
    omit: { sealed: true },
  });
  const waiting = await countWaitingOf(database, siteId);
  return webhooks.map(({ id, url, events, createdAt, deliveredAt, failingSince, lastError, givenUp, ...more }) => ({
    ...{ id, url, events, lastError, givenUp },
    createdAt: createdAt.toISOString(),
    waiting: waiting.get(id) ?? 0,
    deliveredAt: deliveredAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    paused: more.pausedAt !== null,
  }));
}

/** Its address, and what deliveries are signed with. @throws CodedError `not_found` */
export async function findWebhook(
  database: Queryable,
  { siteId, webhookId }: WebhookAddress,
): Promise<{ url: string; sealed: Uint8Array }> {
  const found = await database.webhook.findFirst({
    where: { id: webhookId, siteId },
    select: { url: true, sealed: true },
  });
  if (!found) throw notFound();
  return found;
}

/** Paused, it is sent nothing: what waits is dropped, and what happens meanwhile is not told later. @throws CodedError `not_found` */
export async function pauseWebhook(
  database: Database,
  actor: Actor,
  { siteId, webhookId, paused }: WebhookAddress & { paused: boolean },
): Promise<void> {
  await database.$transaction(async (transaction) => {
    const [changed] = await transaction.webhook.updateManyAndReturn({
      where: { id: webhookId, siteId, pausedAt: paused ? null : { not: null } },
      data: { pausedAt: paused ? new Date() : null, failingSince: null, lastError: null },
      select: { url: true },
    });
    // Somebody else was quicker.
    if (!changed) return void (await findWebhook(transaction, { siteId, webhookId }));
    const action = paused ? 'webhook.paused' : 'webhook.resumed';
    await recordChange(transaction, actor, { siteId, action, target: originOf(changed.url) });
  });
  if (paused) await forgetDeliveries(database, webhookId);
}

/** With what it has not been told yet. @throws CodedError `not_found` */
export async function deleteWebhook(
  database: Database,
  actor: Actor,
  { siteId, webhookId }: WebhookAddress,
): Promise<void> {
  // Nothing more is noted for it from here on, and what was goes first: all at once it would hold up others.
  const { count } = await database.webhook.updateMany({
    where: { id: webhookId, siteId },
    data: { pausedAt: new Date() },
  });
  if (count === 0) throw notFound();
  await forgetDeliveries(database, webhookId);
  await database.$transaction(async (transaction) => {
    const [deleted] = await transaction.$queryRaw<{ url: string }[]>`
      DELETE FROM webhook WHERE id = ${webhookId}::uuid AND site_id = ${siteId}::uuid RETURNING url`;
    if (!deleted) throw notFound();
    await recordChange(transaction, actor, { siteId, action: 'webhook.deleted', target: originOf(deleted.url) });
  });
}

/** What is written down of an address: what follows may be as good as a password. */
const originOf = (url: string): string => new URL(url).origin;

const notFound = () => new CodedError('not_found', { message: 'There is no such webhook.' });
