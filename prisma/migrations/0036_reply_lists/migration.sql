-- These languages have a list of replies of their own now. Sites that answer in one of them alone had written over the English one.
UPDATE "site"
SET "reply_texts" = (
  SELECT jsonb_object_agg(CASE WHEN "key" LIKE 'language-%' THEN "key" ELSE "site"."languages"[1] || '/' || "key" END, "value")
  FROM jsonb_each("site"."reply_texts")
)
WHERE cardinality("languages") = 1
  AND "languages"[1] IN ('de', 'es', 'fr', 'it', 'nl', 'pt')
  AND "reply_texts" <> '{}';
