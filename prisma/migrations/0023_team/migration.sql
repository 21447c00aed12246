-- When people of a site answer, and who of them: the protocol's team settings.
ALTER TABLE "site" ADD COLUMN     "team_settings" JSONB NOT NULL DEFAULT '{}';
