import type { MessageRole } from '@frontdesk/protocol';
import { expect, it } from 'vitest';
import { theQuestion } from './retrieval.ts';

/** What a customer wrote, each message answered but the last. */
const conversation = (...texts: string[]) =>
  texts
    .flatMap((text): { role: MessageRole; text: string }[] => [
      { role: 'visitor', text },
      { role: 'assistant', text: 'Yes.' },
    ])
    .slice(0, -1);

it('the question before is the customer’s, whatever was answered', () => {
  expect(theQuestion(conversation('Do you have a blue vase?', 'What does it cost?'))).toEqual({
    question: 'What does it cost?',
    previousQuestion: 'Do you have a blue vase?',
    previousAnswer: 'Yes.',
  });
});

it.each([['ok'], ['Great, thanks!'], ['👍'], ['Hello'], ['thanks', '🙏'], ['are you a bot?']])(
  '%s is no question before',
  (...between) => {
    const { previousQuestion } = theQuestion(
      conversation('Do you have a blue vase?', ...between, 'What does it cost?'),
    );
    expect(previousQuestion).toBe('Do you have a blue vase?');
  },
);

it('a question before that leans on another one stands behind that', () => {
  const { previousQuestion, previousAnswer } = theQuestion(
    conversation('Do you have a blue vase?', 'and a red one?', 'thanks', 'and in green?'),
  );
  expect(previousQuestion).toBe('Do you have a blue vase? and a red one?');
  expect(previousAnswer).toBe('Yes.\nYes.');
});

it('what was answered is all since the question before', () => {
  const { previousAnswer } = theQuestion(conversation('Do you have a blue vase?', 'ok', 'What does it cost?'));
  expect(previousAnswer).toBe('Yes.\nYes.');
});

it('after a greeting nothing was asked before', () => {
  expect(theQuestion(conversation('Hello', 'What does it cost?')).previousQuestion).toBeUndefined();
});

it('thanks themselves are looked up as they are', () => {
  expect(theQuestion(conversation('Do you have a blue vase?', 'thanks'))).toEqual({
    question: 'thanks',
    previousQuestion: 'Do you have a blue vase?',
    previousAnswer: 'Yes.',
  });
});
