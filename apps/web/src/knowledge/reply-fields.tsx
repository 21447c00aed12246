'use client';

import { RotateCcw } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useId, useRef } from 'react';
import { field, IconButton } from '../forms/form-parts.tsx';
import { languageName } from '../words/language-name.ts';
import { isTranslation, listsOf, type Reply, type ReplySection, withoutList } from './reply-sections.ts';

interface Props {
  replies: readonly Reply[];
  /** In which the bot answers. */
  languages: readonly string[];
  /** The site's own wordings, by id. */
  texts: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
  onChange: (texts: Record<string, string>) => void;
}

/** All that the bot may say beside quotes, each with a field for the site's own words. */
export function ReplyFields({ replies, languages, texts, problems, onChange }: Props) {
  const set = (id: string, text: string | null) => {
    const { [id]: _, ...others } = texts;
    onChange(text === null ? others : { ...others, [id]: text });
  };
  // What is wrong is seen, also where its language was taken out.
  const refused = replies
    .filter((reply) => reply.id in problems && !isTranslation(reply))
    .map(({ language }) => language);
  const lists = listsOf(replies, [...languages, ...refused]);
  const missing = withoutList(replies, languages);
  const areNamed = lists.length > 2;
  const fieldsOf = ({ title, replies: held }: ReplySection) => {
    const own = held.filter(({ id }) => id in texts).length;
    const hasProblem = held.some(({ id }) => id in problems);
    const about = `${held.length}${own > 0 ? `, ${own} in your words` : ''}`;
    return (
      <Section key={title} title={title} about={about} hasProblem={hasProblem}>
        <ul className="space-y-4 border-line border-t px-4 py-4">
          {held.map((reply) => (
            <ReplyField
              key={reply.id}
              reply={reply}
              text={texts[reply.id]}
              problem={problems[reply.id]}
              onChange={(text) => set(reply.id, text)}
            />
          ))}
        </ul>
      </Section>
    );
  };
  return (
    <section aria-label="Replies">
      <h2 className="font-semibold">Replies</h2>
      <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">
        The bot says these word for word. <code>{'{site}'}</code> stands for the site’s name. Keep the first word of a
        reply where you can: the bot chooses by it.
      </p>
      {missing.length > 0 && (
        <p className="mt-1 max-w-xl text-ink-soft text-sm leading-relaxed">
          There are no replies in {named(missing)}: the English ones are said, until you write over them.
        </p>
      )}
      {lists.map(({ language, sections }) => (
        <Fragment key={language ?? ''}>
          {areNamed && language && <h3 className="mt-5 font-medium text-sm">{languageName(language)}</h3>}
          <div className={`space-y-2.5 ${areNamed && !language ? 'mt-5' : 'mt-2.5'}`}>{sections.map(fieldsOf)}</div>
        </Fragment>
      ))}
    </section>
  );
}

const named = (languages: readonly string[]) => new Intl.ListFormat('en').format(languages.map(languageName));

interface SectionProps {
  title: string;
  about: string;
  hasProblem: boolean;
  children: ReactNode;
}

/** Opens where something in it is wrong; closing it is left to whoever reads it, who may be typing in it. */
function Section({ title, about, hasProblem, children }: SectionProps) {
  const section = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (hasProblem && section.current) section.current.open = true;
  }, [hasProblem]);
  return (
    <details ref={section} className="rounded-2xl border border-line bg-surface shadow-card">
      <summary className="cursor-pointer px-4 py-3 font-medium text-sm">
        {title} <span className="font-normal text-ink-soft">{about}</span>
      </summary>
      {children}
    </details>
  );
}

function ReplyField({
  reply,
  text,
  problem,
  onChange,
}: {
  reply: Reply;
  text: string | undefined;
  problem: string | undefined;
  onChange: (text: string | null) => void;
}) {
  const id = useId();
  return (
    <li className="flex items-end gap-2">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="text-ink-soft text-sm">
          {reply.for}
        </label>
        <textarea
          id={id}
          rows={2}
          dir="auto"
          value={text ?? reply.text}
          aria-invalid={problem !== undefined}
          aria-describedby={problem && `${id}-problem`}
          onChange={(event) => onChange(event.target.value === reply.text ? null : event.target.value)}
          className={`${field} field-sizing-content resize-none`}
        />
        {problem && (
          <p id={`${id}-problem`} className="mt-1 text-bad text-sm">
            {problem}
          </p>
        )}
      </div>
      <IconButton
        label="Back to the wording that it came with"
        aria-disabled={text === undefined}
        onClick={() => text !== undefined && onChange(null)}
      >
        <RotateCcw aria-hidden="true" className="size-4" />
      </IconButton>
    </li>
  );
}
