import { describe, expect, it } from 'vitest';
import { outline, read } from './testing/outline.ts';

describe('questions', () => {
  it('reads pairs, and takes marks for those of a list', async () => {
    const pairs = [
      { question: 'Open?', answer: 'Yes.\nDaily.' },
      { question: 'What do you sell?', answer: 'We sell:\n- bread\n- milk' },
    ];
    expect(await outline('questions', JSON.stringify(pairs))).toEqual([
      'Open? | Yes. | Daily.',
      'What do you sell? | We sell: | - bread | - milk',
    ]);
  });

  it.each(['[{"question": 1}]', '[', 'What?'])('refuses %j', async (text) => {
    await expect(read('questions', text)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
