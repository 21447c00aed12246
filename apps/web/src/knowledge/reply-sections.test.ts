import { expect, it } from 'vitest';
import { sectionsOf } from './reply-sections.ts';

const reply = (id: string, kind: string) => ({ id, kind, text: 'Text.', own: null, for: 'something' });

it('hides no reply, and shows none twice', () => {
  const replies = [
    reply('help', 'emergency'),
    reply('language-de', 'hand-over'),
    reply('not-known', 'hand-over'),
    reply('new', 'a-kind-of-tomorrow'),
    reply('hi', 'greeting'),
  ];
  const titles = sectionsOf(replies).map(({ title, replies }) => `${title}: ${replies.map(({ id }) => id)}`);
  expect(titles).toEqual([
    'Small talk: hi',
    'A person is wanted: help',
    'It does not know: not-known',
    'In other languages: language-de',
    'Others: new',
  ]);
});
