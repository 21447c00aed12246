import type {
  AgentAnalytics,
  Analytics,
  MessageCounts,
  ServicePanel,
  ServicePeriod,
  StageMs,
} from '@frontdesk/protocol';
import { expect } from '@playwright/test';
import { showFilled } from './filled-answers.ts';
import type { PageState } from './states.ts';

/** Analytics and service panel of a site that has been busy for weeks. */
export const figureStates: readonly PageState[] = [
  {
    name: 'admin-analytics-busy',
    path: '/admin/analytics?range=30',
    signedIn: true,
    async show(page) {
      await showFilled<AgentAnalytics>(page, 'analytics/agents', busyPeople);
      await showFilled<Analytics>(page, 'analytics', busyDays);
      await expect(page.getByText('do you ship to norway').first()).toBeVisible();
      await expect(page.getByText('Former colleagues')).toBeVisible();
    },
  },
  {
    name: 'admin-analytics-people-sorted',
    path: '/admin/analytics?range=30',
    signedIn: true,
    async show(page) {
      await showFilled<AgentAnalytics>(page, 'analytics/agents', busyPeople);
      await showFilled<Analytics>(page, 'analytics', busyDays);
      await page.getByRole('button', { name: 'Rated good' }).click();
      await page.getByRole('region', { name: 'People', exact: true }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'admin-analytics-busy-table',
    path: '/admin/analytics?range=30',
    signedIn: true,
    async show(page) {
      await showFilled<Analytics>(page, 'analytics', busyDays);
      await page.getByRole('button', { name: 'Messages as a table' }).click();
      await expect(page.getByRole('region', { name: 'Messages, table' })).toBeVisible();
    },
  },
  {
    name: 'admin-service-busy',
    path: '/admin/service?range=24h',
    signedIn: true,
    async show(page) {
      await showFilled<ServicePanel>(page, 'service', busyHours);
      await expect(page.getByText('broken:').first()).toBeVisible();
    },
  },
];

/** The same at each look: between 0 and 1, up and down over days or steps. */
const wave = (at: number, period: number): number => (1 + Math.sin((at * 2 * Math.PI) / period)) / 2;

function busyDays(given: Analytics): Analytics {
  const days = given.days.map(({ day }, at) => {
    const conversations = Math.round(120 + 90 * wave(at, 7));
    const [handedOver, byPeople, notSolved] = [0.14, 0.03, 0.05].map((share) => Math.round(conversations * share));
    const open = at === given.days.length - 1 ? 20 : 0;
    const confirmed = Math.round(conversations * 0.4);
    const others = (handedOver ?? 0) + (byPeople ?? 0) + (notSolved ?? 0) + open + confirmed;
    return {
      ...{ day, conversations, handedOver: handedOver ?? 0, byPeople: byPeople ?? 0, notSolved: notSolved ?? 0 },
      ...{ confirmed, open, assumed: conversations - others },
      ...{
        visitorMessages: conversations * 3,
        botMessages: conversations * 2,
        agentMessages: Math.round(conversations / 3),
      },
    };
  });
  const [{ day: _, ...first }, ...rest] = days as [(typeof days)[number], ...typeof days];
  const total = rest.reduce((sums, one) => {
    const names = Object.keys(sums) as (keyof typeof sums)[];
    return Object.fromEntries(names.map((name) => [name, sums[name] + one[name]])) as typeof sums;
  }, first);
  return {
    ...{ ...given, days, total },
    feedback: { thumbsUp: 812, thumbsDown: 97, scores: [14, 9, 31, 120, 344] },
    people: {
      firstResponse: { count: 540, p50: 95_000, p95: 1_260_000 },
      resolution: { count: 502, p50: 1_500_000, p95: 61_200_000 },
    },
    bot: {
      firstResponse: { count: 9_120, p50: 186, p95: 640 },
      resolution: { count: 1_830, p50: 74_000, p95: 610_000 },
    },
    busiestHours: Array.from({ length: 7 }, (_, day) =>
      Array.from({ length: 24 }, (_, hour) => Math.round((day < 5 ? 60 : 20) * wave(hour - 8, 24) ** 2)),
    ),
    topQuestions: [
      { question: 'do you ship to norway', asked: 212, answered: 212 },
      {
        question: 'how do i return a plant that arrived with broken leaves and no label in the box',
        asked: 143,
        answered: 120,
      },
      { question: 'can i talk to a person', asked: 61, answered: 4 },
    ],
  };
}

const minuteMs = 60_000;

function busyPeople(given: AgentAnalytics): AgentAnalytics {
  const person = (
    name: string | null,
    replies: number,
    halfMinutes: number | null,
  ): AgentAnalytics['agents'][number] => {
    const ms = halfMinutes && halfMinutes * minuteMs;
    const count = Math.round(replies / 3);
    return {
      ...{ userId: name, name, conversations: count, replies, resolved: Math.round(count * 0.8) },
      firstResponse: { count: ms === null ? 0 : count, p50: ms, p90: ms && ms * 6 },
      resolution: { count: ms === null ? 0 : count, p50: ms && ms * 11 },
      ratings: { count: Math.round(count / 5), good: Math.round(count / 6) },
    };
  };
  return {
    ...given,
    agents: [
      ...[person('Ada Lovelace', 1_240, 1.4), person('Bartholomew van der Wetering-Montgomery', 611, 4.2)],
      ...[person('Chloé', 402, 0.7), person(null, 57, 31), person('Dmitri', 2, null)],
    ],
  };
}

const stages = (scale: number): StageMs => ({
  ...{
    gateway: 20 * scale,
    queue: 60 * scale,
    prefill: 110 * scale,
    firstToken: 9 * scale,
    relay: 8 * scale,
    network: 12 * scale,
  },
});

function busyHours(given: ServicePanel): ServicePanel {
  const fill = (period: ServicePeriod, at: number): ServicePeriod => {
    const isLate = at % 24 === 20;
    const answered = Math.round(200 + 160 * wave(at, given.history.periods.length));
    const inTime = isLate ? answered - 30 : answered;
    const messages: MessageCounts = { ...period.messages, answered, inTime, cached: Math.round(answered / 4) };
    return {
      ...{ ...period, messages, goodputPerSecond: inTime / (period.durationMs / 1_000) },
      budgetLeft: 1 - at / 200,
      ...{ promptTokens: answered * 240, generatedTokens: answered * 40, prefixTokens: answered * 170 },
      prefixSavedMs: answered * 180,
      clientTtftMs: {
        ...{ p50: 190, p95: 640 + 200 * wave(at, 12), p99: isLate ? 2_900 : 900 + 500 * wave(at, 9) },
        count: answered,
      },
      queueMs: { p50: 20, p95: 240, p99: isLate ? 2_100 : 400 },
      tpotMs: { p50: 8.4, p95: 31, p99: isLate ? 212 : 60 + 50 * wave(at, 9) },
      stageMs: stages(answered),
      lateStageMs: isLate ? stages(300) : period.lateStageMs,
    };
  };
  const periods = given.history.periods.map(fill);
  const at = (minutesAgo: number) => new Date(Date.parse(given.at) - minutesAgo * 60_000).toISOString();
  const [worker] = given.workers;
  const states = ['ready', 'draining', 'warming', 'starting'] as const;
  return {
    ...given,
    history: { periods, total: fill(given.history.total, 0) },
    now: { ...given.now, queueDepth: 7, expectedWaitMs: 4_200, running: 41, workersReady: 2 },
    budget: { ...given.budget, availability: 0.9994, left: 0.38 },
    workers: states.map((state, index) => ({
      ...{
        id: `node-${index + 1}-worker`,
        state,
        slots: 32,
        running: 20 - index * 5,
        tokensPerSecond: 240 - index * 60,
      },
      ...{ modelHash: worker?.modelHash ?? '', startedAt: at(60 * (4 - index)) },
      ...{ prefixHitShare: index < 2 ? 0.71 : null, prefixSavedMs: 184_000 },
    })),
    decisions: (['queue', 'ttft', 'calm', 'limits'] as const).map((reason, index) => ({
      ...{ decidedAt: at(5 + index * 40), wanted: index % 2 === 0 ? 3 : 2, before: index % 2 === 0 ? 2 : 3, reason },
      ...{ waiting: 12, running: 60, ready: 2, starting: 1, ttftP99Ms: reason === 'ttft' ? 2_400 : null },
    })),
  };
}
