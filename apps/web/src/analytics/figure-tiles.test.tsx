// @vitest-environment jsdom
import type { Analytics } from '@frontdesk/protocol';
import { afterEach, expect, test } from 'vitest';
import { clearAdmin, showAdmin } from '../testing/admin-stage.tsx';
import { FigureTiles } from './figure-tiles.tsx';

afterEach(clearAdmin);

test('a share says of how many conversations it is', async () => {
  const total = {
    ...{ conversations: 14, open: 5, handedOver: 9, confirmed: 0, assumed: 0, notSolved: 0 },
    ...{ visitorMessages: 20, botMessages: 10, agentMessages: 10 },
  };
  const analytics = { total, feedback: { thumbsUp: 0, thumbsDown: 0, scores: [] } } as unknown as Analytics;
  const { page } = await showAdmin(<FigureTiles analytics={analytics} />, {});
  expect(page.textContent).toContain('Handed to a person100%9 of 9 that are over');
});
