-- When a page of the site's own first showed the chat: of sites that are in use already, from the next page on that does.
ALTER TABLE "site" ADD COLUMN "first_seen_at" TIMESTAMPTZ(3);
