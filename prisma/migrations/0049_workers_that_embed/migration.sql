-- Whether a worker has an embedding model: of those that have one, the last one makes the vectors of all passages anew. A worker of
-- before says nothing of it, and counts as having none. The default is a constant, so that no row is written.
ALTER TABLE "worker" ADD COLUMN "embeds" BOOLEAN NOT NULL DEFAULT false;
