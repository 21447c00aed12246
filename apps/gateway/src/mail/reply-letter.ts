import type { MailedReply } from '@frontdesk/database';
import { letterTextsFor } from './letter-texts.ts';

export interface Letter {
  /** The sender's name; the address is the operator's. */
  sender: string;
  to: string;
  subject: string;
  text: string;
  html: string;
}

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
  const body = parts.map(
    (part) => `<p style="margin:24px 0 8px;color:#57524b">${escaped(part.heading)}</p>
<div dir="auto" style="border:1px solid #e3ded5;border-radius:12px;padding:14px 16px;background:#ffffff">${paragraphs(part.text)}${
      part.files.length === 0
        ? ''
        : `<p style="margin:8px 0 4px;color:#57524b">${escaped(texts.files)}</p><ul style="margin:0;padding-inline-start:20px">${part.files
            .map((name) => `<li>${escaped(name)}</li>`)
            .join('')}</ul>`
    }</div>`,
  );
  const button = link
    ? `<p style="margin:24px 0"><a href="${escaped(link)}" style="display:inline-block;border-radius:10px;padding:11px 18px;background:#1f1d1a;color:#ffffff;text-decoration:none;font-weight:600">${escaped(texts.answer)}</a></p>`
    : '';
  const html = `<!doctype html>
<html dir="${texts.direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#f6f3ee;color:#1f1d1a;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto;padding:24px 20px">
<p style="margin:0;font-weight:600;font-size:18px">${escaped(siteName)}</p>
${body.join('\n')}
${button}
<p style="margin:24px 0 0">${escaped(texts.answerHere)}</p>
<p style="margin:24px 0 0;color:#7a746b;font-size:13px">${escaped(texts.why(siteName))}</p>
</div></body></html>`;
  return { to, sender: siteName, subject: texts.subject(siteName), text, html };
}

/** What stands in a header or a heading has no lines of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const paragraphs = (text: string): string =>
  text === ''
    ? ''
    : text
        .split(/\n{2,}/)
        .map((part) => `<p style="margin:4px 0 8px">${escaped(part).replaceAll('\n', '<br>')}</p>`)
        .join('');
