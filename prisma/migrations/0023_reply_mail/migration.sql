-- Replies of people that customers who have left are to be mailed, one row for each conversation.
CREATE TABLE "reply_mail" (
    "conversation_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "waiting_since" TIMESTAMPTZ(3),
    "mailed_seq" INTEGER NOT NULL DEFAULT 0,
    "sending_seq" INTEGER,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "reply_mail_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateIndex
CREATE INDEX "reply_mail_due_at_idx" ON "reply_mail"("due_at");

-- AddForeignKey
ALTER TABLE "reply_mail" ADD CONSTRAINT "reply_mail_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reply_mail" ADD CONSTRAINT "reply_mail_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
