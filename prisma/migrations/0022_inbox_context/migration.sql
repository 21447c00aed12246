-- AlterTable
ALTER TABLE "visitor" ADD COLUMN     "language" TEXT,
ADD COLUMN     "page" TEXT;
