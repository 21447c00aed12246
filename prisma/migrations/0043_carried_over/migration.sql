-- Of an anonymous visitor, all of whose is a customer's since their site's server has said who they are: a token that names the
-- row speaks for nobody. Nullable and without a default, so that no row is written.
ALTER TABLE "visitor" ADD COLUMN "carried_over_at" TIMESTAMPTZ(3);
