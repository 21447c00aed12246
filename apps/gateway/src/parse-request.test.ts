import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parseRequest } from './parse-request.ts';

const schema = z.object({ name: z.string(), texts: z.optional(z.record(z.string(), z.array(z.string()))) });

it.each([
  ['a NUL', { name: 'a\0b' }, 'bad_request'],
  ['half a character', { name: '\ud83d' }, 'not_utf8'],
  ['a NUL further in', { name: 'a', texts: { a: ['b', '\0'] } }, 'bad_request'],
  ['a NUL in a name', { name: 'a', texts: { '\0': [] } }, 'bad_request'],
  ['half a character in a name', { name: 'a', texts: { '\udc00': [] } }, 'not_utf8'],
])('refuses %s, which the store can’t hold', (_, payload, code) => {
  expect(() => parseRequest(schema, payload)).toThrow(expect.objectContaining({ code }));
});

it('takes texts of any script, and leaves out what is not asked for', () => {
  const asked = { name: 'Ada 👩‍🚀\n', texts: { a: ['ö'] } };
  expect(parseRequest(schema, { ...asked, more: '\0' })).toEqual(asked);
});
