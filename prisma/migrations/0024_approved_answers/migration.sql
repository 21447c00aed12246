-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "approved_answer_id" UUID;

-- CreateTable
CREATE TABLE "approved_answer" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "normal_form" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approved_answer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "approved_answer_source_id_key" ON "approved_answer"("source_id");

-- CreateIndex
CREATE UNIQUE INDEX "approved_answer_site_id_normal_form_key" ON "approved_answer"("site_id", "normal_form");

-- AddForeignKey
ALTER TABLE "approved_answer" ADD CONSTRAINT "approved_answer_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approved_answer" ADD CONSTRAINT "approved_answer_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "knowledge_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;
