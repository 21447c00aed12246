import type { Attachment } from '@frontdesk/protocol';
import { harmlessMarkdown } from '../markdown/harmless-markdown.ts';
import { errorText } from '../strings/error-text.ts';
import type { ChatLocale } from '../strings/languages.ts';
import { localDate } from '../strings/local-time.ts';
import { timeTexts } from '../strings/time-text.ts';
import { sourceLinks } from './source-links.ts';
import type { TimelineItem } from './timeline.ts';

export type TranscriptFormat = 'text' | 'markdown';

export interface Transcript {
  fileName: string;
  content: string;
  /** With its charset. */
  type: string;
}

interface Turn {
  /** As it stands before what they said. */
  speaker: string;
  at: string | null;
  text: string;
  /** Said behind the words, and none of them: that they were stopped. */
  ending?: string | null;
  /** What the assistant says is markdown; what a person writes is none. */
  isMarkdown: boolean;
  sources: { title: string; href: string | null }[];
}

/**
 * Pure: a conversation as a file to keep: who said what, and when, in the reader's language and time zone. Whatever anybody
 * wrote stays inside of their turn, and is neither HTML nor a picture that somebody else's viewer would fetch.
 */
export function transcript(
  items: readonly TimelineItem[],
  format: TranscriptFormat,
  { siteName, locale, now }: { siteName: string; locale: ChatLocale; now: Date },
): Transcript {
  const { moment } = timeTexts(locale.tag);
  const turns = items.flatMap((item) => turnOf(item, siteName, locale));
  const { conversation, sources } = locale.strings;
  const title = `${oneLine(siteName)}: ${conversation}`;
  const made = moment(now.toISOString());
  const parts =
    format === 'text'
      ? [`${title}\n${made}`, ...turns.map((turn) => textTurn(turn, sources, moment))]
      : [`# ${escaped(title)}\n\n${made}`, ...turns.map((turn) => markdownTurn(turn, sources, moment))];
  const extension = format === 'text' ? 'txt' : 'md';
  return {
    fileName: `${fileNamePart(siteName)}-${localDate(now)}.${extension}`,
    content: `${parts.join('\n\n')}\n`,
    type: `text/${format === 'text' ? 'plain' : 'markdown'};charset=utf-8`,
  };
}

function turnOf(item: TimelineItem, siteName: string, { strings }: ChatLocale): Turn[] {
  const plain = { isMarkdown: false, sources: [] };
  const markdown = { isMarkdown: true, sources: [] };
  switch (item.kind) {
    case 'visitor': {
      // Nobody can be told that they were told it.
      const text = item.status === 'sent' ? withFiles(item) : `${withFiles(item)}\n\n${strings.notSent}`;
      return [{ speaker: strings.visitorSaid, at: item.createdAt, text, ...plain }];
    }
    case 'agent':
      return [
        {
          speaker: item.name === null ? strings.personSaid : `${item.name}:`,
          ...{ at: item.createdAt, text: withFiles(item), ...plain },
        },
      ];
    case 'told-answer':
      return [{ speaker: strings.assistantSaid, at: item.createdAt, text: item.text, ...markdown }];
    case 'answer': {
      const { answer } = item;
      const ending = answer.phase === 'stopped' ? strings.stopped : answer.error && errorText(strings, answer.error);
      return [
        {
          ...{ speaker: strings.assistantSaid, at: answer.at, text: answer.text, ending },
          ...{ ...markdown, sources: sourceLinks(answer.sources) },
        },
      ];
    }
    case 'hand-over':
      return item.repeated ? [] : [{ speaker: strings.handedOver(siteName), at: item.at, text: '', ...plain }];
    default:
      return [];
  }
}

/** The names of the files below the words, each on a line of its own. */
const withFiles = ({ text, attachments = [] }: { text: string; attachments?: readonly Attachment[] }): string =>
  [text, ...attachments.map(({ name }) => `[${oneLine(name)}]`)].filter(Boolean).join('\n');

/** Indented, so that no line of a text can pass for the beginning of a turn. */
function textTurn(
  { speaker, at, text, ending, sources }: Turn,
  sourcesTitle: string,
  moment: (at: string) => string,
): string {
  const lines = joined(clean(text).trim(), ending).split('\n');
  for (const { title, href } of sources) lines.push(`${sourcesTitle}: ${oneLine(title)}${href ? ` (${href})` : ''}`);
  const head = `${at === null ? '' : `[${moment(at)}] `}${oneLine(speaker)}`;
  const body = lines.map((line) => `    ${line}`.trimEnd()).join('\n');
  return body.trim() === '' ? head : `${head}\n${body}`;
}

/** In a quote, for the same reason. */
function markdownTurn(
  { speaker, at, text, ending, isMarkdown, sources }: Turn,
  sourcesTitle: string,
  moment: (at: string) => string,
): string {
  const words = clean(text).trim();
  const body = joined(isMarkdown ? harmlessMarkdown(words) : literal(words), ending);
  const lines = body.trim() === '' ? [] : body.split('\n');
  for (const { title, href } of sources) {
    const name = escaped(oneLine(title));
    lines.push('', `${escaped(sourcesTitle)}: ${href ? `[${name}](<${href.replaceAll('>', '%3E')}>)` : name}`);
  }
  const head = `**${escaped(oneLine(speaker))}**${at === null ? '' : ` · ${moment(at)}`}`;
  return [head, ...(lines.length > 0 ? ['', ...lines.map((line) => `> ${line}`.trimEnd())] : [])].join('\n');
}

const joined = (words: string, ending: string | null | undefined): string =>
  [words, ending].filter(Boolean).join('\n\n');

/** Without characters that are not seen but do something: controls, and those that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;
const clean = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replace(unseen, '');
const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ').trim();
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>()#+\-.!|~=&]/g, '\\$&');
/** Every sign and every line as it was written. A line that ends with a backslash ends there for its reader, too. */
const literal = (text: string): string =>
  text
    .split('\n')
    .map((line) => escaped(line.trim()))
    .join('\n')
    .replace(/(?<=.)\n(?=.)/g, '\\\n');

/** Letters and digits of any script: nothing that a system takes for a path, an ending or an option. */
function fileNamePart(name: string): string {
  const part = name.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-');
  return (
    part
      .slice(0, 40)
      .replace(/^-+|-+$/g, '')
      .toLowerCase() || 'chat'
  );
}
