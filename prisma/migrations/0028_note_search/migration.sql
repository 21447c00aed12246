-- What agents find notes by: few of all events are notes, the others cost nothing.
CREATE INDEX "conversation_event_note_search_idx" ON "conversation_event"
  USING GIN (message_words("payload"->'note'->>'text'))
  WHERE "payload"->>'type' = 'note:created';
