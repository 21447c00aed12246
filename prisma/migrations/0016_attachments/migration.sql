-- CreateEnum
CREATE TYPE "attachment_state" AS ENUM ('uploading', 'ready', 'sent');

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "visitor_id" UUID NOT NULL,
    "state" "attachment_state" NOT NULL DEFAULT 'uploading',
    "conversation_id" UUID,
    "message_id" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT '',
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "removed_attachment" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "removed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "removed_attachment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attachment_site_id_created_at_idx" ON "attachment"("site_id", "created_at");

-- CreateIndex
CREATE INDEX "attachment_visitor_id_created_at_idx" ON "attachment"("visitor_id", "created_at");

-- CreateIndex
CREATE INDEX "attachment_message_id_idx" ON "attachment"("message_id");

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_visitor_id_fkey" FOREIGN KEY ("visitor_id") REFERENCES "visitor"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was sent belongs to a message, and nothing else does.
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_sent_with_message"
  CHECK (("state" = 'sent') = ("message_id" IS NOT NULL) AND ("message_id" IS NULL) = ("conversation_id" IS NULL));

-- Whoever deletes a row, by whatever cascade, has its bytes removed: a gateway does that later.
CREATE FUNCTION "note_removed_attachment"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "removed_attachment" ("id", "site_id") VALUES (OLD."id", OLD."site_id") ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER "attachment_removed" AFTER DELETE ON "attachment"
  FOR EACH ROW EXECUTE FUNCTION "note_removed_attachment"();
