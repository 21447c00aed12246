import type { Answering } from '@frontdesk/protocol';

export type Reply = Answering['replies'][number];

export interface ReplyListShown {
  /** ISO 639-1; undefined for what belongs to no list. */
  language: string | undefined;
  sections: readonly ReplySection[];
}

export interface ReplySection {
  title: string;
  replies: readonly Reply[];
}

/** A hand-over in a language that the site does not answer in: of no list. */
export const isTranslation = ({ id }: Reply) => id.startsWith('language-');
/** Of whatever kind, they are said where a site has its own server asked. */
const isAboutOrder = ({ id }: Reply) => /^([a-z]+\/)?order-/.test(id);
const isOf =
  (...kinds: string[]) =>
  ({ kind }: Reply) =>
    kinds.includes(kind);

const sections: readonly { title: string; holds: (reply: Reply) => boolean }[] = [
  { title: 'Before a quote', holds: isOf('lead-in') },
  { title: 'Small talk', holds: isOf('greeting', 'thanks', 'goodbye', 'unclear') },
  { title: 'About itself and what it does not do', holds: isOf('honesty', 'capability', 'injection', 'off-topic') },
  { title: 'A person is wanted', holds: isOf('person', 'emergency', 'anger') },
  { title: 'Where an order is', holds: isAboutOrder },
  {
    title: 'It does not know',
    holds: (reply) => reply.kind === 'hand-over' && !isTranslation(reply) && !isAboutOrder(reply),
  },
  { title: 'In other languages', holds: isTranslation },
];

/** The lists that a site speaks from which answers in `languages`, and then what it says in others. */
export function listsOf(replies: readonly Reply[], languages: readonly string[]): ReplyListShown[] {
  const listed = replies.filter((reply) => !isTranslation(reply));
  const missing = withoutList(replies, languages);
  const spoken = [...new Set(languages.map((language) => (missing.includes(language) ? 'en' : language)))];
  const lists = spoken.map((language) => ({
    language,
    sections: sectionsOf(listed.filter((reply) => reply.language === language)),
  }));
  return [...lists, { language: undefined, sections: sectionsOf(replies.filter(isTranslation)) }];
}

/** The replies in the order of a conversation; what a newer gateway knows beside them stands last, so that none is hidden. */
function sectionsOf(replies: readonly Reply[]): ReplySection[] {
  const others = replies.filter((reply) => !sections.some(({ holds }) => holds(reply)));
  return [
    ...sections.map(({ title, holds }) => ({ title, replies: replies.filter(holds) })),
    { title: 'Others', replies: others },
  ].filter((section) => section.replies.length > 0);
}

/** Languages that a site answers in with the English replies, as there are none in them. */
export function withoutList(replies: readonly Reply[], languages: readonly string[]): string[] {
  const known = new Set(replies.flatMap((reply) => (isTranslation(reply) ? [] : [reply.language])));
  return languages.filter((language) => !known.has(language));
}
