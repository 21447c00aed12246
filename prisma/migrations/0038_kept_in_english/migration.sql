-- Since 0036_reply_lists workers of the version before it did not find the own wordings of sites that answer in one of its
-- languages alone: until they were replaced they spoke English, and what they said may be kept for a day. It is made anew.
DELETE FROM "cached_answer" USING "site"
WHERE "site"."id" = "cached_answer"."site_id"
  AND NOT 'en' = ANY("site"."languages")
  AND EXISTS (SELECT FROM jsonb_object_keys("site"."reply_texts") AS "key" WHERE "key" ~ '^(de|es|fr|it|nl|pt)/');
