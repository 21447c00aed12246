import type { MailedReply } from '@frontdesk/database';
import { escaped, type Letter, letterBox, letterButton, letterHeading, letterPage, oneLine } from './letter.ts';
import { letterTextsFor } from './letter-texts.ts';

/**
 * Pure: the letter that brings a customer what people wrote. It holds nothing that the customer wrote: whoever leaves somebody
 * else's address can't write to them through us.
 * @param options.link where the chat goes on; null where no address of ours is known
 */
export function replyLetter(options: {
  to: string;
  siteName: string;
  language: string | undefined;
  replies: readonly Pick<MailedReply, 'text' | 'author' | 'attachments'>[];
  link: string | null;
}): Letter {
  const { to, replies, link } = options;
  const texts = letterTextsFor(options.language);
  const siteName = oneLine(options.siteName);
  const parts = replies.map(({ text, author, attachments }) => ({
    heading: texts.wrote(oneLine(author ?? siteName)),
    text: text.trim(),
    files: attachments.map(({ name }) => oneLine(name)),
  }));
  const text = [
    ...parts.flatMap((part) => [
      part.heading,
      ...(part.text === '' ? [] : [part.text]),
      ...(part.files.length === 0 ? [] : [[texts.files, ...part.files.map((name) => `- ${name}`)].join('\n')]),
    ]),
    ...(link ? [`${texts.answer}: ${link}`] : []),
    texts.answerHere,
    `-- \n${texts.why(siteName)}`,
  ].join('\n\n');
  const body = [
    ...parts.map(
      (part) =>
        `${letterHeading(part.heading)}\n${letterBox(`${paragraphs(part.text)}${fileList(part.files, texts.files)}`)}`,
    ),
    ...(link ? [letterButton(texts.answer, link)] : []),
    `<p style="margin:24px 0 0">${escaped(texts.answerHere)}</p>`,
  ].join('\n');
  const html = letterPage(body, { direction: texts.direction, siteName, why: texts.why(siteName) });
  return { to, sender: siteName, subject: texts.subject(siteName), text, html };
}

const fileList = (names: readonly string[], heading: string): string =>
  names.length === 0
    ? ''
    : `<p style="margin:8px 0 4px;color:#57524b">${escaped(heading)}</p><ul style="margin:0;padding-inline-start:20px">${names
        .map((name) => `<li>${escaped(name)}</li>`)
        .join('')}</ul>`;

const paragraphs = (text: string): string =>
  text === ''
    ? ''
    : text
        .split(/\n{2,}/)
        .map((part) => `<p style="margin:4px 0 8px">${escaped(part).replaceAll('\n', '<br>')}</p>`)
        .join('');
