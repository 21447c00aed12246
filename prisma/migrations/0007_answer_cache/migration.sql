-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "cached_from_id" UUID;

-- CreateTable
CREATE TABLE "cached_answer" (
    "site_id" UUID NOT NULL,
    "question" TEXT NOT NULL,
    "generation_id" UUID NOT NULL,
    "prompt_version_id" UUID NOT NULL,
    "knowledge_version" INTEGER NOT NULL,
    "model_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cached_answer_pkey" PRIMARY KEY ("site_id","question")
);

-- CreateIndex
CREATE UNIQUE INDEX "cached_answer_generation_id_key" ON "cached_answer"("generation_id");

-- CreateIndex
CREATE INDEX "cached_answer_expires_at_idx" ON "cached_answer"("expires_at");

-- AddForeignKey
ALTER TABLE "cached_answer" ADD CONSTRAINT "cached_answer_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cached_answer" ADD CONSTRAINT "cached_answer_generation_id_fkey" FOREIGN KEY ("generation_id") REFERENCES "generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;
