-- What agents find customers by: the words of a name, and of an e-mail address its parts. The parser of texts would leave those
-- together, as it does what an apostrophe parts.
CREATE FUNCTION search_words(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN to_tsvector('simple', translate(said, '@._+-''’‘', '        '));

-- Most customers are anonymous: those cost nothing.
CREATE INDEX "visitor_search_idx" ON "visitor"
  USING GIN (search_words(coalesce("name", '') || ' ' || coalesce("email", '')))
  WHERE "name" IS NOT NULL OR "email" IS NOT NULL;
CREATE INDEX "conversation_contact_search_idx" ON "conversation" USING GIN (search_words("contact_email"))
  WHERE "contact_email" IS NOT NULL;
