import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyModel } from '@frontdesk/models/testing';
import { loadTokenizer, type Tokenizer } from '@frontdesk/tokenizer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AnswerText } from './answer-text.ts';

const dir = mkdtempSync(join(tmpdir(), 'answer-text-'));
let tokenizer: Tokenizer;

beforeAll(async () => {
  tokenizer = loadTokenizer(await writeTinyModel(dir));
});
afterAll(() => rmSync(dir, { recursive: true }));

const say = (text: AnswerText, ids: readonly number[]) => ids.map((id) => text.push([id]));

describe('AnswerText', () => {
  it.each(['Plain words.', 'Grüße 🌿 日本, 👩‍🌾!', 'Two lines\nof text'])('tells %j in whole characters', (said) => {
    const text = new AnswerText(tokenizer, []);
    const pieces = say(text, tokenizer.encodeText(said));
    expect(pieces.join('') + text.end()).toBe(said);
    for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
  });

  it('ends before a stop string, and holds back what may be one', () => {
    const text = new AnswerText(tokenizer, ['\nQ:']);
    const pieces = say(text, tokenizer.encodeText('Yes.\nQ: And'));
    expect(pieces.join('') + text.end()).toBe('Yes.');
    expect(text.stopped).toBe(true);
  });

  it('ends before a repetition', () => {
    const text = new AnswerText(tokenizer, []);
    const told = say(text, tokenizer.encodeText('It takes five days. It takes five days. It'));
    expect(told.join('') + text.end()).toBe('It takes five days.');
    expect(text.stopped).toBe(true);
  });

  it('goes on where another worker was, at any id, without a character twice or missing', () => {
    const said = 'Grüße 🌿: it takes five days.\nQuick? It takes two.';
    const ids = tokenizer.encodeText(said);
    for (let cut = 0; cut <= ids.length; cut += 1) {
      const before = new AnswerText(tokenizer, ['\nQ:']);
      const told = say(before, ids.slice(0, cut)).join('');
      const after = new AnswerText(tokenizer, ['\nQ:'], told);
      expect(after.push(ids.slice(0, cut))).toBe('');
      expect(told + say(after, ids.slice(cut)).join('') + after.end()).toBe(said);
    }
  });

  it('drops a guarded number that its end cuts off', () => {
    const ids = tokenizer.encodeText('It costs €1');
    const guarded = () => new AnswerText(tokenizer, [], '', { guarded: true });
    const [cut, whole] = [guarded(), guarded()];
    expect(say(cut, ids).join('') + cut.end({ isCut: true })).toBe('It costs ');
    expect(say(whole, ids).join('') + whole.end()).toBe('It costs €1');
  });

  it('never tells NUL, which no database stores', () => {
    const text = new AnswerText(tokenizer, []);
    expect(say(text, tokenizer.encodeText('a\0b')).join('') + text.end()).toBe('a\ufffdb');
  });

  it('refuses to go on from a text that is not that of the ids', () => {
    const text = new AnswerText(tokenizer, [], 'Something else');
    expect(() => text.push(tokenizer.encodeText('Hello'))).toThrow(/not the text/);
  });

  it.each([
    ['', false],
    [' \n', false],
    ['x', true],
  ])('%j has words: %s', (said, expected) => {
    const text = new AnswerText(tokenizer, []);
    text.push(tokenizer.encodeText(said));
    expect(text.hasWords).toBe(expected);
  });
});
