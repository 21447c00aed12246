// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { useAdminSites } from '../../admin/admin-sites.tsx';
import { clearAdmin, showAdmin, site } from '../../testing/admin-stage.tsx';
import { ConnectionBanner } from './connection-banner.tsx';

afterEach(() => {
  clearAdmin();
  window.history.replaceState(null, '', '/');
});

function Inbox({ code }: { code: 'forbidden' | 'unavailable' }) {
  const { site } = useAdminSites();
  const problem = { code, message: 'No.' };
  return <ConnectionBanner link={site ? 'refused' : 'connecting'} problem={problem} />;
}

test('whoever is removed while they work is told so, and the page becomes what it is for others', async () => {
  const { asked, page } = await showAdmin(<Inbox code="forbidden" />, {});
  expect(page.textContent).toBe('You no longer have access to this site.');
  expect(asked.filter((one) => one === 'GET sites')).toHaveLength(2);
  expect(window.location.search).toBe(`?site=${site.id}`);
});

test('of another refusal its reason is told, and the address stays', async () => {
  const { asked, page } = await showAdmin(<Inbox code="unavailable" />, {});
  expect(page.textContent).toBe('No.');
  expect(asked.filter((one) => one === 'GET sites')).toHaveLength(1);
  expect(window.location.search).toBe('');
});
