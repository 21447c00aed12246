-- CreateEnum
CREATE TYPE "scaling_reason" AS ENUM ('queue', 'ttft', 'calm', 'limits');

-- CreateTable
CREATE TABLE "scaling_decision" (
    "id" INTEGER NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "wanted" INTEGER NOT NULL,
    "reason" "scaling_reason" NOT NULL,
    "waiting" INTEGER NOT NULL,
    "running" INTEGER NOT NULL,
    "ready" INTEGER NOT NULL,
    "starting" INTEGER NOT NULL,
    "ttft_p99_ms" DOUBLE PRECISION,

    CONSTRAINT "scaling_decision_pkey" PRIMARY KEY ("id")
);
