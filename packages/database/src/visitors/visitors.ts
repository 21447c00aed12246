import { Prisma } from '../../generated/client.ts';
import type { Queryable } from '../connection/client.ts';

/**
 * Makes an anonymous visitor of a site and returns its id.
 * @param options.sandbox an agent who tries the bot: its conversations are in no list, limit or figure
 * @param options.promptVersionId the version that is tried; null: the published one
 */
export async function createVisitor(
  database: Queryable,
  siteId: string,
  { sandbox = false, promptVersionId = null }: { sandbox?: boolean; promptVersionId?: string | null } = {},
): Promise<string> {
  const { id } = await database.visitor.create({ data: { siteId, sandbox, promptVersionId }, select: { id: true } });
  return id;
}

/** Whom a browser's token says it speaks for. */
export interface ClaimedVisitor {
  siteId: string;
  visitorId: string;
  /** Of the identity secret by which the site's server named them; nothing for who is anonymous. */
  secretVersion?: number | undefined;
}

/**
 * An identified row is spoken for only as long as the secret counts that named it: a rotation ends what was said with the former.
 * One whose all has been carried over to an identified one is spoken for no more.
 */
const spokenForBy = (secretVersion: Prisma.Sql) => Prisma.sql`
  (visitor.carried_over_at IS NULL AND (visitor.external_id IS NULL OR EXISTS (
    SELECT FROM identity_secret secret
     WHERE secret.site_id = visitor.site_id AND secret.version = ${secretVersion}
       AND (secret.valid_until IS NULL OR secret.valid_until > now()))))`;

const spokenFor = (secretVersion: number | undefined) => spokenForBy(Prisma.sql`${secretVersion ?? null}::int`);

/** Of tokens, by their places, those that speak for nobody any more. */
export async function findEndedClaims(database: Queryable, claims: readonly ClaimedVisitor[]): Promise<number[]> {
  const rows = await database.$queryRaw<{ place: number }[]>`
    SELECT (place - 1)::int AS place
      FROM unnest(${claims.map(({ visitorId }) => visitorId)}::uuid[], ${claims.map(({ siteId }) => siteId)}::uuid[],
                  ${claims.map(({ secretVersion }) => secretVersion ?? -1)}::int[])
             WITH ORDINALITY AS claimed(visitor_id, site_id, secret_version, place)
     WHERE NOT EXISTS (
       SELECT FROM visitor WHERE visitor.id = claimed.visitor_id AND visitor.site_id = claimed.site_id
          AND ${spokenForBy(Prisma.sql`claimed.secret_version`)})`;
  return rows.map(({ place }) => place);
}

/**
 * What a token is worth that names this visitor; null where that site has none (any more).
 * @returns `lasting`: a browser may go on as them without being named again; `spokenFor`: it speaks for them now
 */
export async function readVisitorStanding(
  database: Queryable,
  { siteId, visitorId, secretVersion }: ClaimedVisitor,
): Promise<{ lasting: boolean; spokenFor: boolean } | null> {
  const [standing] = await database.$queryRaw<{ lasting: boolean; spokenFor: boolean }[]>`
    SELECT external_id IS NULL AND carried_over_at IS NULL AND NOT sandbox AS lasting, ${spokenFor(secretVersion)} AS "spokenFor"
      FROM visitor WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid`;
  return standing ?? null;
}

/**
 * Notes that the visitor was here. False when that site has no such visitor (any more), or the token does not speak for them.
 * @param seen what their browser tells; null where it says nothing, which leaves what it said before
 */
export async function touchVisitor(
  database: Queryable,
  { siteId, visitorId, secretVersion }: ClaimedVisitor,
  { language, page }: { language: string | null; page: string | null } = { language: null, page: null },
): Promise<boolean> {
  const count = await database.$executeRaw`
    UPDATE visitor SET last_seen_at = now(), language = coalesce(${language}, language), page = coalesce(${page}, page)
     WHERE id = ${visitorId}::uuid AND site_id = ${siteId}::uuid AND ${spokenFor(secretVersion)}`;
  return count === 1;
}
