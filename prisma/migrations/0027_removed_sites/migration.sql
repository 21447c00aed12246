-- Since when a site is removed; after some days all of it is deleted.
ALTER TABLE "site" ADD COLUMN "removed_at" TIMESTAMPTZ(3);
CREATE INDEX "site_removed_at_idx" ON "site"("removed_at");

-- One row, of the whole installation.
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "demo_sites_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- Whoever has sites has had the demo sites, or wants none.
INSERT INTO "installation" ("demo_sites_at") SELECT min("created_at") FROM "site" HAVING count(*) > 0;

-- The log of changes can't be changed. It goes with its site, once that is gone.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD."site_id" IS NOT NULL AND NOT EXISTS (SELECT FROM "site" WHERE "id" = OLD."site_id") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
DROP TRIGGER "audit_entry_immutable" ON "audit_entry";
CREATE TRIGGER "audit_entry_immutable" BEFORE UPDATE OR DELETE ON "audit_entry" FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();
