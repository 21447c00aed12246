-- CreateTable
CREATE TABLE "service_minute" (
    "site_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "worker_id" TEXT NOT NULL,
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

    CONSTRAINT "service_minute_pkey" PRIMARY KEY ("site_id","minute","worker_id")
);

-- CreateTable
CREATE TABLE "service_roll_up" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "rolled_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "service_roll_up_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "service_minute_minute_idx" ON "service_minute"("minute");

-- AddForeignKey
ALTER TABLE "service_minute" ADD CONSTRAINT "service_minute_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One row says how far.
ALTER TABLE "service_roll_up" ADD CONSTRAINT "service_roll_up_one_row" CHECK ("id" = 1);

-- How many durations lie at or below each edge and above the one before, and as the last how many lie above all; nulls do not
-- count. Edges belong to the bucket below them, as Prometheus has it, and width_bucket puts them into the one above: so both
-- are negated.
CREATE FUNCTION "latency_histogram"("durations" DOUBLE PRECISION[], "edges" DOUBLE PRECISION[]) RETURNS INTEGER[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(coalesce(counted.n, 0) ORDER BY bucket.index)
    FROM generate_series(0, cardinality(edges)) AS bucket(index)
    LEFT JOIN (
      SELECT cardinality(edges) - width_bucket(-duration,
               (SELECT array_agg(-edge ORDER BY edge DESC) FROM unnest(edges) AS edge)) AS index, count(*)::int AS n
        FROM unnest(durations) AS duration
       WHERE duration IS NOT NULL
       GROUP BY 1
    ) counted ON counted.index = bucket.index
$$;
