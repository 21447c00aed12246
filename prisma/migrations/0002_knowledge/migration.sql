-- CreateEnum
CREATE TYPE "knowledge_source_kind" AS ENUM ('fact', 'file', 'site');

-- CreateEnum
CREATE TYPE "import_state" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "site" ADD COLUMN     "knowledge_version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "knowledge_source" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "kind" "knowledge_source_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "format" TEXT,
    "address" TEXT,
    "content" BYTEA,
    "state" "import_state" NOT NULL DEFAULT 'queued',
    "epoch" INTEGER NOT NULL DEFAULT 1,
    "claim_id" UUID,
    "alive_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "done" INTEGER NOT NULL DEFAULT 0,
    "known" INTEGER NOT NULL DEFAULT 0,
    "error_code" TEXT,
    "error_message" TEXT,
    "imported_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "knowledge_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "knowledge_document" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "language" TEXT,
    "epoch" INTEGER NOT NULL,
    "error_code" TEXT,
    "error_message" TEXT,
    "imported_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "knowledge_document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passage" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "title_path" TEXT[],
    "sentences" TEXT[],
    "link" TEXT,
    "hash" TEXT NOT NULL,
    "vectors" BYTEA,
    "embedding_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "passage_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "knowledge_source_site_id_idx" ON "knowledge_source"("site_id");

-- CreateIndex
CREATE INDEX "knowledge_source_state_alive_at_idx" ON "knowledge_source"("state", "alive_at");

-- CreateIndex
CREATE INDEX "knowledge_document_site_id_idx" ON "knowledge_document"("site_id");

-- CreateIndex
CREATE UNIQUE INDEX "knowledge_document_source_id_address_key" ON "knowledge_document"("source_id", "address");

-- CreateIndex
CREATE INDEX "passage_site_id_id_idx" ON "passage"("site_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "passage_document_id_hash_key" ON "passage"("document_id", "hash");

-- AddForeignKey
ALTER TABLE "knowledge_source" ADD CONSTRAINT "knowledge_source_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "knowledge_document" ADD CONSTRAINT "knowledge_document_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "knowledge_source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passage" ADD CONSTRAINT "passage_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "knowledge_document"("id") ON DELETE CASCADE ON UPDATE CASCADE;


