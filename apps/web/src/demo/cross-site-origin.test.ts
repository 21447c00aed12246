import { expect, test } from 'vitest';
import { crossSiteOrigin } from './cross-site-origin.ts';

test.each([
  ['localhost:3000', 'http', 'http://127.0.0.1:3000'],
  ['127.0.0.1:3000', 'http', 'http://localhost:3000'],
  ['chat.example.com', 'https', 'https://chat.example.com'],
  ['chat.example.com:8443', 'https', 'https://chat.example.com:8443'],
  ['localhost', 'http', 'http://127.0.0.1'],
])('the page at %s loads the chat from %s %s', (host, protocol, origin) => {
  expect(crossSiteOrigin(host, protocol)).toBe(origin);
});
