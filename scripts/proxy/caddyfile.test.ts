import { readFileSync } from 'node:fs';
import { errors } from '@frontdesk/protocol';
import { expect, it } from 'vitest';

const caddyfile = readFileSync(new URL('Caddyfile', import.meta.url), 'utf8');

it('says what a gateway would say, where none is ready', () => {
  const [, body = ''] = /respond `(\{.*\})`/.exec(caddyfile) ?? [];
  const [, seconds] = /Retry-After (\d+)/.exec(caddyfile) ?? [];
  const { sentence: message } = errors.unavailable;
  expect(JSON.parse(body)).toEqual({
    error: { code: 'unavailable', message, retryAfterMs: Number(seconds) * 1_000 },
  });
});
