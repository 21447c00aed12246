-- Keys that were made before may what all could then.
ALTER TABLE "api_key" ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['chat', 'conversations', 'system']::TEXT[];
