-- Letters to the team about customers who wait: who is sent one when, and what of it they were told.
CREATE TABLE "waiting_letter" (
    "user_id" TEXT NOT NULL,
    "site_id" UUID NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimed_until" TIMESTAMPTZ(3),

    CONSTRAINT "waiting_letter_pkey" PRIMARY KEY ("user_id","site_id")
);

CREATE INDEX "waiting_letter_site_id_idx" ON "waiting_letter"("site_id");

CREATE TABLE "told_wait" (
    "user_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "site_id" UUID NOT NULL,
    "waiting_since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "told_wait_pkey" PRIMARY KEY ("user_id","conversation_id")
);

CREATE INDEX "told_wait_conversation_id_idx" ON "told_wait"("conversation_id");

CREATE INDEX "told_wait_site_id_idx" ON "told_wait"("site_id");

-- How many letters went out on a day to an address that nobody has proved.
CREATE TABLE "address_day_letters" (
    "day" DATE NOT NULL,
    "address" BYTEA NOT NULL,
    "letters" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "address_day_letters_pkey" PRIMARY KEY ("day","address")
);

-- Every few seconds it is asked who waits, whoever's they are: most conversations are not in it.
CREATE INDEX "conversation_waiting_since_idx" ON "conversation" ("waiting_since") WHERE "waiting_since" IS NOT NULL;

ALTER TABLE "waiting_letter" ADD CONSTRAINT "waiting_letter_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "waiting_letter" ADD CONSTRAINT "waiting_letter_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "told_wait" ADD CONSTRAINT "told_wait_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "told_wait" ADD CONSTRAINT "told_wait_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "told_wait" ADD CONSTRAINT "told_wait_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who wants none.
ALTER TABLE "user" ADD COLUMN     "waiting_letters" BOOLEAN NOT NULL DEFAULT true;

-- How many went out on a day of a site.
ALTER TABLE "site_day_usage" ADD COLUMN     "letters" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "team_letters" INTEGER NOT NULL DEFAULT 0;
