// What the documentation tells embedders, tried as they would.
import { startScriptedGateway } from '@frontdesk/chat/testing/scripted-gateway';
import type { Page } from '@playwright/test';
import { build } from 'esbuild';
import { noncePolicyLines, scriptTag, stub } from '../../apps/web/src/docs/examples.ts';
import { reactExample } from '../../apps/web/src/docs/framework-examples.ts';
import { chatIn, openWidget } from '../browser/chat.ts';
import '../browser/frontdesk-window.ts';
import { serveHostPage } from '../browser/host-page.ts';
import { watchTraces } from '../browser/page-traces.ts';
import { test as base, expect } from '../shots/test.ts';
import { texts } from '../shots/texts.ts';

const test = base.extend<{ gateway: string }>({
  gateway: async ({ chatPages }, use) => {
    const site = { siteKey: 'demo', colour: '#1f7a4d', ...texts.en.site };
    const gateway = await startScriptedGateway({ site, fallback: chatPages });
    await use(gateway.url);
    await gateway.close();
  },
});

const launcherOf = (page: Page) => page.locator('frontdesk-widget .button');
const chatOf = (page: Page) => chatIn(page.frameLocator('frontdesk-widget iframe'));

test('the component for React comes and goes twenty times, at any moment, and leaves nothing', async ({
  page,
  gateway,
}) => {
  test.slow();
  const application = await bundle(reactExample(gateway));
  const host = await serveHostPage(
    `<!doctype html><title>App</title><main id="root"></main><script type="module">${application}</script>`,
  );
  try {
    const traces = await watchTraces(page);
    await page.goto(host.url);
    await expect.poll(() => page.evaluate(() => 'show' in window)).toBe(true);
    const before = await traces();
    const moments = [
      async () => {},
      () => page.waitForFunction(() => 'running' in (window.Frontdesk ?? {})),
      () => launcherOf(page).waitFor(),
      async () => expect((await openWidget(page)).composer).toBeVisible(),
    ];
    for (let round = 1; round <= 20; round += 1) {
      const token = round % 2 === 0 ? undefined : 'a.b.c';
      await show(page, { site: 'demo', options: { launcherText: `Help ${round}`, greetingDelay: 600 }, token });
      await moments[round % moments.length]?.();
      await show(page, null);
      // What the browser's driver listens to is there from its first click on; ours would be more each time.
      if (round === 3) {
        await page.waitForFunction(() => !('Frontdesk' in window));
        before.listeners = (await traces()).listeners;
      }
    }
    await page.waitForLoadState('networkidle');
    await expect.poll(traces).toEqual(before);
  } finally {
    await host.close();
  }
});

test('the component for React tells the chat what changes, and who the customer is', async ({ page, gateway }) => {
  const application = await bundle(reactExample(gateway));
  const host = await serveHostPage(
    `<!doctype html><title>App</title><h1>App</h1><main id="root"></main><script type="module">${application}</script>`,
  );
  const named: unknown[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/tickets')) named.push(request.postDataJSON().identityToken);
  });
  try {
    await page.goto(host.url);
    await show(page, { site: 'demo', options: { launcherText: 'Help' }, token: 'of.ada.1' });
    await expect(launcherOf(page)).toHaveAccessibleName('Help, Open chat');
    expect(new Set(named)).toEqual(new Set(['of.ada.1']));
    await show(page, { site: 'demo', options: { launcherText: 'Hilfe', locale: 'de' }, token: 'of.ada.1' });
    await expect(launcherOf(page)).toHaveAccessibleName('Hilfe, Chat öffnen');
    named.length = 0;
    await show(page, { site: 'demo', options: { launcherText: 'Hilfe', locale: 'de' }, token: 'of.ada.2' });
    await expect.poll(() => named).toContain('of.ada.2');
    await launcherOf(page).click();
    await expect(chatOf(page).log).toBeVisible();
    named.length = 0;
    await show(page, { site: 'demo', options: { launcherText: 'Hilfe', locale: 'de' } });
    await expect.poll(() => named).toEqual([undefined]);
  } finally {
    await host.close();
  }
});

test('every command may come before the script', async ({ page, gateway }) => {
  const host = await serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title>${stub}
     <script>
       const told = [];
       const unwanted = () => told.push('unwanted');
       for (const event of ['ready', 'open', 'close', 'error']) Frontdesk('on', event, () => told.push(event));
       Frontdesk('on', 'open', unwanted);
       Frontdesk('off', 'open', unwanted);
       Frontdesk('boot', { site: 'demo', position: 'left' });
       Frontdesk('update', { offsetX: 40, launcherText: 'Help' });
       Frontdesk('identify', { token: 'a.b.c' });
       Frontdesk('reset');
       Frontdesk('hide');
       Frontdesk('show');
       Frontdesk('toggle');
       Frontdesk('close');
       Frontdesk('open', { message: 'Where is my order?' });
     </script>
     <script async src="${gateway}/widget.js"></script>`,
  );
  try {
    await page.goto(host.url);
    await expect(chatOf(page).composer).toHaveValue('Where is my order?');
    await expect(launcherOf(page)).toHaveAccessibleName('Help, Close chat');
    await expect.poll(async () => (await launcherOf(page).boundingBox())?.x).toBe(40);
    expect(await page.evaluate('told')).toEqual(['ready', 'open', 'close', 'open']);
  } finally {
    await host.close();
  }
});

test('what the page would have had somebody say before a reset is not there for whoever comes next', async ({
  page,
  gateway,
}) => {
  const host = await serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title>${stub}
     <script>
       Frontdesk('boot', { site: 'demo' });
       Frontdesk('open', { message: 'Where is my order?' });
       Frontdesk('reset');
     </script>
     <script async src="${gateway}/widget.js"></script>`,
  );
  try {
    await page.goto(host.url);
    const { composer } = chatOf(page);
    await composer.pressSequentially('Hello');
    await expect(composer).toHaveValue('Hello');
  } finally {
    await host.close();
  }
});

/** A page with nothing on it but the tag. */
const plainPage = (gateway: string, attributes = '') =>
  serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title>
     <script async src="${gateway}/widget.js" data-site="demo" ${attributes}></script>`,
  );

test('a shutdown right after a page view in the middle of a conversation leaves nothing that is still to happen', async ({
  page,
  gateway,
}) => {
  const host = await plainPage(gateway);
  try {
    const traces = await watchTraces(page);
    await page.goto(host.url);
    await launcherOf(page).waitFor();
    await page.evaluate(() => sessionStorage.setItem('frontdesk:demo:said', '1'));
    await page.reload();
    await launcherOf(page).waitFor();
    expect((await traces()).timers).toBe(1);
    await page.evaluate(() => window.Frontdesk?.('shutdown'));
    expect((await traces()).timers).toBe(0);
  } finally {
    await host.close();
  }
});

test('a page that takes it away as soon as it is told that it is there has none of it, now or on the next page', async ({
  page,
  gateway,
}) => {
  const host = await serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title>${stub}
     <script>
       sessionStorage.setItem('frontdesk:demo:said', '1');
       Frontdesk('on', 'ready', () => Frontdesk('shutdown'));
       Frontdesk('boot', { site: 'demo' });
       Frontdesk('open');
     </script>
     <script async src="${gateway}/widget.js"></script>`,
  );
  try {
    const traces = await watchTraces(page);
    await page.goto(host.url);
    await page.waitForFunction(() => !('Frontdesk' in window));
    expect((await traces()).timers).toBe(0);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(['frontdesk:demo:said']);
  } finally {
    await host.close();
  }
});

test('on a phone there is a way out of a chat that does not come', async ({ page, gateway }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const host = await plainPage(gateway);
  try {
    await page.route('**/frame?*', () => {});
    await page.goto(host.url);
    await launcherOf(page).click();
    await expect(page.locator('frontdesk-widget iframe')).toBeVisible();
    await expect(launcherOf(page)).toHaveAccessibleName('Close chat');
    await launcherOf(page).click();
    await expect(page.locator('frontdesk-widget iframe')).toBeHidden();
    await page.unrouteAll();
    await page.reload();
    await launcherOf(page).click();
    await expect(chatOf(page).composer).toBeVisible();
    await expect(launcherOf(page)).toBeHidden();
  } finally {
    await host.close();
  }
});

test('the greeting’s words come into a live region that was there; the focus is to be seen on any page', async ({
  page,
  gateway,
}) => {
  const host = await plainPage(gateway, 'data-greeting="Need a hand?" data-greeting-delay="2" data-colour="#ffee00"');
  try {
    await page.goto(host.url);
    const region = page.locator('frontdesk-widget [role=status]');
    await expect(region).toHaveCount(1);
    await expect(region).toHaveText('');
    await page.keyboard.press('Tab');
    await expect(launcherOf(page)).toBeFocused();
    await expect(launcherOf(page)).toHaveCSS('outline-color', 'rgb(255, 255, 255)');
    await expect(launcherOf(page)).toHaveCSS('box-shadow', 'rgb(0, 0, 0) 0px 0px 0px 5px');
    await expect(region).toHaveText('Need a hand?');
  } finally {
    await host.close();
  }
});

test('the lines of the policy with a nonce are all that a strict page needs', async ({ page, gateway }) => {
  const nonce = 'bm9uY2U';
  const withNonce = (html: string) => html.replace('<script', `<script nonce="${nonce}"`);
  const host = await serveHostPage(
    `<!doctype html><html lang="en"><title>Shop</title>${withNonce(stub)}${withNonce(scriptTag(gateway, 'demo'))}`,
    {
      'content-security-policy': `default-src 'none'; ${noncePolicyLines(gateway)}`
        .replace('…', nonce)
        .replaceAll('\n', ' '),
    },
  );
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
  try {
    await page.goto(host.url);
    await launcherOf(page).click();
    await expect(chatOf(page).composer).toBeFocused();
    expect(problems).toEqual([]);
  } finally {
    await host.close();
  }
});

/** Renders the component with these properties, or takes it away. */
const show = (page: Page, properties: object | null) =>
  page.evaluate((given) => (window as unknown as { show(given: object | null): void }).show(given), properties);

/** An application of the example alone, as in development: each effect is made, undone and made again. */
async function bundle(component: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement, StrictMode } from 'react';
        import { createRoot } from 'react-dom/client';
        ${component}
        const root = createRoot(document.getElementById('root'));
        window.show = (given) => root.render(given && createElement(StrictMode, null, createElement(Frontdesk, given)));
        window.show(null);`,
      resolveDir: import.meta.dirname,
      loader: 'jsx',
    },
    bundle: true,
    write: false,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"development"' },
  });
  return (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
}
