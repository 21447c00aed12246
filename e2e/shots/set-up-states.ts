import type { SetUpFacts } from '@frontdesk/protocol';
import { expect, type Page } from '@playwright/test';
import { showEmptySite } from './admin-stage.ts';
import type { PageState } from './states.ts';

const fresh: SetUpFacts = {
  ...{ createdAt: new Date().toISOString(), facts: 0, documents: 0, tried: false, hasOwnLook: false },
  ...{ origins: 1, firstSeenAt: null, inUse: false, people: 1, mails: false },
};
const taught = { facts: 3, documents: 12, tried: true, hasOwnLook: true };

/** The list of what is left to set up, at stages of it. */
export const setUpStates: readonly PageState[] = [
  state('admin-set-up-pages', taught, 'Not seen on your site yet'),
  state('admin-set-up-no-pages', { ...taught, origins: 0 }, 'Say first at which addresses'),
  state('admin-set-up-mail', { ...taught, firstSeenAt: '2026-03-18T12:00:00.000Z', people: 3 }, 'Restart Frontdesk'),
];

function state(name: string, facts: Partial<SetUpFacts>, says: string): PageState {
  return {
    ...{ name, path: '/admin/settings/account', signedIn: true },
    async show(page: Page) {
      await page.route('**/set-up', (route) => route.fulfill({ json: { ...fresh, ...facts } }));
      await showEmptySite(page, '/admin');
      await expect(page.getByText(says).filter({ visible: true })).toBeVisible();
    },
  };
}
