import type { AgentPerson, ConversationSummary } from '@frontdesk/protocol';
import { Ban, Bot, Check, Ellipsis, Hand, RotateCcw, Undo2, X } from 'lucide-react';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { Button, IconButton, Problem } from '../knowledge/form-parts.tsx';
import { keyHint } from './inbox-keys.ts';
import { snoozeTimes } from './snooze-times.ts';
import type { ChangeThread } from './thread-change.ts';
import { offerAt, type UndoOffer } from './undo-offer.ts';
import { usePopover } from './use-popover.ts';

interface Props {
  summary: ConversationSummary;
  team: readonly AgentPerson[];
  change: ChangeThread;
  /** Of whoever looks at it; null while that is not known. */
  agentId: string | null;
}

const select =
  'max-w-44 md:max-2xl:max-w-27 truncate rounded-lg border border-line bg-surface px-2 py-1.5 font-medium text-sm hover:bg-hover';

/** What an agent can do with the conversation that is open. */
export function ThreadActions({ summary, team, change, agentId }: Props) {
  const latest = useRef(summary);
  latest.current = summary;
  const [problem, setProblem] = useState<string | null>(null);
  const [undo, setUndo] = useState<UndoOffer | null>(null);
  useEffect(() => setUndo((offer) => offerAt(offer, summary)), [summary]);
  const menu = usePopover();
  const menuId = useId();
  const { state, assignee = null, blocked = false } = summary;
  const aside = state === 'resolved' || state === 'snoozed';

  /** @param undoing what takes it back; offered until something else is done */
  const act = async (change: Promise<string | null>, undoing?: UndoOffer) => {
    const error = await change;
    setProblem(error);
    setUndo(error === null ? (undoing ?? null) : null);
  };
  const before = state === 'bot' || state === 'waiting_for_person' || state === 'with_person' ? { to: state } : {};
  const resolve = () =>
    act(change('conversation:resolve', {}), {
      text: 'Resolved.',
      run: () => change('conversation:reopen', before),
      holds: (now) => now.state === 'resolved',
    });
  const handBack = () =>
    act(change('conversation:hand-back', {}), {
      text: 'Handed back.',
      run: async () => {
        const waited = state === 'waiting_for_person';
        const error = await (waited ? change('conversation:reopen', before) : change('conversation:take-over', {}));
        const [had, has] = [assignee?.id ?? null, waited ? null : agentId];
        return error ?? (had === has ? null : change('conversation:assign', { assigneeId: had }));
      },
      holds: (now) => now.state === 'bot',
    });
  const tag = (tags: string[]) => {
    const had = summary.tags ?? [];
    const removed = had.find((one) => !tags.includes(one));
    const undo: UndoOffer | undefined =
      removed === undefined
        ? undefined
        : {
            text: `Removed the tag ${removed}.`,
            // Others may have set some since.
            run: () => change('conversation:tag', { tags: [...(latest.current.tags ?? []), removed] }),
            holds: (now) => !now.tags?.includes(removed),
          };
    return act(change('conversation:tag', { tags }), undo);
  };
  const assign = (assigneeId: string | null) =>
    act(change('conversation:assign', { assigneeId }), {
      text: assigneeId === null ? 'Nobody’s now.' : 'Assigned.',
      run: () => change('conversation:assign', { assigneeId: assignee?.id ?? null }),
      holds: (now) => (now.assignee?.id ?? null) === assigneeId,
    });

  return (
    <div className="relative border-line border-b bg-surface px-3 py-2 sm:px-5 md:max-2xl:px-4">
      <div className="flex flex-wrap items-center gap-2 md:max-2xl:gap-1.5">
        {state !== 'with_person' && (
          <Button
            look="primary"
            onClick={() => void act(change('conversation:take-over', {}))}
            {...keyHint('take-over', 'You answer from now on')}
          >
            <Hand aria-hidden="true" className="size-4" />
            Take over
          </Button>
        )}
        {(state === 'with_person' || state === 'waiting_for_person') && (
          <Button onClick={() => void handBack()} {...keyHint('hand-back', 'The assistant answers again')}>
            <Bot aria-hidden="true" className="size-4" />
            Hand back
          </Button>
        )}
        {aside ? (
          <Button
            onClick={() => void act(change('conversation:reopen', {}))}
            {...keyHint('reopen', 'Back to whom it was with')}
          >
            <RotateCcw aria-hidden="true" className="size-4" />
            Reopen
          </Button>
        ) : (
          <Button onClick={() => void resolve()} {...keyHint('resolve', 'It is done')}>
            <Check aria-hidden="true" className="size-4" />
            Resolve
          </Button>
        )}
        {/* A phone's room is for the messages. */}
        <div ref={menu.root} className="contents">
          <span className="ml-auto md:hidden">
            <IconButton
              label="More to do"
              data-more=""
              aria-expanded={menu.open}
              aria-controls={menuId}
              onClick={() => menu.setOpen(!menu.open)}
            >
              <Ellipsis aria-hidden="true" className="size-5" />
            </IconButton>
          </span>
          <div
            id={menuId}
            className={`items-center gap-2 max-md:absolute max-md:inset-x-3 max-md:top-full max-md:z-20 max-md:mt-1 max-md:flex-wrap max-md:rounded-xl max-md:border max-md:border-line max-md:bg-surface max-md:p-3 max-md:shadow-lift md:contents ${menu.open ? 'max-md:flex' : 'max-md:hidden'}`}
          >
            <select
              aria-label="Assigned to"
              value={assignee?.id ?? ''}
              onChange={(event) => void assign(event.target.value || null)}
              className={select}
              {...keyHint('assign', 'Whose it is')}
            >
              <option value="">Nobody’s</option>
              {assignee && !team.some(({ id }) => id === assignee.id) && (
                <option value={assignee.id}>{assignee.name}</option>
              )}
              {team.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            {(state === 'with_person' || state === 'waiting_for_person') && (
              <select
                aria-label="Snooze"
                value=""
                onChange={(event) => {
                  const chosen = snoozeTimes(new Date())[Number(event.target.value)];
                  if (!chosen) return;
                  void act(change('conversation:snooze', { until: chosen.until.toISOString() }), {
                    text: 'Snoozed.',
                    run: () => change('conversation:reopen', before),
                    holds: (now) => now.state === 'snoozed',
                  });
                }}
                className={`${select} w-26`}
                {...keyHint('snooze', 'Away until then, or until the customer writes')}
              >
                <option value="">Snooze…</option>
                {snoozeTimes(new Date()).map(({ label }, index) => (
                  <option key={label} value={index}>
                    {label}
                  </option>
                ))}
              </select>
            )}
            <Button
              look={blocked ? 'danger' : 'plain'}
              aria-pressed={blocked}
              {...keyHint('block', blocked ? 'Their messages are refused' : 'Refuse their messages')}
              onClick={() =>
                void act(change('conversation:block', { blocked: !blocked }), {
                  text: blocked ? 'Their messages are taken again.' : 'Their messages are refused from now on.',
                  run: () => change('conversation:block', { blocked }),
                  holds: (now) => (now.blocked ?? false) === !blocked,
                })
              }
            >
              <Ban aria-hidden="true" className="size-4" />
              {/* Beside a list and a context there is room for one line. */}
              <span className={blocked ? '' : 'md:max-2xl:sr-only'}>{blocked ? 'Blocked' : 'Block'}</span>
            </Button>
            <Tags tags={summary.tags ?? []} onChange={(tags) => void tag(tags)} />
          </div>
        </div>
      </div>
      <div role="status" className="empty:hidden">
        {undo && (
          <p className="mt-2 flex items-center gap-3 text-ink-soft text-sm">
            {undo.text}
            <button
              type="button"
              onClick={() => void act(undo.run())}
              {...keyHint('undo', 'Take it back')}
              className="inline-flex items-center gap-1 rounded-md font-medium text-ink underline underline-offset-2"
            >
              <Undo2 aria-hidden="true" className="size-3.5" />
              Undo
            </button>
          </p>
        )}
      </div>
      <div className="mt-2 empty:hidden">
        <Problem>{problem}</Problem>
      </div>
    </div>
  );
}

function Tags({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const [text, setText] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onChange([...tags, text.trim()]);
    setText('');
  };
  return (
    <>
      <ul aria-label="Tags" className="flex flex-wrap gap-1.5 empty:hidden">
        {tags.map((tag) => (
          <li
            key={tag}
            className="flex items-center gap-1 rounded-full bg-info-soft py-0.5 pr-1 pl-2.5 text-info text-xs"
          >
            <span dir="auto" className="max-w-40 truncate">
              {tag}
            </span>
            <button
              type="button"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => onChange(tags.filter((one) => one !== tag))}
              className="grid size-6 place-items-center rounded-full hover:bg-hover"
            >
              <X aria-hidden="true" className="size-3" />
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={add}>
        <input
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={40}
          dir="auto"
          aria-label="Add a tag"
          placeholder="Tag…"
          {...keyHint('tag', 'Add a tag')}
          className="w-24 rounded-lg border border-line border-dashed md:max-2xl:w-16 bg-transparent px-2 py-1.5 text-sm placeholder:text-ink-faint"
        />
      </form>
    </>
  );
}
