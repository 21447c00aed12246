import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const directive = (policy: string, name: string): string | undefined =>
  policy.split('; ').find((line) => line.startsWith(`${name} `));
const host = 'chat.example:8443';

test('only scripts of the page itself and those with its nonce run', () => {
  const policy = contentSecurityPolicy('abc', { host });
  expect(directive(policy, 'script-src')).toBe("script-src 'self' 'nonce-abc'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(directive(policy, 'frame-src')).toBe("frame-src 'none'");
});

test('a page with the chat allows its origin as script, frame and connection, and nowhere else', () => {
  const policy = contentSecurityPolicy('abc', { host, widgetOrigin: 'http://127.0.0.1:3000' });
  const allowing = policy.split('; ').filter((line) => line.includes('http://127.0.0.1:3000'));
  expect(allowing.map((line) => line.split(' ')[0])).toEqual(['script-src', 'connect-src', 'frame-src']);
});

test('a page that shows another one of its origin in itself frames nothing else', () => {
  expect(directive(contentSecurityPolicy('abc', { host, framesOwn: true }), 'frame-src')).toBe("frame-src 'self'");
});

test('sockets go to the page’s own host, and what is no host adds nothing', () => {
  const connecting = (to: string) => directive(contentSecurityPolicy('abc', { host: to }), 'connect-src');
  expect(connecting(host)).toBe(`connect-src 'self' ws://${host} wss://${host}`);
  expect(connecting('chat.example; script-src *')).toBe("connect-src 'self'");
});
