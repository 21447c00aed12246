import type { ConversationSummary, InboxOverview } from '@frontdesk/protocol';
import { describe, expect, test } from 'vitest';
import { type AgentState, initialAgentState } from './agent-state.ts';
import { combineSites, endsFirst } from './all-sites-state.ts';

const row = (siteId: string, minute: number): ConversationSummary => ({
  ...{ conversationId: `${siteId}-${minute}`, siteId, siteName: siteId, visitorId: 'v', messageCount: 1, state: 'bot' },
  ...{ lastText: 'Hello', lastRole: 'visitor', generationState: null, createdAt: '2026-03-18T12:00:00.000Z' },
  lastActivityAt: new Date(Date.UTC(2026, 2, 18, 12, minute)).toISOString(),
});
const site = (more: Partial<AgentState>): AgentState => ({ ...initialAgentState, link: 'online', ...more });
const listed = (siteId: string, minutes: number[], more: boolean) =>
  site({ conversations: minutes.map((minute) => row(siteId, minute)), more });
const ids = ({ conversations }: AgentState) => conversations?.map(({ conversationId }) => conversationId) ?? null;

describe('the list of all sites', () => {
  test('is that of each, in one order', () => {
    const all = combineSites([listed('a', [50, 10], false), listed('b', [40, 20], false)]);
    expect(ids(all)).toEqual(['a-50', 'b-40', 'b-20', 'a-10']);
    expect(all.more).toBe(false);
  });

  test('ends where the first one of those ends that go on: of that one, more may come before what is behind', () => {
    const states = [listed('a', [50, 30], true), listed('b', [45, 40, 20], true), listed('c', [35, 5], false)];
    expect(ids(combineSites(states))).toEqual(['a-50', 'b-45', 'b-40', 'c-35', 'a-30']);
    expect(endsFirst(states)).toBe(0);
    expect(combineSites(states).more).toBe(true);
  });

  test('read page by page has every row once, in order', () => {
    const whole = { a: [59, 58, 57, 30, 2], b: [56, 55, 31, 29, 1], c: [3] };
    const sites = Object.entries(whole);
    const read = sites.map(() => 2);
    const states = () =>
      sites.map(([id, minutes], index) =>
        listed(id, minutes.slice(0, read[index]), minutes.length > (read[index] ?? 0)),
      );
    const seen: (string[] | null)[] = [];
    for (let index = endsFirst(states()); index !== null; index = endsFirst(states())) {
      seen.push(ids(combineSites(states())));
      read[index] = (read[index] ?? 0) + 2;
    }
    const last = ids(combineSites(states())) ?? [];
    expect(last).toHaveLength(11);
    // What was shown stays where it was.
    for (const before of seen) expect(last.slice(0, before?.length)).toEqual(before);
  });

  test('is not there before all are, but for what a site refuses', () => {
    const [here, coming] = [listed('a', [1], false), site({})];
    expect(ids(combineSites([here, coming]))).toBeNull();
    const refused = site({
      link: 'refused',
      problem: { code: 'forbidden', message: 'You are not allowed to do this.' },
    });
    expect(combineSites([here, refused])).toMatchObject({ link: 'online', problem: null });
    expect(ids(combineSites([here, refused]))).toEqual(['a-1']);
    expect(combineSites([refused, refused])).toMatchObject({ link: 'refused', problem: { code: 'forbidden' } });
  });
});

const overview = (mine: number, team: InboxOverview['team']): InboxOverview => ({
  ...{ agentId: 'me', away: false, counts: { mine, unassigned: 1, waiting: 2, bot: 3 }, team },
  unread: { mine: 1, unassigned: 0, waiting: 1 },
});

test('whoever has said that they are away is that, though a site is not connected that knows nothing of it', () => {
  const before = site({ link: 'reconnecting', overview: overview(4, []) });
  const now = site({ overview: { ...overview(5, []), away: true } });
  expect(combineSites([before, now]).overview).toMatchObject({ away: true, counts: { mine: 9 } });
});

test('counts are summed, and the team is everybody’s, each once', () => {
  const [ada, bo] = [
    { id: '1', name: 'Ada' },
    { id: '2', name: 'Bo' },
  ];
  const all = combineSites([site({ overview: overview(4, [bo, ada]) }), site({ overview: overview(5, [ada]) })]);
  expect(all.overview).toMatchObject({
    counts: { mine: 9, unassigned: 2, waiting: 4, bot: 6 },
    unread: { mine: 2, unassigned: 0, waiting: 2 },
    team: [ada, bo],
  });
});

test.each([
  [['online', 'online'], 'online'],
  [['online', 'connecting'], 'connecting'],
  [['connecting', 'reconnecting'], 'reconnecting'],
  [['online', 'signed-out'], 'signed-out'],
] as const)('of connections that are %j it is %s', (links, link) => {
  expect(combineSites(links.map((one) => site({ link: one }))).link).toBe(link);
});
