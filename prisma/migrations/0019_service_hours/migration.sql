-- AlterTable
ALTER TABLE "generation" ADD COLUMN "prefix_tokens" INTEGER,
ADD COLUMN "prefix_saved_ms" DOUBLE PRECISION;

-- AlterTable
ALTER TABLE "worker" ADD COLUMN "prefix_asked" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "prefix_found" DOUBLE PRECISION NOT NULL DEFAULT 0,
ADD COLUMN "prefix_saved_ms" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "service_minute" ADD COLUMN "prefix_tokens" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN "prefix_saved_ms" DOUBLE PRECISION NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "service_hour" (
    "site_id" UUID NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "abandoned" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "cached" INTEGER NOT NULL DEFAULT 0,
    "in_time" INTEGER NOT NULL DEFAULT 0,
    "good" INTEGER NOT NULL DEFAULT 0,
    "prompt_tokens" BIGINT NOT NULL DEFAULT 0,
    "generated_tokens" BIGINT NOT NULL DEFAULT 0,
    "prefix_tokens" BIGINT NOT NULL DEFAULT 0,
    "prefix_saved_ms" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "client_ttft" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "gateway_ttft" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "tpot" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "gateway" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "queue" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "prefill" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "first_token" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "relay" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "network" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "stage_ms" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],
    "late_stage_ms" DOUBLE PRECISION[] DEFAULT ARRAY[]::DOUBLE PRECISION[],

    CONSTRAINT "service_hour_pkey" PRIMARY KEY ("site_id","hour")
);

-- CreateIndex
CREATE INDEX "service_hour_hour_idx" ON "service_hour"("hour");

-- AddForeignKey
ALTER TABLE "service_hour" ADD CONSTRAINT "service_hour_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Hours are made from the minutes that there are.
INSERT INTO "service_hour" ("site_id", "hour", "answered", "failed", "expired", "abandoned", "cancelled", "refused", "cached", "in_time", "good", "prompt_tokens", "generated_tokens")
SELECT "site_id", date_bin('1 hour', "minute", 'epoch'::timestamptz), sum("answered"), sum("failed"), sum("expired"), sum("abandoned"), sum("cancelled"), sum("refused"), sum("cached"), sum("in_time"), sum("good"), sum("prompt_tokens"), sum("generated_tokens")
  FROM "service_minute" GROUP BY 1, 2;
UPDATE "service_hour" SET ("client_ttft", "gateway_ttft", "tpot", "gateway", "queue", "prefill", "first_token", "relay", "network", "stage_ms", "late_stage_ms") = ROW ("summed"."client_ttft", "summed"."gateway_ttft", "summed"."tpot", "summed"."gateway", "summed"."queue", "summed"."prefill", "summed"."first_token", "summed"."relay", "summed"."network", "summed"."stage_ms", "summed"."late_stage_ms")
  FROM (
    SELECT "site_id", "hour", array_agg("client_ttft" ORDER BY "index") FILTER (WHERE "client_ttft" IS NOT NULL) AS "client_ttft", array_agg("gateway_ttft" ORDER BY "index") FILTER (WHERE "gateway_ttft" IS NOT NULL) AS "gateway_ttft", array_agg("tpot" ORDER BY "index") FILTER (WHERE "tpot" IS NOT NULL) AS "tpot", array_agg("gateway" ORDER BY "index") FILTER (WHERE "gateway" IS NOT NULL) AS "gateway", array_agg("queue" ORDER BY "index") FILTER (WHERE "queue" IS NOT NULL) AS "queue", array_agg("prefill" ORDER BY "index") FILTER (WHERE "prefill" IS NOT NULL) AS "prefill", array_agg("first_token" ORDER BY "index") FILTER (WHERE "first_token" IS NOT NULL) AS "first_token", array_agg("relay" ORDER BY "index") FILTER (WHERE "relay" IS NOT NULL) AS "relay", array_agg("network" ORDER BY "index") FILTER (WHERE "network" IS NOT NULL) AS "network", array_agg("stage_ms" ORDER BY "index") FILTER (WHERE "stage_ms" IS NOT NULL) AS "stage_ms", array_agg("late_stage_ms" ORDER BY "index") FILTER (WHERE "late_stage_ms" IS NOT NULL) AS "late_stage_ms"
      FROM (
        SELECT "site_id", date_bin('1 hour', "minute", 'epoch'::timestamptz) AS "hour", "index",
               sum("e"."client_ttft") AS "client_ttft", sum("e"."gateway_ttft") AS "gateway_ttft", sum("e"."tpot") AS "tpot", sum("e"."gateway") AS "gateway", sum("e"."queue") AS "queue", sum("e"."prefill") AS "prefill", sum("e"."first_token") AS "first_token", sum("e"."relay") AS "relay", sum("e"."network") AS "network", sum("e"."stage_ms") AS "stage_ms", sum("e"."late_stage_ms") AS "late_stage_ms"
          FROM "service_minute", unnest("service_minute"."client_ttft", "service_minute"."gateway_ttft", "service_minute"."tpot", "service_minute"."gateway", "service_minute"."queue", "service_minute"."prefill", "service_minute"."first_token", "service_minute"."relay", "service_minute"."network", "service_minute"."stage_ms", "service_minute"."late_stage_ms") WITH ORDINALITY
            AS "e"("client_ttft", "gateway_ttft", "tpot", "gateway", "queue", "prefill", "first_token", "relay", "network", "stage_ms", "late_stage_ms", "index")
         GROUP BY 1, 2, 3
      ) "elements"
     GROUP BY 1, 2
  ) "summed"
 WHERE "summed"."site_id" = "service_hour"."site_id" AND "summed"."hour" = "service_hour"."hour";
