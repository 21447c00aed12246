-- A message stands in the place of an earlier one: the earlier row stays as it is.
ALTER TABLE "message" ADD COLUMN "supersedes_id" UUID;
CREATE UNIQUE INDEX "message_supersedes_id_key" ON "message"("supersedes_id");
ALTER TABLE "message" ADD CONSTRAINT "message_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "conversation" ADD COLUMN "read_seq" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "generation" ADD COLUMN "attended_at" TIMESTAMPTZ(3);
