import type { MessageRole } from '@frontdesk/protocol';
import type { ChatMessage } from '@frontdesk/tokenizer';
import { expect, it } from 'vitest';
import { buildPrompt } from './build-prompt.ts';

const source = { siteName: 'Fernway', systemPrompt: 'Returns: 30 days.' };
const says = (role: MessageRole, text: string) => ({ role, text });
/** One token a word. */
const countTokens = ({ content }: ChatMessage) => content.split(/\s+/).length;
const systemTokens = countTokens({ role: 'system', content: systemOf(source) });

function systemOf({ siteName, systemPrompt }: typeof source): string {
  return `You are the customer support assistant of ${siteName}.\n${systemPrompt}`;
}

function build(history: { role: MessageRole; text: string }[], roomTokens = 1_000, passages?: string[]) {
  const budget = { budgetTokens: systemTokens + roomTokens, countTokens };
  const [system, ...rest] = buildPrompt({ ...source, history, ...(passages && { passages }) }, budget).messages;
  expect(system).toEqual({ role: 'system', content: systemOf(source) });
  return rest.map(({ role, content }) => `${role}: ${content}`);
}

it.each([
  ['a question', [says('visitor', 'hi')], ['user: hi']],
  [
    'a conversation; a person who answered is the assistant to the model',
    [says('visitor', 'a'), says('assistant', 'b'), says('visitor', 'c'), says('agent', 'd'), says('visitor', 'e')],
    ['user: a', 'assistant: b', 'user: c', 'assistant: d', 'user: e'],
  ],
  ['a question asked again after no answer', [says('visitor', 'a'), says('visitor', 'b')], ['user: a\nb']],
  ['words before the first question', [says('agent', 'welcome'), says('visitor', 'a')], ['user: a']],
  ['control characters', [says('visitor', ' a\u0000\u001b b\r\n')], ['user: a b']],
  ['an answer without words', [says('visitor', 'a'), says('assistant', ' '), says('visitor', 'b')], ['user: a\nb']],
])('builds a prompt from %s', (_, history, expected) => {
  expect(build(history)).toEqual(expected);
});

it('drops the older half at once when the conversation no longer fits, and keeps the cut while it grows', () => {
  const turns = Array.from({ length: 12 }, (_, index) => [
    says('visitor', `q${index} x`),
    says('assistant', `a${index} y`),
  ]);
  const begins: string[] = [];
  for (let asked = 1; asked <= turns.length; asked += 1) {
    const history = turns.slice(0, asked).flat().slice(0, -1);
    const lines = build(history, 20);
    expect(lines.at(-1)).toBe(`user: q${asked - 1} x`);
    expect(lines.join(' ').split(/\s+/).length - lines.length).toBeLessThanOrEqual(20);
    begins.push(lines[0]?.split(' ')[1] ?? '');
  }
  // A turn costs 4 tokens: five turns fit.
  expect(begins).toEqual(['q0', 'q0', 'q0', 'q0', 'q0', 'q3', 'q3', 'q3', 'q6', 'q6', 'q6', 'q9']);
});

it('cuts where it would without passages, however much is found: turns that were dropped never come back', () => {
  const room = 400;
  const words = (count: number, word: string) => Array.from({ length: count }, () => word).join(' ');
  const turns = Array.from({ length: 40 }, (_, index) => [
    says('visitor', `q${index} ${words(index % 7, 'x')}`),
    says('assistant', `a${index} ${words(10 + ((index * 13) % 40), 'y')}`),
  ]);
  const found = [[], [50], [250], [20, 30], [250, 250], [], [120, 120, 120], [399], [0], [90]].map((sizes) =>
    sizes.map((size) => words(size, 'fact')),
  );
  const begins: number[] = [];
  for (let asked = 2; asked <= turns.length; asked += 1) {
    const history = turns.slice(0, asked).flat().slice(0, -1);
    const lines = build(history, room, found[asked % found.length]);
    expect(lines.join(' ').split(/\s+/).length - lines.length).toBeLessThanOrEqual(room);
    expect(lines.at(-1)).toMatch(new RegExp(`(user|Question): q${asked - 1}\\b`));
    expect(lines[0], `question ${asked}`).toBe(build(history, room, [])[0]);
    begins.push(Number(/^user: q(\d+)/.exec(lines[0] ?? '')?.[1]));
  }
  expect(begins).toEqual(begins.toSorted((a, b) => a - b));
  // From 0 on: at each cut the older half of about ten turns.
  expect(new Set(begins).size).toBeGreaterThan(3);
  expect(new Set(begins).size).toBeLessThan(12);
});

it('keeps the newest question when nothing else fits beside it', () => {
  expect(build([says('visitor', 'a b'), says('assistant', 'c d'), says('visitor', 'e f g')], 3)).toEqual([
    'user: e f g',
  ]);
});

it('refuses a question that does not fit', () => {
  expect(() => build([says('visitor', 'a b c d')], 3)).toThrow(expect.objectContaining({ code: 'message_too_long' }));
});

it('refuses to build without a question', () => {
  expect(() => build([])).toThrow(/question/);
});

it('puts what is known in front of the question, behind all that the next prompt begins with', () => {
  const history = [says('visitor', 'a'), says('assistant', 'b'), says('visitor', 'c')];
  expect(build(history, 1_000, ['One  fact.', 'Another.'])).toEqual([
    'user: a',
    'assistant: b',
    'user: What you know:\n- One fact.\n- Another.\n\nQuestion: c',
  ]);
  // Nine words are the question and the first passage alone.
  expect(build(history.slice(2), 9, ['One fact.', 'Another.'])).toEqual([
    'user: What you know:\n- One fact.\n\nQuestion: c',
  ]);
  expect(build(history.slice(2), 1, ['One fact.', 'Another.'])).toEqual(['user: c']);
});
