import { isDeepStrictEqual } from 'node:util';
import { CodedError, readWidgetSettings, type SetUpFacts } from '@frontdesk/protocol';
import type { Queryable } from '../connection/client.ts';
import { newLook } from './site-settings.ts';

interface Row extends Omit<SetUpFacts, 'createdAt' | 'firstSeenAt' | 'hasOwnLook' | 'mails'> {
  createdAt: Date;
  firstSeenAt: Date | null;
  greeting: string;
  colour: string;
  suggestions: string[];
  widgetSettings: unknown;
}

/**
 * What there is of what makes a site ready.
 * @throws CodedError `site_unknown`
 */
export async function readSetUpFacts(database: Queryable, siteId: string): Promise<Omit<SetUpFacts, 'mails'>> {
  // Whoever has customers has tried it: their many conversations are not searched for one of the sandbox.
  const [row] = await database.$queryRaw<Row[]>`
    SELECT site.created_at AS "createdAt", first_seen_at AS "firstSeenAt", cardinality(allowed_origins) AS origins,
           greeting, colour, suggestions, widget_settings AS "widgetSettings", used."inUse",
           (SELECT count(*)::int FROM knowledge_source WHERE site_id = site.id AND kind = 'fact') AS facts,
           (SELECT count(*)::int FROM knowledge_document document
              JOIN knowledge_source source ON source.id = document.source_id
             WHERE document.site_id = site.id AND source.kind <> 'fact' AND document.imported_at IS NOT NULL) AS documents,
           CASE WHEN used."inUse" THEN true ELSE EXISTS (
             SELECT FROM conversation WHERE site_id = site.id AND sandbox AND last_visitor_seq > 0) END AS tried,
           (SELECT count(*)::int FROM "user" WHERE role = 'owner'
               OR EXISTS (SELECT FROM membership WHERE user_id = "user".id AND site_id = site.id))
           + (SELECT count(*)::int FROM invitation WHERE site_ids @> ARRAY[site.id] AND accepted_at IS NULL
                AND revoked_at IS NULL AND expires_at > now()) AS people
      FROM site CROSS JOIN LATERAL (
        SELECT EXISTS (SELECT FROM conversation WHERE site_id = site.id AND NOT sandbox) AS "inUse") used
     WHERE site.id = ${siteId}::uuid`;
  if (!row) throw new CodedError('site_unknown');
  const { createdAt, firstSeenAt, greeting, colour, suggestions, widgetSettings, ...facts } = row;
  const look = { greeting, colour, suggestions };
  return {
    ...facts,
    createdAt: createdAt.toISOString(),
    firstSeenAt: firstSeenAt?.toISOString() ?? null,
    hasOwnLook: !isDeepStrictEqual(
      { ...look, widget: readWidgetSettings(widgetSettings) },
      { ...newLook, widget: readWidgetSettings({}) },
    ),
  };
}

/** A page of the site's own shows the chat: when that was first so is kept. */
export async function noteFirstSeen(database: Queryable, siteId: string): Promise<void> {
  await database.$executeRaw`
    UPDATE site SET first_seen_at = now() WHERE id = ${siteId}::uuid AND first_seen_at IS NULL`;
}
