-- What customers think of answers and of conversations, and where they want to be written to.
ALTER TABLE "conversation" ADD COLUMN     "contact_email" TEXT;

CREATE TYPE "thumb" AS ENUM ('up', 'down');

CREATE TABLE "message_feedback" (
    "message_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "thumb" "thumb" NOT NULL,
    "comment" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_feedback_pkey" PRIMARY KEY ("message_id")
);

CREATE TABLE "conversation_rating" (
    "conversation_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "solved" BOOLEAN,
    "by_bot" BOOLEAN,
    "solved_at" TIMESTAMPTZ(3),
    "score" INTEGER,
    "comment" TEXT,
    "rated_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_rating_pkey" PRIMARY KEY ("conversation_id"),
    CONSTRAINT "conversation_rating_score_check" CHECK ("score" BETWEEN 1 AND 5)
);

CREATE INDEX "message_feedback_site_id_updated_at_idx" ON "message_feedback"("site_id", "updated_at");
CREATE INDEX "message_feedback_conversation_id_idx" ON "message_feedback"("conversation_id");
CREATE INDEX "conversation_rating_site_id_solved_at_idx" ON "conversation_rating"("site_id", "solved_at");
CREATE INDEX "conversation_rating_site_id_rated_at_idx" ON "conversation_rating"("site_id", "rated_at");

ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "message_feedback" ADD CONSTRAINT "message_feedback_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversation_rating" ADD CONSTRAINT "conversation_rating_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "conversation_rating" ADD CONSTRAINT "conversation_rating_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
