-- What workers dropped of a customer who was deleted, for the receipt.
CREATE TABLE "deletion_worker" (
    "receipt_id" UUID NOT NULL,
    "worker_id" TEXT NOT NULL,
    "site_id" UUID NOT NULL,
    "conversations" INTEGER NOT NULL DEFAULT 0,
    "blocks" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "deletion_worker_pkey" PRIMARY KEY ("receipt_id", "worker_id")
);
ALTER TABLE "deletion_worker" ADD CONSTRAINT "deletion_worker_receipt_id_fkey"
  FOREIGN KEY ("receipt_id") REFERENCES "deletion_receipt"("id") ON DELETE CASCADE ON UPDATE CASCADE;
