-- Whom a site's assistant asks about orders.
CREATE TABLE "order_look_up" (
    "site_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "examples" TEXT[],
    "asks_email" BOOLEAN NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_look_up_pkey" PRIMARY KEY ("site_id")
);
ALTER TABLE "order_look_up" ADD CONSTRAINT "order_look_up_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What came of it, before a worker makes the answer.
ALTER TABLE "generation" ADD COLUMN "order_answer" JSONB;
