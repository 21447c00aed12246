-- When a site's sources were last taken to be imported, for each lane: of all that wait, the site that was served longest ago comes
-- first. Kept apart from the sources, which are deleted and asked for again.
CREATE TABLE "import_turn" (
    "site_id" UUID NOT NULL,
    "lane" TEXT NOT NULL,
    "served_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "import_turn_pkey" PRIMARY KEY ("site_id","lane")
);

ALTER TABLE "import_turn" ADD CONSTRAINT "import_turn_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Visitors of whom nothing is known are deleted in the order in which they were seen last, whatever site they were at.
CREATE INDEX "visitor_nobody_idx" ON "visitor"("last_seen_at", "id") WHERE "external_id" IS NULL AND "name" IS NULL AND "email" IS NULL AND "blocked_at" IS NULL;
