import { expect, test } from 'vitest';
import { replyLetter } from './reply-letter.ts';

const reply = { text: 'We <b>do</b>.\n\nSee "you" & yours', author: 'Ada', attachments: [] };
const letter = (more: Partial<Parameters<typeof replyLetter>[0]> = {}) =>
  replyLetter({
    ...{ to: 'ann@example.org', siteName: 'Fernway', language: 'en', replies: [reply] },
    ...{ link: 'https://chat.example/chat/demo#resume=a.b', ...more },
  });

test('a letter brings what people wrote, as text and as HTML in which text is text', () => {
  const { subject, text, html } = letter();
  expect(subject).toBe('A reply from Fernway');
  expect(text).toContain('Ada wrote to you:\n\nWe <b>do</b>.\n\nSee "you" & yours');
  expect(text).toContain('https://chat.example/chat/demo#resume=a.b');
  expect(html).toContain('We &lt;b&gt;do&lt;/b&gt;.');
  expect(html).toContain('See &quot;you&quot; &amp; yours');
  expect(html).not.toContain('<b>');
});

test('a site’s name, a person’s and a file’s are one line, whatever is in them', () => {
  const hostile = 'Shop\r\nBcc: all@example.org\u0000';
  const { subject, text } = letter({
    siteName: hostile,
    replies: [{ text: '', author: 'A\nda', attachments: [{ name: 'a\r\nb.png' }] }],
  });
  expect(subject).toBe('A reply from Shop Bcc: all@example.org');
  expect(text).toContain('A da wrote to you:');
  expect(text).toContain('- a b.png');
});

test('it speaks the site’s first language, from right to left where that is written so', () => {
  expect(letter({ language: 'de' }).subject).toBe('Eine Antwort von Fernway');
  expect(letter({ language: 'he' }).html).toContain('<html dir="rtl">');
  expect(letter({ language: 'xx' }).subject).toBe('A reply from Fernway');
});

test('without a link it says where to answer all the same', () => {
  const { text, html } = letter({ link: null });
  expect(text).toContain('Please answer in the chat.');
  expect(html).not.toContain('<a ');
});
