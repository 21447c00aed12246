import { expect, it } from 'vitest';
import { needsPreviousQuestion } from './needs-previous-question.ts';

it.each([
  ['And to Ireland?', true],
  ['what about kids', true],
  ['Is it free?', true],
  ['How long does that take?', true],
  ['for two?', true],
  ['on Sunday?', true],
  ['Do you ship to Ireland?', false],
  ['How much is a day ticket for a child?', false],
  ['I bought a lamp last week and would like to know whether it can be returned', false],
])('%s: %s', (question, needs) => {
  expect(needsPreviousQuestion(question)).toBe(needs);
});
