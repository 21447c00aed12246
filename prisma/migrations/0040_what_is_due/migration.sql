-- What is due to be deleted is found without reading all that is not. Visitors come last: they may be many, and their table takes
-- no row from when its index is begun until all of this is over.
CREATE INDEX "attachment_conversation_id_idx" ON "attachment"("conversation_id");
CREATE INDEX "attachment_unsent_idx" ON "attachment"("created_at") WHERE "state" <> 'sent';
CREATE INDEX "visitor_site_id_last_seen_at_idx" ON "visitor"("site_id", "last_seen_at");
