-- Who has a conversation. The version before reads the column as text and shows what it does not know as nothing, and writes
-- only where it reads `bot`: so at once, where usually it takes two versions.
ALTER TYPE "conversation_state" ADD VALUE 'with_person';
ALTER TYPE "conversation_state" ADD VALUE 'resolved';
ALTER TYPE "conversation_state" ADD VALUE 'snoozed';

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "assignee_id" TEXT,
ADD COLUMN     "last_visitor_seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "resolved_at" TIMESTAMPTZ(3),
ADD COLUMN     "snoozed_until" TIMESTAMPTZ(3),
ADD COLUMN     "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Rewrites the table, about a minute for a million messages. Without stems: texts are in all languages.
ALTER TABLE "message" ADD COLUMN     "author_id" TEXT,
ADD COLUMN     "search" tsvector GENERATED ALWAYS AS (to_tsvector('simple', "text")) STORED;

-- AlterTable
ALTER TABLE "visitor" ADD COLUMN     "blocked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "away" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "conversation_read" (
    "user_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "conversation_read_pkey" PRIMARY KEY ("user_id","conversation_id")
);

-- CreateTable
CREATE TABLE "canned_reply" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "shortcut" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "canned_reply_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_presence" (
    "user_id" TEXT NOT NULL,
    "site_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "agent_presence_pkey" PRIMARY KEY ("user_id","site_id")
);

-- CreateIndex
CREATE INDEX "conversation_read_conversation_id_idx" ON "conversation_read"("conversation_id");

-- CreateIndex
CREATE UNIQUE INDEX "canned_reply_site_id_shortcut_key" ON "canned_reply"("site_id", "shortcut");

-- CreateIndex
CREATE INDEX "agent_presence_site_id_seen_at_idx" ON "agent_presence"("site_id", "seen_at");

-- CreateIndex
CREATE INDEX "conversation_site_id_state_last_activity_at_idx" ON "conversation"("site_id", "state", "last_activity_at" DESC);

-- CreateIndex
CREATE INDEX "conversation_assignee_id_last_activity_at_idx" ON "conversation"("assignee_id", "last_activity_at" DESC);

-- CreateIndex
CREATE INDEX "conversation_snoozed_until_idx" ON "conversation"("snoozed_until");

-- CreateIndex
CREATE INDEX "message_site_id_id_idx" ON "message"("site_id", "id");

-- CreateIndex
CREATE INDEX "message_search_idx" ON "message" USING GIN ("search");

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_assignee_id_fkey" FOREIGN KEY ("assignee_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_read" ADD CONSTRAINT "conversation_read_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_read" ADD CONSTRAINT "conversation_read_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "canned_reply" ADD CONSTRAINT "canned_reply_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_presence" ADD CONSTRAINT "agent_presence_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent_presence" ADD CONSTRAINT "agent_presence_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
