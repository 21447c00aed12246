import { apiKeyBody, newInvitation, newWebSite, passwordBody, siteSettings } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import { fieldProblems, stillRefused, stillWrong } from './field-problems.ts';

const settings = {
  ...{ name: 'Shop', allowedOrigins: ['https://shop.example'], greeting: 'Hello', colour: '#1f7a4d', suggestions: [] },
  widget: {},
};

test('nothing is wrong with good values', () => {
  expect(fieldProblems(siteSettings, settings)).toEqual({});
});

test('each field has its own sentence', () => {
  const wrong = { ...settings, name: ' ', allowedOrigins: ['https://a.example', 'shop.example/chat'], colour: 'green' };
  expect(fieldProblems(siteSettings, { ...wrong, suggestions: ['x'.repeat(100)], widget: { offsetX: 900 } })).toEqual({
    name: 'Please fill this in.',
    'allowedOrigins.1': 'Write it as https://shop.example, without a path.',
    colour: 'Write it as #1f7a4d.',
    'suggestions.0': 'At most 80 characters.',
    'widget.offsetX': 'Not more than 400.',
  });
  expect(fieldProblems(siteSettings, { ...settings, widget: { offsetX: 1.5, offsetY: Number.NaN } })).toEqual({
    'widget.offsetX': 'Only a whole number.',
    'widget.offsetY': 'Please fill this in.',
  });
  expect(fieldProblems(newInvitation, { email: 'ann', role: 'agent' })).toEqual({
    email: 'This is not an e-mail address.',
  });
  expect(fieldProblems(passwordBody, { current: '', next: 'short' })).toEqual({
    current: 'Please fill this in.',
    next: 'At least 12 characters.',
  });
  expect(fieldProblems(newWebSite, { address: 'www.example.com' })).toEqual({
    address: 'This is not a web address, such as https://www.example.com.',
  });
  expect(fieldProblems(newWebSite, { address: 'https://ann:secret@www.example.com' })).toEqual({
    address: 'Leave out user name and password: the team sees the address.',
  });
  expect(fieldProblems(apiKeyBody, { name: 'Server', scopes: [] })).toEqual({ scopes: 'Choose at least one.' });
});

test('what was corrected since the last try is not wrong any more, and nothing new is', () => {
  const found = { name: 'Please fill this in.', colour: 'This is not right.' };
  expect(stillWrong(found, { colour: 'This is not right.', greeting: 'At most 500 characters.' })).toEqual({
    colour: 'This is not right.',
  });
});

test('what the gateway refused is wrong until it is typed anew', () => {
  const refusal = {
    problems: { email: 'Is a member already.', name: 'Is taken.' },
    typed: { email: 'a@b.c', name: 'A' },
  };
  expect(stillRefused(refusal, { email: 'a@b.c', name: 'A', role: 'agent' })).toEqual(refusal.problems);
  expect(stillRefused(refusal, { email: 'a@b.cc', name: 'A' })).toEqual({ name: 'Is taken.' });
});
