-- CreateTable
CREATE TABLE "conversation_fact" (
    "conversation_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL,
    "visitor_messages" INTEGER NOT NULL,
    "bot_messages" INTEGER NOT NULL,
    "agent_messages" INTEGER NOT NULL,
    "handed_over_at" TIMESTAMPTZ(3),
    "replied_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "solved" BOOLEAN,
    "solved_by_bot" BOOLEAN,
    "solved_at" TIMESTAMPTZ(3),
    "score" INTEGER,
    "thumbs_up" INTEGER NOT NULL,
    "thumbs_down" INTEGER NOT NULL,

    CONSTRAINT "conversation_fact_pkey" PRIMARY KEY ("conversation_id")
);

-- CreateTable
CREATE TABLE "message_quarter" (
    "site_id" UUID NOT NULL,
    "quarter" TIMESTAMPTZ(3) NOT NULL,
    "visitor" INTEGER NOT NULL,
    "bot" INTEGER NOT NULL,
    "agent" INTEGER NOT NULL,

    CONSTRAINT "message_quarter_pkey" PRIMARY KEY ("site_id","quarter")
);

-- CreateTable
CREATE TABLE "question_count" (
    "site_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "question" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "answered" INTEGER NOT NULL,

    CONSTRAINT "question_count_pkey" PRIMARY KEY ("site_id","day","question")
);

-- CreateTable
CREATE TABLE "analytics_roll_up" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "rolled_until" TIMESTAMPTZ(3) NOT NULL,
    "questions_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "analytics_roll_up_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "conversation_fact_site_id_began_at_idx" ON "conversation_fact"("site_id", "began_at");

-- CreateIndex
CREATE INDEX "message_created_at_idx" ON "message"("created_at");

-- AddForeignKey
ALTER TABLE "conversation_fact" ADD CONSTRAINT "conversation_fact_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message_quarter" ADD CONSTRAINT "message_quarter_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "question_count" ADD CONSTRAINT "question_count_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One row says how far.
ALTER TABLE "analytics_roll_up" ADD CONSTRAINT "analytics_roll_up_one_row" CHECK ("id" = 1);

-- CreateEnum
CREATE TYPE "deletion_reason" AS ENUM ('request', 'retention');

-- AlterTable
ALTER TABLE "site" ADD COLUMN "retention_days" INTEGER;
ALTER TABLE "site" ADD CONSTRAINT "site_retention_days_positive" CHECK ("retention_days" > 0);

-- CreateTable
CREATE TABLE "deletion_receipt" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "reason" "deletion_reason" NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_by" TEXT,
    "counts" JSONB NOT NULL,

    CONSTRAINT "deletion_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "deletion_receipt_site_id_deleted_at_idx" ON "deletion_receipt"("site_id", "deleted_at" DESC);

-- AddForeignKey
ALTER TABLE "deletion_receipt" ADD CONSTRAINT "deletion_receipt_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deletion_receipt" ADD CONSTRAINT "deletion_receipt_deleted_by_fkey" FOREIGN KEY ("deleted_by") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
