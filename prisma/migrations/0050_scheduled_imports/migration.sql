-- Web sites are imported again by themselves: how often, when next, whether the last import was such a one, and how many failed in
-- a row. What was imported before stays as it is until somebody says how often.
ALTER TABLE "knowledge_source"
    ADD COLUMN "every_days" INTEGER,
    ADD COLUMN "next_import_at" TIMESTAMPTZ(3),
    ADD COLUMN "scheduled" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "failures" INTEGER NOT NULL DEFAULT 0,
    ADD CONSTRAINT "knowledge_source_every_days_check" CHECK ("every_days" IS NULL OR ("kind" = 'site' AND "every_days" > 0));

-- What is due is looked for each minute, among few.
CREATE INDEX "knowledge_source_next_import_at_idx" ON "knowledge_source"("next_import_at") WHERE "next_import_at" IS NOT NULL;
