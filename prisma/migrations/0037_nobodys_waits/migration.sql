-- What an agent had taken over and then made nobody's stayed a person's: neither the bot answered its customer nor was anybody
-- asked to. It waits for a person, as what is made nobody's does from now on.
UPDATE "conversation" SET "state" = 'waiting_for_person' WHERE "state" = 'with_person' AND "assignee_id" IS NULL;
