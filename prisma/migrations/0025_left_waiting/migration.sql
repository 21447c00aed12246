-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "assigned_at" TIMESTAMPTZ(3);

-- Since when a conversation is its agent's. Here, so that it is right whichever version of the product gives it to somebody.
CREATE FUNCTION set_assigned_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.assigned_at := CASE WHEN NEW.assignee_id IS NOT NULL THEN clock_timestamp() END;
  RETURN NEW;
END $$;
CREATE TRIGGER set_assigned_at BEFORE UPDATE OF assignee_id ON conversation
  FOR EACH ROW WHEN (NEW.assignee_id IS DISTINCT FROM OLD.assignee_id) EXECUTE FUNCTION set_assigned_at();
-- Most begin as nobody's: those cost nothing.
CREATE TRIGGER set_first_assigned_at BEFORE INSERT ON conversation
  FOR EACH ROW WHEN (NEW.assignee_id IS NOT NULL) EXECUTE FUNCTION set_assigned_at();

-- Of before: since now, so that nobody loses what they have at the moment of the upgrade.
UPDATE "conversation" SET "assigned_at" = now() WHERE "assignee_id" IS NOT NULL;

-- What may have been left by its agent, the longest first.
CREATE INDEX "conversation_left_waiting_idx" ON "conversation" ("waiting_since")
  WHERE "assignee_id" IS NOT NULL AND "waiting_since" IS NOT NULL;
