-- Customers first, as whoever stores what they say locks them; and the log last, which everybody reads.

-- Who blocked a customer, by name; of those who are blocked, the newest entry of their logs says it.
ALTER TABLE "visitor" ADD COLUMN "blocked_by" TEXT;
UPDATE "visitor" SET "blocked_by" = (
  SELECT event.payload->'by'->>'name' FROM "conversation" JOIN "conversation_event" AS event ON event.conversation_id = "conversation"."id"
   WHERE "conversation"."visitor_id" = "visitor"."id" AND event.payload @> '{"type": "visitor:blocked", "blocked": true}'
   ORDER BY event.created_at DESC LIMIT 1)
 WHERE "blocked_at" IS NOT NULL;

-- Few of all customers are blocked: those of a site are listed, the last first.
CREATE INDEX "visitor_blocked_idx" ON "visitor" ("site_id", "blocked_at", "id") WHERE "blocked_at" IS NOT NULL;

-- The text of a note that is deleted is taken out of the log; nothing else of it ever changes.
CREATE FUNCTION "refuse_event_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.payload->>'type' = 'note:created'
     AND to_jsonb(NEW) = to_jsonb(OLD) || jsonb_build_object('payload', jsonb_set(OLD.payload, '{note,text}', '""')) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only, but for a deleted note', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER "conversation_event_append_only" ON "conversation_event";
CREATE TRIGGER "conversation_event_append_only" BEFORE UPDATE ON "conversation_event" FOR EACH ROW EXECUTE FUNCTION "refuse_event_update"();
