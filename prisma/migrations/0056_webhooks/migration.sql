-- Where sites want to be told what happens in their conversations.
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "delivered_at" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "given_up" INTEGER NOT NULL DEFAULT 0,
    "paused_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- What they have not been told yet.
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "webhook_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "webhook_site_id_idx" ON "webhook"("site_id");
CREATE INDEX "webhook_delivery_webhook_id_next_at_idx" ON "webhook_delivery"("webhook_id", "next_at");
CREATE INDEX "webhook_delivery_conversation_id_idx" ON "webhook_delivery"("conversation_id");

ALTER TABLE "webhook" ADD CONSTRAINT "webhook_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- With the event, whoever writes it: an event that is stored is told, one that is not stored is not, and versions of the product that
-- know nothing of webhooks tell them, too. Once a statement, not once a row.
CREATE FUNCTION "tell_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO webhook_delivery (webhook_id, conversation_id, seq)
  SELECT webhook.id, logged.conversation_id, logged.seq
    FROM logged
    JOIN webhook ON webhook.site_id = logged.site_id AND webhook.paused_at IS NULL
                AND logged.payload->>'type' = ANY (webhook.events)
    JOIN conversation ON conversation.id = logged.conversation_id AND NOT conversation.sandbox
  -- One that is being deleted is told nothing more: waiting for that would hold up whoever writes, and fail in the end.
     FOR KEY SHARE OF webhook SKIP LOCKED;
  RETURN NULL;
END
$$;
CREATE TRIGGER "tell_webhooks" AFTER INSERT ON "conversation_event" REFERENCING NEW TABLE AS logged
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_webhooks"();
