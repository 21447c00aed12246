import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  handBack,
  reopenConversation,
  resolveConversation,
  snoozeConversation,
  takeOver,
} from '../conversations/conversation-steps.ts';
import { requestPerson } from '../conversations/person-requests.ts';
import { type Asked, createAsked, createEnded } from '../testing/ended-generations.ts';
import { useTestDatabase } from '../testing/test-database.ts';
import { untilWaiting } from '../testing/until-waiting.ts';
import { deleteConversation } from '../visitors/visitor-conversations.ts';
import { readAnalytics } from './analytics.ts';
import { rollUpAnalytics } from './analytics-roll-up.ts';
import { uncountQuestions } from './question-counts.ts';

const normalForm = (text: string) => text.toLowerCase().replace(/[?!. ]+$/, '') || null;
const timeZone = 'Asia/Kathmandu';
const zoneMs = 5.75 * 3_600_000;
const start = Date.parse('2026-03-01T00:00:00.000Z');
const hour = 3_600_000;

const database = useTestDatabase();
beforeAll(async () => {
  await database.conversation.deleteMany();
  await database.analyticsRollUp.deleteMany();
});

async function rollUpAll(conversationsPerCall = 7): Promise<void> {
  for (;;) {
    const before = await database.analyticsRollUp.findUnique({ where: { id: 1 } });
    const until = await rollUpAnalytics(database, { normalForm, conversationsPerCall });
    if (!until || Date.now() - until.getTime() < 10_000) return;
    // It never stands still.
    if (before) expect(until.getTime()).toBeGreaterThan(before.rolledUntil.getTime());
  }
}

type Step =
  | { kind: 'visitor' | 'bot' | 'agent' | 'handed-over' | 'handed-back' | 'snoozed' | 'resolved' }
  | { kind: 'solved'; solved: boolean; by: 'bot' | 'person' }
  | { kind: 'rated'; score: number }
  | { kind: 'thumb'; answer: number; thumb: 'up' | 'down' | null };

interface Conversation {
  beganAt: number;
  steps: { step: Step; afterMs: number }[];
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('visitor' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('bot' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom(...(['agent', 'handed-over', 'handed-back', 'snoozed', 'resolved'] as const)),
    }),
  },
  fc.record({ kind: fc.constant('solved' as const), solved: fc.boolean(), by: fc.constantFrom('bot', 'person') }),
  fc.record({ kind: fc.constant('rated' as const), score: fc.integer({ min: 1, max: 5 }) }),
  fc.record({
    ...{ kind: fc.constant('thumb' as const), answer: fc.integer({ min: 0, max: 2 }) },
    thumb: fc.constantFrom('up', 'down', null),
  }),
);
const conversation: fc.Arbitrary<Conversation> = fc.record({
  beganAt: fc.integer({ min: 0, max: 9 * 24 * 3_600 }).map((seconds) => start + seconds * 1_000),
  steps: fc
    .array(fc.record({ step, gapMs: fc.integer({ min: 1_000, max: hour }) }), { minLength: 1, maxLength: 8 })
    .map((all) => {
      let afterMs = 0;
      return all.map(({ step: one, gapMs }) => {
        afterMs += gapMs;
        return { step: one, afterMs };
      });
    }),
});

function payloadOf(one: Step): object {
  if (one.kind === 'visitor' || one.kind === 'agent') {
    return { type: 'message:created', message: { role: one.kind, clientMessageId: randomUUID() } };
  }
  if (one.kind === 'bot') return { type: 'generation:done', message: { role: 'assistant' } };
  if (one.kind === 'solved') return { type: 'conversation:solved', solved: one.solved, by: one.by };
  if (one.kind === 'rated') return { type: 'conversation:rated', score: one.score };
  if (one.kind === 'thumb') return { type: 'generation:rated', generationId: `answer ${one.answer}`, thumb: one.thumb };
  return { type: `conversation:${one.kind}` };
}

const roles = { visitor: 'visitor', bot: 'assistant', agent: 'agent' } as const;

type Role = (typeof roles)[keyof typeof roles];

/** Messages as they come to be: who writes one names it, and an answer is a generation's. */
async function say(asked: Asked, said: readonly { role: Role; createdAt: Date }[]): Promise<void> {
  const answers = said.filter(({ role }) => role === 'assistant');
  const made = await createEnded(
    database,
    asked,
    answers.map(({ createdAt }) => ({ state: 'done', finishedAt: createdAt })),
  );
  await database.message.createMany({
    data: said.map(({ role, createdAt }) => ({
      ...{ ...asked, role, text: 'Hello', createdAt },
      ...(role === 'assistant' ? { generationId: made.pop() ?? null } : { clientMessageId: randomUUID() }),
    })),
  });
}

/** Who has it after these steps. */
function stateAfter(steps: Conversation['steps']) {
  return steps.reduce<'bot' | 'waiting_for_person' | 'with_person' | 'snoozed' | 'resolved'>(
    (state, { step: { kind } }) => {
      if (kind === 'agent') return 'with_person';
      if (kind === 'handed-over') return 'waiting_for_person';
      if (kind === 'handed-back') return 'bot';
      if (kind === 'snoozed' || kind === 'resolved') return kind;
      return state === 'resolved' && kind === 'visitor' ? 'bot' : state;
    },
    'bot',
  );
}

/** Writes the steps from `first` on, as the log and the messages have them. */
async function write(
  { siteId, visitorId }: Asked,
  id: string,
  { beganAt, steps }: Conversation,
  first: number,
  end: number,
) {
  const place = { siteId, conversationId: id };
  const happened = steps
    .slice(first, end)
    .map(({ step: one, afterMs }, index) => ({ one, seq: first + index + 1, createdAt: new Date(beganAt + afterMs) }));
  const lastActivityAt = happened.at(-1)?.createdAt;
  if (!lastActivityAt) return;
  await database.conversationEvent.createMany({
    data: happened.map(({ one, seq, createdAt }) => ({
      ...{ ...place, seq, audience: 'customer' as const, payload: payloadOf(one), createdAt },
    })),
  });
  const said = happened.flatMap(({ one, createdAt }) =>
    one.kind in roles ? { role: roles[one.kind as keyof typeof roles], createdAt } : [],
  );
  await say({ ...place, visitorId }, said);
  const state = stateAfter(steps.slice(0, end));
  const snoozedUntil = state === 'snoozed' ? new Date(Date.now() + hour) : null;
  await database.conversation.update({ where: { id }, data: { lastActivityAt, state, snoozedUntil } });
}

/** What the words of the protocol mean, spelled out. */
function judge({ beganAt, steps }: Conversation) {
  const at = (afterMs: number) => beganAt + afterMs;
  const of = (kind: Step['kind']) => steps.filter((one) => one.step.kind === kind);
  const wantedMs = of('handed-over')[0]?.afterMs;
  const afterWanted = (kind: Step['kind']) =>
    wantedMs === undefined ? undefined : of(kind).find(({ afterMs }) => afterMs >= wantedMs)?.afterMs;
  const solved = of('solved').at(-1);
  const isSolved = solved?.step.kind === 'solved' ? solved.step.solved : null;
  const score = of('rated').at(-1)?.step;
  const thumbs = new Map(
    of('thumb').map(({ step: one }) => (one.kind === 'thumb' ? [one.answer, one.thumb] : [0, null])),
  );
  const isWithPeople = ['waiting_for_person', 'with_person', 'snoozed'].includes(stateAfter(steps));
  const outcome = isWithPeople
    ? 'open'
    : wantedMs !== undefined
      ? 'handedOver'
      : of('agent').length > 0
        ? 'byPeople'
        : isSolved === true
          ? 'confirmed'
          : isSolved === false
            ? 'notSolved'
            : of('bot').length > 0
              ? 'assumed'
              : 'open';
  const replied = afterWanted('agent');
  const resolved = afterWanted('resolved');
  return {
    ...{ outcome, day: new Date(beganAt + zoneMs).toISOString().slice(0, 10) },
    messages: steps
      .filter(({ step: one }) => one.kind in roles)
      .map(({ step: one, afterMs }) => ({ kind: one.kind, local: new Date(at(afterMs) + zoneMs) })),
    thumbs: [...thumbs.values()],
    score: score?.kind === 'rated' ? score.score : null,
    replyMs: replied === undefined ? null : replied - (wantedMs ?? 0),
    resolutionMs: resolved === undefined ? null : resolved - (wantedMs ?? 0),
    botMs: outcome === 'confirmed' ? (solved?.afterMs ?? 0) : null,
  };
}

function percentile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length === 0) return null;
  const place = share * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}

describe('readAnalytics', () => {
  const conversations = fc.sample(conversation, { numRuns: 120, seed: 11 });
  let mine: Asked;
  let theirs: Asked;
  beforeAll(async () => {
    mine = await createAsked(database);
    theirs = await createAsked(database);
    const sandbox = await createAsked(database, { sandbox: true });
    await database.conversation.deleteMany();
    const written = conversations.map((what, index) => {
      const site = index % 10 === 9 ? (index % 20 === 9 ? sandbox : theirs) : mine;
      return { site, id: randomUUID(), what };
    });
    await database.conversation.createMany({
      data: written.map(({ site, id, what: { beganAt } }) => ({
        ...{ id, siteId: site.siteId, visitorId: site.visitorId, sandbox: site === sandbox },
        ...{ createdAt: new Date(beganAt), lastActivityAt: new Date(beganAt) },
      })),
    });
    for (const { site, id, what } of written) await write(site, id, what, 0, Math.floor(what.steps.length / 2));
    await rollUpAll();
    // What happens after they were read first; it happened so long ago only here.
    await database.analyticsRollUp.deleteMany();
    for (const { site, id, what } of written) await write(site, id, what, Math.floor(what.steps.length / 2), 99);
    await rollUpAll();
  });

  it('is what the obvious reading of the logs gives', async () => {
    const judged = conversations.filter((_, index) => index % 10 !== 9).map(judge);
    const range = { from: '2026-03-01', to: '2026-03-12', timeZone };
    const found = await readAnalytics(database, { siteIds: [mine.siteId], ...range });
    expect(found.days.map(({ day }) => day)).toEqual(
      Array.from({ length: 12 }, (_, day) => `2026-03-${String(day + 1).padStart(2, '0')}`),
    );
    const messages = judged.flatMap((one) => one.messages);
    const countOf = (kind: string, day: string) =>
      messages.filter((one) => one.kind === kind && one.local.toISOString().startsWith(day)).length;
    for (const { day, ...counts } of found.days) {
      const own = judged.filter((one) => one.day === day);
      const outcome = (name: string) => own.filter((one) => one.outcome === name).length;
      expect({ day, ...counts }).toEqual({
        ...{ day, conversations: own.length, handedOver: outcome('handedOver'), byPeople: outcome('byPeople') },
        ...{ confirmed: outcome('confirmed'), assumed: outcome('assumed'), notSolved: outcome('notSolved') },
        ...{ open: outcome('open'), visitorMessages: countOf('visitor', day), botMessages: countOf('bot', day) },
        agentMessages: countOf('agent', day),
      });
    }
    expect(found.total.conversations).toBe(judged.length);
    const thumbs = judged.flatMap((one) => one.thumbs);
    expect(found.feedback).toEqual({
      thumbsUp: thumbs.filter((thumb) => thumb === 'up').length,
      thumbsDown: thumbs.filter((thumb) => thumb === 'down').length,
      scores: [1, 2, 3, 4, 5].map((score) => judged.filter((one) => one.score === score).length),
    });
    for (const [durations, name] of [
      [found.people.firstResponse, 'replyMs'],
      [found.people.resolution, 'resolutionMs'],
      [found.bot.resolution, 'botMs'],
    ] as const) {
      const values = judged.flatMap((one) => one[name] ?? []);
      expect(durations.count).toBe(values.length);
      expect(durations.p50).toBeCloseTo(percentile(values, 0.5) ?? Number.NaN, 3);
      expect(durations.p95).toBeCloseTo(percentile(values, 0.95) ?? Number.NaN, 3);
    }
    const asked = messages.filter(({ kind }) => kind === 'visitor');
    for (const [day, hours] of found.busiestHours.entries()) {
      for (const [hourOfDay, count] of hours.entries()) {
        const own = asked.filter(
          ({ local }) => (local.getUTCDay() + 6) % 7 === day && local.getUTCHours() === hourOfDay,
        );
        expect(count).toBe(own.length);
      }
    }
  });

  it('shows a site nothing of another one, and all of them where all are meant', async () => {
    const range = { from: '2026-03-01', to: '2026-03-12', timeZone };
    const count = async (siteIds?: string[]) =>
      (await readAnalytics(database, { siteIds, ...range })).total.conversations;
    expect(await count([theirs.siteId])).toBe(6);
    expect(await count([randomUUID()])).toBe(0);
    // The sandbox counts nowhere.
    expect(await count()).toBe(114);
  });

  it('stays as it was when a conversation is gone, but that no person has it', async () => {
    const range = { siteIds: [mine.siteId], from: '2026-03-01', to: '2026-03-12', timeZone };
    await database.conversation.updateMany({
      where: { siteId: mine.siteId },
      data: { state: 'resolved', snoozedUntil: null },
    });
    await rollUpAll();
    const before = await readAnalytics(database, range);
    await database.conversation.updateMany({ where: { siteId: mine.siteId }, data: { state: 'with_person' } });
    await rollUpAll();
    expect((await readAnalytics(database, range)).total).toMatchObject({ open: 108, handedOver: 0, byPeople: 0 });
    await database.conversation.deleteMany({ where: { siteId: mine.siteId } });
    await rollUpAll();
    expect(await readAnalytics(database, range)).toEqual(before);
  });

  it('stays as it was also where a conversation is deleted in the quarter in which it was', async () => {
    const site = await createAsked(database);
    const { siteId, visitorId, conversationId } = site;
    const createdAt = new Date();
    await say(
      site,
      Object.values(roles).map((role) => ({ role, createdAt })),
    );
    const day = createdAt.toISOString().slice(0, 10);
    const read = async () =>
      (await readAnalytics(database, { siteIds: [siteId], from: day, to: day, timeZone: 'UTC' })).total;
    const all = { visitorMessages: 1, botMessages: 1, agentMessages: 1 };
    await rollUpAll();
    expect(await read()).toMatchObject(all);
    await database.conversation.delete({ where: { id: conversationId } });
    const other = await database.conversation.create({ data: { siteId, visitorId } });
    await say({ siteId, visitorId, conversationId: other.id }, [{ role: 'visitor', createdAt }]);
    await rollUpAll();
    expect(await read()).toMatchObject(all);
  });
});

it('what a person has, or is waited for in, is open until it is resolved or the bot has it again', async () => {
  const site = await createAsked(database);
  const { siteId, conversationId } = site;
  const today = new Date().toISOString().slice(0, 10);
  const counted = async () => {
    await rollUpAll();
    const range = { siteIds: [siteId], from: today, to: today, timeZone: 'UTC' };
    const { conversations, handedOver, open } = (await readAnalytics(database, range)).total;
    return { conversations, handedOver, open };
  };
  const agent = { id: randomUUID(), name: 'Ada' };
  await database.user.create({ data: { ...agent, email: `${agent.id}@frontdesk.test` } });
  const change = { siteId, conversationId, agent };
  const open = { conversations: 1, handedOver: 0, open: 1 };
  const over = { conversations: 1, handedOver: 1, open: 0 };
  await requestPerson(database, site, conversationId);
  expect(await counted()).toEqual(open);
  await takeOver(database, change);
  await snoozeConversation(database, { ...change, until: new Date(Date.now() + hour) });
  expect(await counted()).toEqual(open);
  await resolveConversation(database, change);
  expect(await counted()).toEqual(over);
  await reopenConversation(database, { ...change, to: 'waiting_for_person' });
  expect(await counted()).toEqual(open);
  await handBack(database, change);
  expect(await counted()).toEqual(over);
  await requestPerson(database, site, conversationId);
  expect(await counted()).toEqual(open);
  await deleteConversation(database, { ...site, normalForm });
  expect(await counted()).toEqual(over);
});

it('what gateways of the version before have stored of it is set right', async () => {
  const [given, taken] = [await createAsked(database), await createAsked(database)];
  await requestPerson(database, given, given.conversationId);
  await requestPerson(database, taken, taken.conversationId);
  const longAgo = new Date(Date.now() - hour);
  await rollUpAll();
  await database.conversation.updateMany({ data: { lastActivityAt: longAgo } });
  await database.conversation.update({ where: { id: taken.conversationId }, data: { state: 'resolved' } });
  const { conversationId } = given;
  await database.conversationFact.update({ where: { conversationId }, data: { withPeople: false } });
  await rollUpAll();
  const isWithPeople = async ({ conversationId }: Asked) =>
    (await database.conversationFact.findUniqueOrThrow({ where: { conversationId } })).withPeople;
  expect([await isWithPeople(given), await isWithPeople(taken)]).toEqual([true, false]);
});

describe('questions', () => {
  const ask = async (site: Asked, text: string, said: object | null, finishedAt = new Date(Date.now() - 600_000)) => {
    const [id = ''] = await createEnded(database, site, [{ state: 'done', finishedAt, ...(said && { said }) }]);
    const { questionMessageId } = await database.generation.findUniqueOrThrow({ where: { id } });
    await database.message.update({ where: { id: questionMessageId }, data: { text, createdAt: finishedAt } });
    return questionMessageId;
  };

  it('are counted once, by their normal form, small talk left out; and forgotten with whoever asked', async () => {
    await database.conversation.deleteMany();
    await database.analyticsRollUp.deleteMany();
    const site = await createAsked(database);
    const quote = { kind: 'quote', leadInId: 'a', quotes: [] };
    const questionMessageId = await ask(site, 'Do you ship?', quote);
    // A person cut its first answer short, and handed it back.
    await database.generation.create({
      data: {
        ...{ siteId: site.siteId, conversationId: site.conversationId, questionMessageId, state: 'done', said: quote },
        ...{ receivedAt: new Date(), deadlineAt: new Date() },
      },
    });
    await ask(site, 'do you ship', { kind: 'reply', replyId: 'x', replyKind: 'hand-over', handsOver: true });
    await ask(site, 'Only I ask this', quote);
    await ask(site, 'Hi!', { kind: 'reply', replyId: 'hi', replyKind: 'greeting', handsOver: false });
    await ask(site, 'Hi!', { kind: 'reply', replyId: 'hi', replyKind: 'greeting', handsOver: false });
    await rollUpAll();
    await rollUpAll();
    const today = new Date(Date.now() - 600_000).toISOString().slice(0, 10);
    const read = async () =>
      (await readAnalytics(database, { siteIds: [site.siteId], from: today, to: today, timeZone: 'UTC' })).topQuestions;
    expect(await read()).toEqual([{ question: 'do you ship', asked: 2, answered: 1 }]);

    const other = { ...site, visitorId: randomUUID(), conversationId: randomUUID() };
    await database.visitor.create({ data: { id: other.visitorId, siteId: site.siteId } });
    const { siteId, visitorId } = other;
    await database.conversation.create({ data: { id: other.conversationId, siteId, visitorId } });
    await ask(other, 'Do you ship?', quote, new Date(Date.now() - 400_000));
    await database.analyticsRollUp.updateMany({ data: { questionsUntil: new Date(Date.now() - 500_000) } });
    await rollUpAll();
    expect(await read()).toEqual([{ question: 'do you ship', asked: 3, answered: 2 }]);
    const { conversationId } = other;
    await deleteConversation(database, { siteId, visitorId: site.visitorId, conversationId, normalForm });
    expect(await read()).toEqual([{ question: 'do you ship', asked: 3, answered: 2 }]);
    await deleteConversation(database, { siteId, visitorId, conversationId, normalForm });
    expect(await read()).toEqual([{ question: 'do you ship', asked: 2, answered: 1 }]);
    await database.$transaction((transaction) =>
      uncountQuestions(transaction, { siteId, visitorId: site.visitorId, normalForm }),
    );
    expect(await database.questionCount.count({ where: { siteId } })).toBe(0);
  });

  it('are not counted while their answer may still be made', async () => {
    await database.analyticsRollUp.deleteMany();
    const site = await createAsked(database);
    await ask(site, 'Where is my parcel?', null);
    const questionMessageId = await ask(site, 'Where are you?', null, new Date(Date.now() - 90_000));
    await database.generation.updateMany({
      where: { questionMessageId },
      data: { state: 'running', finishedAt: null },
    });
    await rollUpAll();
    expect(await database.questionCount.findMany({ where: { siteId: site.siteId } })).toMatchObject([
      { question: 'where is my parcel', asked: 1 },
    ]);
  });

  it('that are deleted while they are being counted are not counted', async () => {
    const site = await createAsked(database);
    const { siteId } = site;
    const finishedAt = new Date(Date.now() - 600_000);
    await ask(site, 'Who am I?', null, finishedAt);
    const day = new Date(finishedAt.toISOString().slice(0, 10));
    await database.questionCount.create({ data: { siteId, day, question: 'who am i', asked: 1, answered: 1 } });
    const mark = { rolledUntil: new Date(), questionsUntil: new Date(finishedAt.getTime() - 1_000) };
    await database.analyticsRollUp.upsert({ where: { id: 1 }, create: mark, update: mark });
    let both: Promise<unknown> | undefined;
    await database.$transaction(
      async (other) => {
        await other.$queryRaw`SELECT FROM question_count WHERE site_id = ${siteId}::uuid FOR UPDATE`;
        const counting = rollUpAnalytics(database, { normalForm });
        await untilWaiting(other, 1);
        const deleting = deleteConversation(database, { ...site, normalForm });
        both = Promise.all([counting, deleting]);
        await Promise.race([deleting, untilWaiting(other, 2)]);
        // Others' words are not held up by it: theirs are stored together.
        await other.$queryRaw`SELECT FROM generation WHERE site_id = ${siteId}::uuid FOR UPDATE NOWAIT`;
        await other.$queryRaw`SELECT FROM visitor WHERE site_id = ${siteId}::uuid FOR UPDATE NOWAIT`;
      },
      { timeout: 30_000 },
    );
    expect(await both).toEqual([expect.any(Date), true]);
    expect(await database.questionCount.findMany({ where: { siteId } })).toMatchObject([{ asked: 1, answered: 1 }]);
  });

  it('that the bot answers long after they were counted are not counted, and not taken back', async () => {
    await database.analyticsRollUp.deleteMany();
    const site = await createAsked(database);
    const { siteId, conversationId } = site;
    await ask(site, 'Do you ship?', null);
    const other = await database.conversation.create({ data: { siteId, visitorId: site.visitorId } });
    const asked = { siteId, conversationId: other.id };
    // To a person, who says nothing.
    const { id: questionMessageId } = await database.message.create({
      data: {
        ...{ ...asked, visitorId: site.visitorId, role: 'visitor', text: 'Do you ship?' },
        createdAt: new Date(Date.now() - 600_000),
      },
    });
    await rollUpAll();
    const counts = () => database.questionCount.findMany({ where: { siteId }, select: { asked: true } });
    expect(await counts()).toEqual([{ asked: 1 }]);
    const [receivedAt, deadlineAt] = [new Date(), new Date(Date.now() + 60_000)];
    await database.generation.create({ data: { ...asked, questionMessageId, state: 'done', receivedAt, deadlineAt } });
    await rollUpAll();
    await deleteConversation(database, { ...site, conversationId: other.id, normalForm });
    expect(await counts()).toEqual([{ asked: 1 }]);
    await deleteConversation(database, { ...site, conversationId, normalForm });
    expect(await counts()).toEqual([]);
  });
});
