-- AlterTable
ALTER TABLE "site" ADD COLUMN     "sampling" JSONB NOT NULL DEFAULT '{}';
