// @vitest-environment jsdom
import type { Analytics } from '@frontdesk/protocol';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { FigureTiles } from './figure-tiles.tsx';

afterEach(clearAdmin);

async function shown(more: Partial<Analytics['total']>): Promise<string | null> {
  const total = {
    ...{ conversations: 14, open: 4, handedOver: 10, confirmed: 0, assumed: 0, notSolved: 0 },
    ...{ visitorMessages: 20, botMessages: 10, agentMessages: 10 },
    ...more,
  };
  const analytics = { total, feedback: { thumbsUp: 0, thumbsDown: 0, scores: [] } } as unknown as Analytics;
  const { page } = await showAdmin(<FigureTiles analytics={analytics} />, {});
  return page.textContent;
}

test('a share says of how many conversations it is', async () => {
  expect(await shown({})).toContain('Handed to a person100%10 of 10 that are over');
});

test('there is no share of a few', async () => {
  const text = await shown({ conversations: 39, open: 38, handedOver: 1 });
  expect(text).toContain('Solved by the bot–0 of 1 that are over');
  expect(text).toContain('Handed to a person–1 of 1 that are over');
  expect(text).not.toContain('%');
});
