// @vitest-environment jsdom
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  asked,
  available,
  base,
  clearStage,
  done,
  event,
  handedOver,
  online,
  prepareStage,
  queued,
  show,
  who,
  words,
} from '../../testing/chat-stage.tsx';

beforeAll(prepareStage);
afterEach(clearStage);

/** Has it say something, in a region that was there before: one that comes with its words is not read out. */
function expectSaid({ container }: { container: HTMLElement }, words: string, happen: () => void): void {
  const before = new Set(container.querySelectorAll('[role=status]'));
  happen();
  const saying = [...container.querySelectorAll('[role=status]')].filter((one) => one.textContent?.includes(words));
  expect(saying).toHaveLength(1);
  expect(before).toContain(saying[0]);
}

test('that the connection is gone', () => {
  const stage = show(...online);
  expectSaid(stage, 'Reconnecting', () => stage.dispatch({ type: 'connection', connection: 'reconnecting' }));
});

test('that somebody writes, and how many are answered first', () => {
  const stage = show(...online, asked);
  expectSaid(stage, 'The AI assistant is writing an answer', () => stage.dispatch(queued));
  const place = { conversationId: base.conversationId, generationId: 'g', place: 3, expectedWaitMs: null };
  expectSaid(stage, '2', () => stage.dispatch({ type: 'waiting', place }));
  stage.dispatch(words(0, 'Sure'), done('Sure.'));
  expectSaid(stage, 'Ines is writing', () => stage.dispatch({ type: 'typing', name: 'Ines' }));
});

test('thanks for a comment', () => {
  const stage = show(...online, asked, queued, done('Sure.'));
  stage.click('Not helpful');
  stage.dispatch(event({ ...base, seq: 4, type: 'generation:rated', generationId: 'g', thumb: 'down', comment: null }));
  stage.type('.fd-actions textarea', 'Old');
  expectSaid(stage, 'Thank you.', () => stage.click('Send'));
});

test('thanks for what is said of a conversation', () => {
  const stage = show(
    ...[...online, asked, queued, done('Sure.', [{ id: 'p1', title: 'Returns', url: null }])],
    { type: 'feedback', change: { type: 'asked', asked: { generationId: 'g', dismissed: false } } },
    event({ ...base, seq: 4, type: 'conversation:solved', solved: true, by: 'bot' }),
    event({ ...base, seq: 5, type: 'conversation:rated', score: 4, comment: null }),
  );
  const rated = event({ ...base, seq: 6, type: 'conversation:rated', score: 4, comment: 'Quick!' });
  expectSaid(stage, 'Thank you.', () => stage.dispatch(rated));
});

test('where the team can write to', () => {
  const stage = show(...online, asked, queued, done('Sure!'), handedOver(4), available(false), who());
  const left = event({ ...base, seq: 5, type: 'conversation:contact-left', email: 'ann@example.org' });
  expectSaid(stage, 'ann@example.org', () => stage.dispatch(left));
});

test('that nobody is there, and when they are back', () => {
  const stage = show(...online, asked, queued, done('Sure!'), handedOver(4), who());
  expectSaid(stage, 'Nobody from the team is here right now.', () => stage.dispatch(available(false)));
});

test('also where that is known before the hand-over is', async () => {
  const stage = show(...online, asked, available(false), who());
  const targets: Node[] = [];
  const observer = new MutationObserver((records) => targets.push(...records.map(({ target }) => target)));
  observer.observe(stage.container, { childList: true, subtree: true });
  stage.dispatch(handedOver(2));
  await Promise.resolve();
  observer.disconnect();
  const saying = stage.container.querySelector('.fd-hand-over [role=status]');
  expect(saying?.textContent).toContain('Nobody from the team is here right now.');
  // The words came into it, not with it.
  expect(targets).toContain(saying);
});
