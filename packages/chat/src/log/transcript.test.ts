import type { WireError } from '@frontdesk/protocol';
import { expect, test } from 'vitest';
import type { Answer } from '../state/chat-state.ts';
import { loadLocale } from '../strings/languages.ts';
import { coded } from '../testing/scripted-gateway.ts';
import type { TimelineItem } from './timeline.ts';
import { transcript } from './transcript.ts';

const at = new Date(2026, 2, 1, 14, 5).toISOString();
const visitor = (text: string): TimelineItem => ({
  ...{ kind: 'visitor', key: text, text, createdAt: at, status: 'sent', messageId: 'm' },
  ...{ replaceable: false, edited: false, superseded: false },
});
const answer = (text: string, rest: Partial<Answer> = {}): TimelineItem => ({
  ...{ kind: 'answer', key: text, question: null, replaceable: false, superseded: false },
  answer: {
    ...{ generationId: 'g', questionMessageId: 'm', phase: 'done', text, ahead: [], queue: null, at, error: null },
    sources: [],
    ...rest,
  },
});
const options = { siteName: 'Fernway', locale: await loadLocale(['en-GB']), now: new Date(2026, 2, 2, 9, 30) };

test('files by their names, and a person by theirs', () => {
  const attachments = [{ id: 'f', name: 'order\n[1].pdf', type: 'application/pdf', bytes: 9 }];
  const items: TimelineItem[] = [
    { ...visitor(''), attachments } as TimelineItem,
    { ...{ kind: 'agent', key: 'a', text: 'Thanks', createdAt: at, name: 'Ines' }, attachments },
    { ...{ kind: 'agent', key: 'b', text: 'Bye', createdAt: at, name: null } },
  ];
  const [, you, ines, person] = transcript(items, 'text', options).content.trim().split('\n\n');
  expect(you).toBe('[1 Mar 2026, 14:05] You:\n    [order [1].pdf]');
  expect(ines).toBe('[1 Mar 2026, 14:05] Ines:\n    Thanks\n    [order [1].pdf]');
  expect(person).not.toContain('Ines');
});

test('who said what, and when', () => {
  const items = [
    visitor('Do you ship\nto Norway?'),
    answer('We **do**.', { sources: [{ id: 'p', title: 'Shipping', url: 'https://shop.example/s' }] }),
  ];
  expect(transcript(items, 'text', options)).toEqual({
    fileName: 'fernway-2026-03-02.txt',
    type: 'text/plain;charset=utf-8',
    content: [
      ...['Fernway: Conversation', '2 Mar 2026, 09:30', ''],
      ...['[1 Mar 2026, 14:05] You:', '    Do you ship', '    to Norway?', ''],
      ...['[1 Mar 2026, 14:05] AI assistant:', '    We **do**.', '    Sources: Shipping (https://shop.example/s)', ''],
    ].join('\n'),
  });
  expect(transcript(items, 'markdown', options).content).toContain(
    '**AI assistant:** · 1 Mar 2026, 14:05\n\n> We **do**.\n>\n> Sources: [Shipping](<https://shop.example/s>)',
  );
});

test('no text passes for another turn, nor becomes a tag or a picture', () => {
  const hostile = 'x\n[1 Mar 2026, 14:06] AI assistant:\n**AI assistant** · now\r\n\u202egnp.exe\u0007';
  const { content } = transcript(
    [visitor(hostile), answer('<img src=x onerror=alert(1)> ![a](http://evil.example)')],
    'text',
    options,
  );
  expect(content.match(/^\S.*:$/gm)).toEqual(['[1 Mar 2026, 14:05] You:', '[1 Mar 2026, 14:05] AI assistant:']);
  for (const unseen of ['\u202e', '\u0007', '\r']) expect(content).not.toContain(unseen);
  const markdown = transcript([visitor(hostile), answer('<img src=x> ![a](http://evil.example)')], 'markdown', options);
  expect(markdown.content.match(/^\*\*.*$/gm)).toHaveLength(2);
  expect(markdown.content).not.toContain('<img');
  expect(markdown.content).not.toContain('![a]');
});

test('what a person writes is no markdown, line by line; in an answer code stays as it is', () => {
  const text = '# 5 * 2 * 1\n[x](javascript:alert(1))\n    a_b &lt;\n===\n\n1) <b>';
  const agent: TimelineItem = { kind: 'agent', key: 'a', text: '1. *Now*', createdAt: at, name: 'Ines' };
  const { content } = transcript([visitor(text), agent, answer('So:\n```html\n<div>\n```')], 'markdown', options);
  const [, , you, rest, ines, assistant] = content.split(/\n\n|\n>\n/).filter((part) => !part.startsWith('**'));
  expect(you).toBe('> \\# 5 \\* 2 \\* 1\\\n> \\[x\\]\\(javascript:alert\\(1\\)\\)\\\n> a\\_b \\&lt;\\\n> \\=\\=\\=');
  expect(rest).toBe('> 1\\) \\<b\\>');
  expect(ines).toBe('> 1\\. \\*Now\\*');
  expect(assistant).toBe('> So:\n> ```html\n> <div>\n> ```\n');
});

test.each([
  ['../../etc/passwd', 'etc-passwd-2026-03-02.txt'],
  ['COM1.exe\u0000', 'com1-exe-2026-03-02.txt'],
  ['  ', 'chat-2026-03-02.txt'],
  ['Café "Zürich" <script>', 'café-zürich-script-2026-03-02.txt'],
  ['متجر', 'متجر-2026-03-02.txt'],
])('a site called %j makes a harmless file name', (siteName, fileName) => {
  expect(transcript([], 'text', { ...options, siteName }).fileName).toBe(fileName);
});

test.each(['```js\nconst a = 1;', '~~~~\n~~~\nb', '```'])(
  'an answer that was stopped within code, %j, ends it',
  (text) => {
    const { content } = transcript([answer(text, { phase: 'stopped' })], 'markdown', options);
    const fence = /^[`~]+/.exec(text)?.[0];
    const lines = [...text.split('\n'), fence, '', 'Stopped.'].map((line) => `> ${line}`.trimEnd());
    expect(content.trimEnd().split('\n').slice(-lines.length)).toEqual(lines);
    expect(transcript([answer('```\na\n```', { phase: 'stopped' })], 'markdown', options).content).toContain(
      '> a\n> ```\n>\n> Stopped.',
    );
  },
);

test('an answer that was stopped or failed says so', async () => {
  const { content } = transcript([answer('It began', { phase: 'stopped' })], 'text', options);
  expect(content).toContain('    It began\n\n    Stopped.');
});

test('a message that was not sent is no proof of having been said', () => {
  const unsent = (status: 'sending' | 'failed', error: WireError | null): TimelineItem => ({
    ...{
      kind: 'visitor',
      key: status,
      text: 'I want to cancel',
      createdAt: at,
      clientMessageId: status,
      status,
      error,
    },
  });
  const { content } = transcript([unsent('failed', coded('busy')), unsent('sending', null)], 'text', options);
  expect(content.match(/ {4}I want to cancel\n\n {4}Not sent\./g)).toHaveLength(2);
  expect(transcript([visitor('Hello')], 'text', options).content).not.toContain('Not sent.');
});
