import type { Queryable } from '../connection/client.ts';
import { makeApiKey, type NewApiKey } from '../sites/api-keys.ts';

/** Makes an API key that nobody is said to have made. @returns the key */
export const createApiKey = async (database: Queryable, key: NewApiKey): Promise<string> =>
  (await makeApiKey(database, key)).key;
