-- What single people did, for their figures: a row for each reply, resolution and rating. It outlives the conversation, as other
-- facts do, and the account: nothing cascades but the site.
CREATE TYPE "agent_fact_kind" AS ENUM ('reply', 'resolution', 'rating');

CREATE TABLE "agent_fact" (
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "site_id" UUID NOT NULL,
    "user_id" TEXT,
    "kind" "agent_fact_kind" NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_at" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3),
    "score" INTEGER,

    CONSTRAINT "agent_fact_pkey" PRIMARY KEY ("conversation_id","seq")
);

CREATE INDEX "agent_fact_site_id_done_at_idx" ON "agent_fact"("site_id", "done_at");

ALTER TABLE "agent_fact" ADD CONSTRAINT "agent_fact_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A mark of its own: it begins with the first conversation there is, and gateways of the version before, which know nothing of
-- it, leave no gap.
ALTER TABLE "analytics_roll_up" ADD COLUMN "agents_until" TIMESTAMPTZ(3);

-- Who resolved a conversation stands in the log of changes alone: the conversation's own has names, which customers may be told.
CREATE INDEX "audit_entry_resolved_idx" ON "audit_entry" ("target") WHERE "action" = 'conversation.resolved';
