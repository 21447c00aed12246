import type { ConversationContext } from '@frontdesk/protocol';
import type { ReactNode } from 'react';
import { useMay, useSiteHref } from '../../admin/admin-sites.tsx';
import { CopyButton } from '../../docs/copy-button.tsx';
import { Problem } from '../../forms/form-parts.tsx';
import { dateTime } from '../../words/clock-time.ts';
import { languageName } from '../../words/language-name.ts';
import type { Thread } from '../connection/agent-state.ts';
import { VisitorAvatar } from '../conversation/visitor-avatar.tsx';
import { visitorName } from '../conversation/visitor-name.ts';
import { AnswerReceiptCard } from '../receipt/answer-receipt-card.tsx';
import { shownReceipt } from '../receipt/shown-receipt.ts';
import { EarlierConversations } from './earlier-conversations.tsx';
import { VisitorFiles } from './visitor-files.tsx';

interface Props {
  thread: Thread;
  /** The answer whose receipt is wanted; null: the newest one's. */
  chosen: string | null;
  onSelect: (conversationId: string) => void;
}

/** Beside a conversation: whose it is, how the chosen answer came about, what else there is of them. */
export function ContextPane({ thread, chosen, onSelect }: Props) {
  const { context, contextProblem, summary } = thread;
  const receipt = shownReceipt(thread, chosen);
  return (
    <div className="divide-y divide-line">
      {context ? <Visitor context={context} /> : !contextProblem && <VisitorPlaceholder />}
      {contextProblem && (
        <div className="p-4">
          <Problem>{`Who the customer is could not be read: ${contextProblem.message}`}</Problem>
        </div>
      )}
      {receipt && (
        <Section title="Answer receipt">
          <AnswerReceiptCard {...receipt} />
        </Section>
      )}
      {context && context.earlier.length > 0 && (
        <Section title="Other conversations">
          <div data-earlier="">
            <EarlierConversations context={context} onSelect={onSelect} />
          </div>
        </Section>
      )}
      {context && summary && context.files.length > 0 && (
        <Section title="Files">
          <VisitorFiles siteId={summary.siteId} files={context.files} />
        </Section>
      )}
    </div>
  );
}

function Visitor({ context: { visitor, contactEmail } }: { context: ConversationContext }) {
  const { visitorId, name, email, externalId, language, page, blocked } = visitor;
  const may = useMay();
  const siteHref = useSiteHref();
  return (
    <section aria-label="Customer" className="px-4 py-5">
      <div className="flex items-center gap-3">
        <VisitorAvatar visitorId={visitorId} className="size-10" />
        <div className="min-w-0">
          <p dir="auto" className="truncate font-semibold text-[0.9375rem]">
            {visitorName(visitorId, name)}
          </p>
          <p className="text-ink-soft text-xs">
            {externalId === null ? anonymous(name ?? email) : 'Identified by the site’s server'}
          </p>
        </div>
      </div>
      {blocked && (
        <p className="mt-3 rounded-lg bg-bad-soft px-3 py-2 text-bad text-sm">Blocked: their messages are refused.</p>
      )}
      <dl className="mt-4 space-y-1.5 text-sm">
        <Row label="E-mail">{email && <Mail address={email} />}</Row>
        <Row label="Write to">{contactEmail && contactEmail !== email && <Mail address={contactEmail} />}</Row>
        <Row label="Customer id">{externalId}</Row>
        <Row label="Language">{language && languageName(language)}</Row>
        <Row label="Page">
          {page && (
            <a
              href={page}
              target="_blank"
              rel="noopener noreferrer"
              className="underline underline-offset-2"
              title={page}
            >
              {page.replace(/^https?:\/\//, '')}
            </a>
          )}
        </Row>
        <Row label="First seen">
          <Moment at={visitor.firstSeenAt} />
        </Row>
        <Row label="Last seen">
          <Moment at={visitor.lastSeenAt} />
        </Row>
        <Row label="Visitor id">
          <span className="font-mono text-xs">{visitorId}</span>
          <span className="-ml-2 flex flex-wrap items-center gap-x-2 text-ink-soft text-xs">
            <CopyButton text={visitorId} label="the visitor’s id" />
            {may('privacy.manage') && (
              <a href={siteHref(`/admin/privacy?customer=${visitorId}`)} className="underline underline-offset-2">
                Export or delete
              </a>
            )}
          </span>
        </Row>
      </dl>
    </section>
  );
}

/** What somebody says in a chat of themselves is no proof. */
const anonymous = (said: string | null): string =>
  said === null ? 'Anonymous' : 'Not identified: as they say in the chat';

function Row({ label, children }: { label: string; children: ReactNode }) {
  if (!children) return null;
  return (
    <div className="grid grid-cols-[5.5rem_minmax(0,1fr)] gap-x-3">
      <dt className="text-ink-soft">{label}</dt>
      <dd dir="auto" className="[overflow-wrap:anywhere]">
        {children}
      </dd>
    </div>
  );
}

function Mail({ address }: { address: string }) {
  return (
    <a href={`mailto:${address}`} className="underline underline-offset-2">
      {address}
    </a>
  );
}

function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} className="tabular-nums">
      {dateTime(at)}
    </time>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="px-4 py-5">
      <h3 className="mb-3 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function VisitorPlaceholder() {
  return (
    <div role="status" className="animate-pulse px-4 py-5">
      <span className="sr-only">Loading who the customer is…</span>
      <div className="flex items-center gap-3">
        <div className="size-10 rounded-full bg-hover" />
        <div className="h-3 w-1/2 rounded bg-hover" />
      </div>
      <div className="mt-5 space-y-3">
        <div className="h-2.5 w-4/5 rounded bg-hover" />
        <div className="h-2.5 w-3/5 rounded bg-hover" />
      </div>
    </div>
  );
}
