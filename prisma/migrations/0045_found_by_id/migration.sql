-- What a person has, or is waited for in, is open: what analytics count is written anew as soon as that changes; this is what
-- stands so already. Which are counted so is compared with which are, at each roll-up.
ALTER TABLE "conversation_fact" ADD COLUMN "with_people" BOOLEAN NOT NULL DEFAULT false;
UPDATE "conversation_fact" SET "with_people" = true FROM "conversation"
 WHERE "conversation"."id" = "conversation_fact"."conversation_id"
   AND "conversation"."state" IN ('waiting_for_person', 'with_person', 'snoozed');
CREATE INDEX "conversation_fact_with_people_idx" ON "conversation_fact" ("conversation_id") WHERE "with_people";

-- What agents find customers by, besides their words: what their site calls them, or how that begins, and the four characters that
-- the list shows of who has no name. Of a number of those there are few, whatever the site.
CREATE INDEX "visitor_external_search_idx" ON "visitor" ("site_id", lower("external_id") text_pattern_ops)
  WHERE "external_id" IS NOT NULL;
CREATE INDEX "visitor_unnamed_idx" ON "visitor" (right("id"::text, 4)) WHERE "name" IS NULL;
