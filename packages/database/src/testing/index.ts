export { createApiKey } from './test-api-keys.ts';
export { useTestDatabase } from './test-database.ts';
export { acceptMessage, testMessage } from './test-messages.ts';
export { newSite } from './test-site.ts';
