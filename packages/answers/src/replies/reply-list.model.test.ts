import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { englishReplies } from './reply-list.ts';

it('has the first token tell whether the model answers, hands over or replies', () => {
  const read = (name: string) => readFileSync(path.join(process.env.MODEL_DIR ?? '', name), 'utf8');
  const tokenizer = loadTokenizer({ tokenizerJson: read('tokenizer.json'), chatTemplate: read('chat_template.jinja') });
  const { leadIns, replies } = englishReplies('Fernway');
  const branches = [
    leadIns,
    replies.filter(({ kind }) => kind === 'hand-over'),
    replies.filter(({ kind }) => kind !== 'hand-over'),
  ].map((texts) => [...new Set(texts.map(({ text }) => tokenizer.encodeText(text)[0]))]);
  const firstIds = branches.flat();
  expect(new Set(firstIds).size).toBe(firstIds.length);
});
