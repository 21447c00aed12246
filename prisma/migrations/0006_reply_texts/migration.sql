-- AlterTable
ALTER TABLE "site" ADD COLUMN     "reply_texts" JSONB NOT NULL DEFAULT '{}';
