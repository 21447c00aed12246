CREATE TYPE "caution" AS ENUM ('careful', 'balanced', 'forthcoming');
ALTER TABLE "site" ADD COLUMN "caution" "caution" NOT NULL DEFAULT 'balanced';
