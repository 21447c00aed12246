import { randomUUID } from 'node:crypto';
import type { Notice } from '@frontdesk/protocol';
import { describe, expect, it } from 'vitest';
import { fromPayload, toPayload } from './notice-payload.ts';

const maxBytes = 1_000;

const words = (text: string): Extract<Notice, { kind: 'words' }> => ({
  kind: 'words',
  siteId: randomUUID(),
  conversationId: randomUUID(),
  generationId: randomUUID(),
  position: 12,
  text,
});

describe('a notice payload', () => {
  it.each(['', 'Hello', 'Grüße 🌿 日本', '"quoted" \\ \n', '\u0001'])('carries %j', (text) => {
    const notice = words(text);
    expect(fromPayload(toPayload(notice, maxBytes))).toEqual(notice);
  });

  it('counts bytes, not characters: the longest text that fits is carried, one more is left out', () => {
    const empty = words('');
    const room = maxBytes - Buffer.byteLength(JSON.stringify(empty));
    const fits = { ...empty, text: 'é'.repeat(Math.floor(room / 2)) };
    expect(fromPayload(toPayload(fits, maxBytes))).toEqual(fits);
    const tooLong = { ...empty, text: `${fits.text}é` };
    expect(fromPayload(toPayload(tooLong, maxBytes))).toEqual({ ...empty, text: null });
  });

  it.each(['', 'x', '{}', '{"kind":"words"}', '[1]'])('refuses %j', (payload) => {
    expect(() => fromPayload(payload)).toThrow();
  });

  it('is nothing where only a newer version knows its kind', () => {
    expect(fromPayload('{"kind":"unheard-of","siteId":1}')).toBeNull();
  });
});
