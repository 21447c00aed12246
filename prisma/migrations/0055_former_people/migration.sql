-- People whose accounts are deleted. What they wrote stays; what they were called is taken out of it bit by bit, and is known here
-- until that is done. Their row in "user" goes last.
CREATE TABLE "former_person" (
    "user_id" TEXT NOT NULL,
    "names" TEXT[],
    "emails" TEXT[],
    "looked_at" UUID,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "former_person_pkey" PRIMARY KEY ("user_id")
);

ALTER TABLE "former_person" ADD CONSTRAINT "former_person_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Few receipts are anybody's: those of an account that goes are found by it.
CREATE INDEX "deletion_receipt_deleted_by_idx" ON "deletion_receipt"("deleted_by") WHERE "deleted_by" IS NOT NULL;

-- What somebody did is looked for when their account goes, while their sites are held.
CREATE INDEX "audit_entry_user_id_idx" ON "audit_entry"("user_id");

-- How many pages of a web site were known at the most since a person last had it imported. Null: as many as there are now.
ALTER TABLE "knowledge_source" ADD COLUMN "peak_documents" INTEGER;

-- Of a version, who wrote it is taken out where their account is deleted; nothing else of it ever changes.
CREATE FUNCTION "refuse_prompt_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) = to_jsonb(OLD) || '{"author": null}' THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% is append-only, but for an author who is gone', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER "prompt_version_immutable" ON "prompt_version";
CREATE TRIGGER "prompt_version_immutable" BEFORE UPDATE ON "prompt_version" FOR EACH ROW EXECUTE FUNCTION "refuse_prompt_update"();

-- What people are called in an event, each place taken out: a message has no author then, others an empty name.
CREATE FUNCTION "without_names"("payload" JSONB) RETURNS JSONB LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT jsonb_set(jsonb_set(jsonb_set(jsonb_set($1 #- '{message,author}', '{by,name}', '""', false), '{from,name}', '""', false),
    '{assignee,name}', '""', false), '{note,author,name}', '""', false)
$$;

-- The text of a note that is deleted is taken out of the log, and so are the names of people whose accounts are; nothing else of it
-- ever changes.
CREATE OR REPLACE FUNCTION "refuse_event_update"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) - 'payload' = to_jsonb(OLD) - 'payload' THEN
    IF NEW.payload->>'type' = 'note:created' AND NEW.payload = jsonb_set(OLD.payload, '{note,text}', '""') THEN
      RETURN NEW;
    END IF;
    IF without_names(NEW.payload) = without_names(OLD.payload) AND NOT EXISTS (
      SELECT FROM unnest(ARRAY['{message,author}', '{by,name}', '{from,name}', '{assignee,name}', '{note,author,name}']) AS place
       WHERE NEW.payload #> place::text[] IS DISTINCT FROM OLD.payload #> place::text[]
         AND NEW.payload #> place::text[] IS DISTINCT FROM without_names(OLD.payload) #> place::text[]) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '% is append-only, but for a deleted note and the names of former colleagues', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

-- Last, as customers write it: what somebody wrote is found when their account goes. Most messages are not in it.
CREATE INDEX "message_author_id_idx" ON "message"("author_id") WHERE "author_id" IS NOT NULL;
