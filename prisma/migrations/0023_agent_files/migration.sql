-- Files that agents send: the visitor is the one whose conversation they are for.
ALTER TABLE "attachment" ADD COLUMN     "agent_id" TEXT;

-- CreateIndex
CREATE INDEX "attachment_agent_id_created_at_idx" ON "attachment"("agent_id", "created_at");
