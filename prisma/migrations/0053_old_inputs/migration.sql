-- By which what old answers were made from is found, and purged: what holds nothing of it any more is not in it.
CREATE INDEX "generation_input_unpurged_idx" ON "generation_input"("created_at")
 WHERE cardinality("prompt_ids") > 0 OR "grounding"->'question' IS NOT NULL;

-- A version of a prompt that goes with its site is taken out of visitors: few of them try one.
CREATE INDEX "visitor_prompt_version_id_idx" ON "visitor"("prompt_version_id") WHERE "prompt_version_id" IS NOT NULL;
