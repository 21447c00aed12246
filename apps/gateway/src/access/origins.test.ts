import { describe, expect, test } from 'vitest';
import { isAllowedOrigin, isOwnOrigin, requestHost, requestScheme } from './origins.ts';

const direct = { publicUrl: undefined, trustedProxies: 0 };
const proxied = { publicUrl: undefined, trustedProxies: 1 };

describe('isAllowedOrigin', () => {
  test.each([
    ['https://shop.example', ['https://shop.example'], true],
    ['http://localhost:5173', ['http://localhost:*'], true],
    ['http://localhost', ['http://localhost:*'], true],
    ['http://shop.example', ['https://shop.example'], false],
    ['https://shop.example:8443', ['https://shop.example'], false],
    ['https://evil.example', ['https://shop.example'], false],
    ['https://shop.example.evil.example', ['https://shop.example'], false],
    ['http://localhost.evil.example:80', ['http://localhost:*'], false],
    ['http://localhost:80@evil.example', ['http://localhost:*'], false],
    ['https://localhost:5173', ['http://localhost:*'], false],
    ['null', ['https://shop.example'], false],
    ['', ['https://shop.example'], false],
    ['https://shop.example/', ['https://shop.example'], false],
    ['https://shop.example', [], false],
  ])('%s with %j: %s', (origin, allowed, expected) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(expected);
  });
});

describe('isOwnOrigin', () => {
  test('the host that was asked for', () => {
    expect(isOwnOrigin('http://127.0.0.1:3000', { host: '127.0.0.1:3000' }, direct)).toBe(true);
    expect(isOwnOrigin('http://localhost:3000', { host: '127.0.0.1:3000' }, direct)).toBe(false);
    expect(isOwnOrigin('http://127.0.0.1:3001', { host: '127.0.0.1:3000' }, direct)).toBe(false);
  });

  test('a forwarded host is believed only from a trusted proxy', () => {
    const headers = { host: 'inner:3000', 'x-forwarded-host': 'chat.example' };
    expect(isOwnOrigin('https://chat.example', headers, direct)).toBe(false);
    expect(isOwnOrigin('https://chat.example', headers, proxied)).toBe(true);
  });

  test('the public address, whatever the Host header is', () => {
    const own = { publicUrl: 'https://chat.example/', trustedProxies: 0 };
    expect(isOwnOrigin('https://chat.example', { host: 'inner:3000' }, own)).toBe(true);
  });

  test('where the public address is https, no page of its host by http', () => {
    const https = { publicUrl: 'https://chat.example', trustedProxies: 0 };
    const http = { publicUrl: 'http://chat.example', trustedProxies: 0 };
    const behindTls = { publicUrl: 'https://chat.example', trustedProxies: 1 };
    const forwarded = { host: 'inner:3000', 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'http' };
    expect(isOwnOrigin('http://chat.example', { host: 'chat.example' }, https)).toBe(false);
    expect(isOwnOrigin('http://chat.example', forwarded, behindTls)).toBe(false);
    expect(isOwnOrigin('https://chat.example', forwarded, behindTls)).toBe(true);
    expect(isOwnOrigin('http://chat.example', { host: 'chat.example' }, http)).toBe(true);
    // By another name of the machine, of which nothing is known.
    expect(isOwnOrigin('http://10.0.0.1:3000', { host: '10.0.0.1:3000' }, https)).toBe(true);
  });
});

test('host and scheme as the browser sees them', () => {
  const headers = { host: 'inner:3000', 'x-forwarded-host': 'chat.example', 'x-forwarded-proto': 'https' };
  expect([requestHost(headers, direct), requestScheme(headers, direct)]).toEqual(['inner:3000', 'http']);
  expect([requestHost(headers, proxied), requestScheme(headers, proxied)]).toEqual(['chat.example', 'https']);
  expect(requestScheme({}, { publicUrl: 'https://chat.example', trustedProxies: 0 })).toBe('https');
});
