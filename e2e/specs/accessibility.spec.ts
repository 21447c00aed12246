import { expectAccessible } from '../shots/axe.ts';
import { chatStates, pageStates } from '../shots/states.ts';
import { expect, test } from '../shots/test.ts';

// The narrowest size; `npm run shots` goes through the others, too.
test.use({ viewport: { width: 360, height: 740 } });

for (const state of chatStates) {
  test(`${state.name} has no accessibility violation`, async ({ showChat }) => {
    await expectAccessible(await showChat(state));
  });
}

for (const state of pageStates) {
  test(`${state.name} has no accessibility violation`, async ({ showPage }) => {
    await expectAccessible(await showPage(state));
  });
}

test('who wants no motion sees no colour on its way to another', async ({ showPage }) => {
  const page = await showPage({ name: 'demo-software', path: '/demo/software' });
  const moving = await page.evaluate(() => {
    // Colours as they are first, then others.
    document.body.getBoundingClientRect();
    document.documentElement.style.setProperty('color', 'rgb(1 2 3)');
    document.body.style.setProperty('background', 'rgb(4 5 6)');
    return document.getAnimations().length;
  });
  expect(moving).toBe(0);
});
