import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadTokenizer } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { languagesOfLists } from './list-languages.ts';
import { repliesIn, rivalsOf, textsToldApart, wordingsOf } from './reply-list.ts';
import { mayBeginAlike } from './reply-text-problems.ts';

const read = (name: string) => readFileSync(path.join(process.env.MODEL_DIR ?? '', name), 'utf8');
const tokenizer = loadTokenizer({ tokenizerJson: read('tokenizer.json'), chatTemplate: read('chat_template.jinja') });
const firstId = (text: string) => tokenizer.encodeText(text)[0];
const beginAlike = (text: string, other: string) => firstId(text) === firstId(other);

it('has the first token tell whether the model answers, hands over or replies', () => {
  for (const language of languagesOfLists())
    for (const handsOver of [true, false]) {
      const list = repliesIn(language, 'Fernway', wordingsOf({}, { handsOver }));
      for (const entry of [...list.leadIns, ...list.replies]) expect(rivalsOf(entry, list, beginAlike)).toEqual([]);
    }
  const good = { hello: 'Welcome to {site}!' };
  expect(
    textsToldApart({ ...good, hi: 'Iris here!', 'not-known': 'Hi, nobody told me.' }, 'Fernway', beginAlike),
  ).toEqual(good);
});

it('refuses in the editor whatever begins with the token of another entry', () => {
  const list = repliesIn('en', 'Fernway');
  const words = 'Ihr Ich Ik Iris Hereby IKEA Iberia Ourania Good Goodness An Animal Discover Youtube Letty Hier Nope';
  for (const text of words.split(' '))
    for (const entry of [...list.leadIns, ...list.replies])
      if (beginAlike(text, entry.text)) expect(mayBeginAlike(text, entry.text), `${text}, ${entry.text}`).toBe(true);
});
