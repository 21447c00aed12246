-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "waiting_since" TIMESTAMPTZ(3);

-- Since when a customer waits for a person's words: from the moment that a person is wanted, or comes, or is written to again, until
-- that person says something (`replyAsAgent`) or the conversation is put aside. Here, so that it is right whichever version of the
-- product makes the step.
CREATE FUNCTION set_waiting_since() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state NOT IN ('waiting_for_person', 'with_person') THEN
    NEW.waiting_since := NULL;
  ELSIF TG_OP = 'INSERT' OR OLD.state NOT IN ('waiting_for_person', 'with_person')
     OR NEW.last_visitor_seq > OLD.last_visitor_seq THEN
    NEW.waiting_since := coalesce(NEW.waiting_since, clock_timestamp());
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER set_waiting_since BEFORE INSERT OR UPDATE OF state, last_visitor_seq ON conversation
  FOR EACH ROW EXECUTE FUNCTION set_waiting_since();

-- Those that wait now: since their last activity, as well as is known.
UPDATE "conversation" SET "waiting_since" = "last_activity_at" WHERE "state" IN ('waiting_for_person', 'with_person');

-- What waits longest comes first, and behind it what does not wait.
CREATE INDEX "conversation_waiting_idx" ON "conversation" ("site_id", (coalesce("waiting_since", 'infinity'::timestamptz)), "id");

-- Most have no tags, and are written at every message: those are not in it.
CREATE INDEX "conversation_tags_idx" ON "conversation" USING GIN ("tags") WHERE "tags" <> '{}';
