-- An import that ends worker after worker is given up.
ALTER TABLE "knowledge_source" ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0;
