-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "sandbox" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "visitor" ADD COLUMN     "sandbox" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "unanswered_question" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "generation_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "normal_form" TEXT NOT NULL,
    "vector" BYTEA,
    "embedding_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,

    CONSTRAINT "unanswered_question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "regression_case" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "regression_case_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "unanswered_question_generation_id_key" ON "unanswered_question"("generation_id");

-- CreateIndex
CREATE INDEX "unanswered_question_site_id_resolved_at_normal_form_idx" ON "unanswered_question"("site_id", "resolved_at", "normal_form");

-- CreateIndex
CREATE INDEX "unanswered_question_conversation_id_idx" ON "unanswered_question"("conversation_id");

-- CreateIndex
CREATE INDEX "unanswered_question_resolved_by_id_idx" ON "unanswered_question"("resolved_by_id");

-- CreateIndex
CREATE INDEX "regression_case_site_id_idx" ON "regression_case"("site_id");

-- CreateIndex
CREATE INDEX "regression_case_source_id_idx" ON "regression_case"("source_id");

-- AddForeignKey
ALTER TABLE "unanswered_question" ADD CONSTRAINT "unanswered_question_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unanswered_question" ADD CONSTRAINT "unanswered_question_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unanswered_question" ADD CONSTRAINT "unanswered_question_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unanswered_question" ADD CONSTRAINT "unanswered_question_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "knowledge_source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regression_case" ADD CONSTRAINT "regression_case_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regression_case" ADD CONSTRAINT "regression_case_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "knowledge_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
