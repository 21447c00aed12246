// npm run shots: every state at three widths, light and dark, the chat left-to-right and right-to-left: a picture in .shots/,
// and the accessibility checks. `npm run shots -- -g waiting` does it for the states whose name holds the word.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from './axe.ts';
import { chatStates, pageStates } from './states.ts';
import { test } from './test.ts';

const folder = join(import.meta.dirname, '../../.shots');
const languages = { ltr: 'en', rtl: 'ar' } as const;

for (const viewport of [
  { width: 360, height: 740 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
]) {
  test.describe(`${viewport.width}`, () => {
    test.use({ viewport });

    for (const state of chatStates) {
      for (const direction of ['ltr', 'rtl'] as const) {
        test(`${state.name} ${direction}`, async ({ showChat }) => {
          const page = await showChat(state, languages[direction]);
          await shootInBothSchemes(page, `${state.name}-${viewport.width}-${direction}`);
        });
      }
    }

    for (const state of pageStates) {
      test(state.name, async ({ showPage }) => {
        const page = await showPage(state);
        await shootInBothSchemes(page, `${state.name}-${viewport.width}`);
      });
    }
  });
}

async function shootInBothSchemes(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), animations: 'disabled' });
  }
  await expectAccessible(page);
}
