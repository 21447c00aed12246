import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { branchesAreToldApart, englishReplies, wordingsOf } from './reply-list.ts';

it('has the first token tell whether the model answers, hands over or replies', () => {
  const read = (name: string) => readFileSync(path.join(process.env.MODEL_DIR ?? '', name), 'utf8');
  const tokenizer = loadTokenizer({ tokenizerJson: read('tokenizer.json'), chatTemplate: read('chat_template.jinja') });
  const firstId = (text: string) => tokenizer.encodeText(text)[0];
  for (const handsOver of [true, false]) {
    const list = englishReplies('Fernway', wordingsOf({}, { handsOver }));
    expect(branchesAreToldApart(list, firstId)).toBe(true);
  }
  const texts = { 'not-known': 'Hi, nobody told me that.' };
  expect(branchesAreToldApart(englishReplies('Fernway', texts), firstId)).toBe(false);
});
