-- AlterTable
ALTER TABLE "site" ADD COLUMN     "http_messages_per_minute" INTEGER;
