-- A link with which somebody chooses a new password: one of each person, the newest.
CREATE TABLE "password_link" (
    "user_id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_link_pkey" PRIMARY KEY ("user_id")
);

CREATE UNIQUE INDEX "password_link_token_hash_key" ON "password_link"("token_hash");

ALTER TABLE "password_link" ADD CONSTRAINT "password_link_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
