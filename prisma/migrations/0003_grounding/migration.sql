-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "confidence" DOUBLE PRECISION,
ADD COLUMN     "said" JSONB;

-- AlterTable
ALTER TABLE "generation_input" ADD COLUMN     "grounding" JSONB;
