import { expect, it } from 'vitest';
import { sentencesOfPrompt } from './prompt-index.ts';

it('takes a prompt apart into sentences, and finds answers by their questions', () => {
  const prompt = `Fernway sells plants. It is a shop.

Q: Where do you ship?
A: To Spain. Not to Peru.
Q: Are you open?
A: Until 6 p.m.

- Returns are free.
2. Pots are not.`;
  expect(sentencesOfPrompt(prompt)).toEqual([
    { id: 'prompt-1', title: '', sentences: ['Fernway sells plants.'] },
    { id: 'prompt-2', title: '', sentences: ['It is a shop.'] },
    { id: 'prompt-3', title: 'Where do you ship?', sentences: ['To Spain.'] },
    { id: 'prompt-4', title: 'Where do you ship?', sentences: ['Not to Peru.'] },
    { id: 'prompt-5', title: 'Are you open?', sentences: ['Until 6 p.m.'] },
    { id: 'prompt-6', title: '', sentences: ['Returns are free.'] },
    { id: 'prompt-7', title: '', sentences: ['Pots are not.'] },
  ]);
});
