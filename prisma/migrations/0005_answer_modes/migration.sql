-- CreateEnum
CREATE TYPE "answer_mode" AS ENUM ('quote', 'phrase', 'plain');

-- CreateEnum
CREATE TYPE "conversation_state" AS ENUM ('bot', 'waiting_for_person');

-- AlterTable
ALTER TABLE "site" ADD COLUMN     "answer_mode" "answer_mode" NOT NULL DEFAULT 'quote',
ADD COLUMN     "languages" TEXT[] DEFAULT ARRAY['en']::TEXT[];

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "state" "conversation_state" NOT NULL DEFAULT 'bot';

-- AlterTable
ALTER TABLE "message" ADD COLUMN     "sources" JSONB;

-- AlterTable
ALTER TABLE "generation" ADD COLUMN     "guarded" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "stale" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "system_text" TEXT;

-- AlterTable
ALTER TABLE "generation_input" ADD COLUMN     "knowledge_version" INTEGER,
ADD COLUMN     "passage_ids" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "purged_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "generation_input_passage_ids_idx" ON "generation_input" USING GIN ("passage_ids");

-- A deleted passage's text is taken out of what answers were made from; nothing else of an input ever changes.
CREATE FUNCTION "refuse_input_update"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  purged CONSTANT text[] := '{prompt_ids,grounding,purged_at}';
BEGIN
  IF NEW.purged_at IS NULL OR to_jsonb(NEW) - purged IS DISTINCT FROM to_jsonb(OLD) - purged THEN
    RAISE EXCEPTION '% is immutable, but for what is purged', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER "generation_input_immutable" ON "generation_input";
CREATE TRIGGER "generation_input_immutable" BEFORE UPDATE ON "generation_input" FOR EACH ROW EXECUTE FUNCTION "refuse_input_update"();
