-- What was stored as floats is made anew, in bytes, by the next worker.
UPDATE "passage" SET "vectors" = NULL, "embedding_hash" = NULL WHERE "vectors" IS NOT NULL;
UPDATE "unanswered_question" SET "vector" = NULL, "embedding_hash" = NULL WHERE "vector" IS NOT NULL;
