import { describe, expect, it } from 'vitest';
import { hasLengthOfMessage, loadQuestions } from './questions.ts';
import { systemPrompt } from './system-prompt.ts';

const { passages, topics } = await loadQuestions();
const threads = topics.flat();
const asked = threads.flat().map(({ ask }) => ask);

describe('what is asked', () => {
  it('is at least 200 different questions of 5 to 25 words', () => {
    expect(new Set(asked.map((ask) => ask.toLowerCase())).size).toBeGreaterThanOrEqual(200);
    expect(asked.filter((ask) => !hasLengthOfMessage(ask))).toEqual([]);
  });

  it('has follow-ups behind their questions, each thread asked once', () => {
    expect(threads.filter((thread) => thread.length > 1).length).toBeGreaterThanOrEqual(50);
    expect(new Set(threads.map(([first]) => first?.ask)).size).toBe(threads.length);
  });

  it('is answered by at least 200 passages, which the prompt does not have', () => {
    expect(passages.length).toBeGreaterThanOrEqual(200);
    expect(passages.filter(({ text }) => systemPrompt.includes(text))).toEqual([]);
  });
});

it.each([
  ['how are you today', false],
  ['  how are you   feeling today ', true],
  ['word '.repeat(25), true],
  ['word '.repeat(26), false],
])('%j has the length of a message: %s', (text, expected) => {
  expect(hasLengthOfMessage(text)).toBe(expected);
});
