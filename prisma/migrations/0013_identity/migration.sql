-- Customers whom a site's server names and signs, with a secret of the site's own; and how a site's widget looks.
ALTER TABLE "visitor" ADD COLUMN     "external_id" TEXT,
ADD COLUMN     "identified_at" TIMESTAMPTZ(3),
ADD COLUMN     "name" TEXT,
ADD COLUMN     "email" TEXT;

-- It begins with the site, as the index before it.
CREATE UNIQUE INDEX "visitor_site_id_external_id_key" ON "visitor"("site_id", "external_id");
DROP INDEX "visitor_site_id_idx";

ALTER TABLE "site" ADD COLUMN     "widget_settings" JSONB NOT NULL DEFAULT '{}';

CREATE TABLE "identity_secret" (
    "site_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_until" TIMESTAMPTZ(3),

    CONSTRAINT "identity_secret_pkey" PRIMARY KEY ("site_id","version")
);
ALTER TABLE "identity_secret" ADD CONSTRAINT "identity_secret_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
