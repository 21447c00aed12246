import type { AnswerSource } from '@frontdesk/protocol';
import { sourceLinks } from '../../log/source-links.ts';
import { PageIcon } from '../icons.tsx';
import { useStrings } from '../locale.tsx';

/** Where an answer's sentences come from. */
export function SourceList({ sources }: { sources: readonly AnswerSource[] }) {
  const strings = useStrings();
  const links = sourceLinks(sources);
  if (links.length === 0) return null;
  return (
    <ul className="fd-sources" aria-label={strings.sources}>
      {links.map(({ title, href }) => (
        <li key={`${href} ${title}`}>
          {href === null ? (
            <span className="fd-source" dir="auto">
              <PageIcon />
              <span className="fd-source-title">{title}</span>
            </span>
          ) : (
            <a className="fd-source" dir="auto" href={href} target="_blank" rel="noopener noreferrer">
              <PageIcon />
              <span className="fd-source-title">{title}</span>
              <span className="fd-hidden">{strings.newTab}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
