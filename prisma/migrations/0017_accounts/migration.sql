-- CreateEnum
CREATE TYPE "site_role" AS ENUM ('owner', 'admin', 'agent', 'viewer');

-- Whoever has an account already is an owner of the installation, and stays one; whoever comes from now on is what
-- memberships say.
ALTER TABLE "user" ALTER COLUMN "role" SET DEFAULT 'member';

-- CreateTable
CREATE TABLE "membership" (
    "user_id" TEXT NOT NULL,
    "site_id" UUID NOT NULL,
    "role" "site_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("user_id","site_id")
);

-- CreateIndex
CREATE INDEX "membership_site_id_idx" ON "membership"("site_id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
