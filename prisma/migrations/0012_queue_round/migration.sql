-- Fair share between sites and visitors: whose turn an answer takes at its site, and in which round of the queue it is served.
ALTER TABLE "generation" ADD COLUMN     "queue_flow" UUID,
ADD COLUMN     "queue_round" INTEGER NOT NULL DEFAULT 0;
