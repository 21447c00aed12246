import { expectAccessible } from '../shots/axe.ts';
import { chatStates, pageStates } from '../shots/states.ts';
import { test } from '../shots/test.ts';

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
