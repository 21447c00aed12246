-- Who made an invitation: it goes with their right to make it. No key: a row says so also of whose account is gone.
ALTER TABLE "invitation" ADD COLUMN "invited_by" TEXT;

-- Whoever does not answer at a site any more is none of those it hands over to; where nobody else was chosen, everybody is.
UPDATE "site" SET "team_settings" = jsonb_set("team_settings", '{members}', coalesce((
    SELECT jsonb_agg("chosen"."id")
      FROM jsonb_array_elements_text("site"."team_settings"->'members') AS "chosen" ("id")
     WHERE EXISTS (SELECT FROM "user" WHERE "user"."id" = "chosen"."id" AND "user"."role" = 'owner')
        OR EXISTS (SELECT FROM "membership" WHERE "membership"."user_id" = "chosen"."id"
             AND "membership"."site_id" = "site"."id" AND "membership"."role" <> 'viewer')
  ), 'null'::jsonb))
 WHERE jsonb_typeof("team_settings"->'members') = 'array';
