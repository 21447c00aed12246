import type { Answering } from '@frontdesk/protocol';

export type Reply = Answering['replies'][number];

export interface ReplySection {
  title: string;
  replies: readonly Reply[];
}

const isTranslation = ({ id }: Reply) => id.startsWith('language-');
const isOf =
  (...kinds: string[]) =>
  ({ kind }: Reply) =>
    kinds.includes(kind);

const sections: readonly { title: string; holds: (reply: Reply) => boolean }[] = [
  { title: 'Before a quote', holds: isOf('lead-in') },
  { title: 'Small talk', holds: isOf('greeting', 'thanks', 'goodbye', 'unclear') },
  { title: 'About itself and what it does not do', holds: isOf('honesty', 'capability', 'injection', 'off-topic') },
  { title: 'A person is wanted', holds: isOf('person', 'emergency', 'anger') },
  { title: 'It does not know', holds: (reply) => reply.kind === 'hand-over' && !isTranslation(reply) },
  { title: 'In other languages', holds: isTranslation },
];

/** The replies in the order of a conversation; what a newer gateway knows beside them stands last, so that none is hidden. */
export function sectionsOf(replies: readonly Reply[]): ReplySection[] {
  const others = replies.filter((reply) => !sections.some(({ holds }) => holds(reply)));
  return [
    ...sections.map(({ title, holds }) => ({ title, replies: replies.filter(holds) })),
    { title: 'Others', replies: others },
  ].filter((section) => section.replies.length > 0);
}
