import { expect, it } from 'vitest';
import { audit, tornAt } from './audit.ts';
import { chunk, message, storedAnswer } from './testing/answers.ts';

const kindsOf = (messages: Parameters<typeof audit>[0], stored: Parameters<typeof audit>[1]) =>
  audit(messages, stored).map(({ kind }) => kind);

const well = { clientMessageIds: ['m'], answers: [storedAnswer()] };

it('finds nothing where all is well', () => {
  expect(audit([message()], well)).toEqual([]);
});

it.each<[string, Parameters<typeof audit>[1], string[]]>([
  ['a message that is not stored', { clientMessageIds: [], answers: [] }, ['lost']],
  ['one that is stored twice', { ...well, clientMessageIds: ['m', 'm'] }, ['doubled']],
  ['one that nobody sent', { ...well, clientMessageIds: ['m', 'x'] }, ['doubled']],
  ['one without an answer', { ...well, answers: [] }, ['lost']],
  ['one with two', { ...well, answers: [storedAnswer(), storedAnswer({ generationId: 'h' })] }, ['doubled']],
  [
    'an answer that still runs',
    { ...well, answers: [storedAnswer({ state: 'running', endings: 0, texts: [] })] },
    ['unended', 'torn'],
  ],
  ['an end of which nobody was told', { ...well, answers: [storedAnswer({ endings: 0 })] }, ['unended']],
  ['two ends', { ...well, answers: [storedAnswer({ endings: 2 })] }, ['doubled']],
  ['another text than was seen', { ...well, answers: [storedAnswer({ texts: ['You can.'] })] }, ['torn', 'torn']],
])('%s', (_, stored, kinds) => {
  expect(kindsOf([message()], stored)).toEqual(kinds);
});

it('a refusal is honest: its customer knows, and nothing is stored', () => {
  expect(audit([message({ outcome: 'refused', text: '' })], { clientMessageIds: [], answers: [] })).toEqual([]);
});

it('so is an answer that was given up, with what was shown of it', () => {
  const failed = storedAnswer({ state: 'failed', errorCode: 'generation_failed' });
  expect(audit([message({ outcome: 'ended' })], { clientMessageIds: ['m'], answers: [failed] })).toEqual([]);
});

it('a text that changed before its customer’s eyes is torn', () => {
  expect(kindsOf([message({ outcome: 'wrong-text', text: 'You ' })], well)).toEqual(['torn']);
});

it('who waited in vain for a stored answer has lost nothing', () => {
  expect(audit([message({ outcome: 'unanswered', text: 'You ' })], well)).toEqual([]);
});

it('chunks of two claims may follow each other, without a hole or an overlap', () => {
  const first = chunk({ tokens: 2, text: 'Grüße 🌿' });
  const second = chunk({ epoch: 2, firstToken: 2, position: 8, text: ' ab' });
  expect(tornAt([first, second])).toEqual([]);
  expect(tornAt([first, { ...second, firstToken: 3 }])).toEqual(['token 2 is expected, a chunk begins with 3']);
  expect(tornAt([first, { ...second, firstToken: 1 }])).toHaveLength(1);
  expect(tornAt([first, { ...second, position: 7 }])).toEqual(['text goes on at 8, a chunk begins at 7']);
  expect(tornAt([{ ...first, epoch: 3 }, second])).toEqual(['epoch 2 wrote after epoch 3']);
});
