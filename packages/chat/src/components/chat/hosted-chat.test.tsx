// @vitest-environment jsdom
import { createRoot } from 'react-dom/client';
import { afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { makeUuid } from '../../outgoing/uuid.ts';
import { languages } from '../../strings/languages.ts';
import { prepareStage } from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';
import { startGateway } from '../../testing/session-stage.ts';
import { HostedChat } from './hosted-chat.tsx';

beforeAll(async () => {
  await prepareStage();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
});

afterEach(() => {
  for (const storage of [localStorage, sessionStorage]) storage.clear();
});

/** Puts the page of a letter's link into the document. */
function render(gateway: { url: string }, address = '/chat/demo#resume=of-a-letter'): HTMLElement {
  window.history.replaceState(null, '', address);
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  onTestFinished(() => {
    root.unmount();
    container.remove();
  });
  root.render(<HostedChat siteKey="demo" gatewayUrl={gateway.url} locale="de" />);
  return container;
}
const isOnline = (container: HTMLElement) =>
  expect.poll(() => container.querySelector('[data-connection=online]')).not.toBeNull();
const visitorIn = (storage: Storage, key: string) => JSON.parse(storage.getItem(key) ?? '{}').visitorId;
const ofBrowser = () => visitorIn(localStorage, 'frontdesk:demo:visitor');
const unsent = { clientMessageId: makeUuid(), text: 'Not sent yet', createdAt: new Date(0).toISOString() };
const ofTab = () => visitorIn(sessionStorage, 'letter:frontdesk:demo:visitor');

test.each(['/chat/demo?locale=de#resume=of-a-letter', '/chat/demo?locale=de&resume=of-a-letter'])(
  'the token of the link %s goes to the gateway, and does not stay in the address',
  async (address) => {
    const { gateway } = await startGateway();
    gateway.resume({ resumed: true });
    await isOnline(render(gateway, address));
    const [ticket] = gateway.requests.filter(({ name }) => name === '/v1/tickets');
    expect(ticket?.payload).toEqual({ siteKey: 'demo', resumeToken: 'of-a-letter' });
    expect(window.location.href).toMatch(/\/chat\/demo\?locale=de$/);
  },
);

test('another link in the same tab is opened, too', async () => {
  const { gateway } = await startGateway();
  await isOnline(render(gateway));
  window.location.hash = '#resume=of-another';
  const asked = () => gateway.requests.map(({ payload }) => payload);
  await expect.poll(asked).toContainEqual({ siteKey: 'demo', resumeToken: 'of-another' });
});

test('a browser that had nobody is the letter’s visitor from then on', async () => {
  const { gateway } = await startGateway();
  gateway.resume({ resumed: true });
  await isOnline(render(gateway));
  expect(ofBrowser()).toEqual(expect.any(String));
  expect(ofTab()).toBeUndefined();
});

test('one that has a visitor keeps them: the letter’s is of the tab, with all that is written as them', async () => {
  const { gateway } = await startGateway();
  await isOnline(render(gateway, '/chat/demo'));
  const own = ofBrowser();
  localStorage.setItem('frontdesk:demo:pending:x', JSON.stringify(unsent));
  gateway.resume({ resumed: true });
  const opened = render(gateway);
  await isOnline(opened);
  expect(opened.textContent).not.toContain(unsent.text);
  const letters = ofTab();
  expect([letters, ofBrowser()]).toEqual([expect.any(String), own]);
  expect(letters).not.toBe(own);

  // A reload is the letter's visitor still, another tab is not.
  const connected = () => gateway.requests.filter(({ name }) => name === '/v1/visitor-tokens').length;
  const before = connected();
  gateway.resume({});
  await isOnline(render(gateway, '/chat/demo'));
  expect([ofTab(), ofBrowser(), connected()]).toEqual([letters, own, before]);
  sessionStorage.clear();
  const inAnotherTab = render(gateway, '/chat/demo');
  await expect.poll(() => inAnotherTab.textContent).toContain(unsent.text);
  expect([ofTab(), ofBrowser()]).toEqual([undefined, own]);
});

test('a visitor whose token has run out is none', async () => {
  const { gateway } = await startGateway();
  const former = { visitorToken: 'v', visitorId: makeUuid(), expiresAt: new Date(0).toISOString() };
  localStorage.setItem('frontdesk:demo:visitor', JSON.stringify(former));
  gateway.resume({ resumed: true });
  await isOnline(render(gateway));
  expect(ofBrowser()).not.toBe(former.visitorId);
  expect(ofTab()).toBeUndefined();
});

test('whose link is too old is told so, until they put it away; who comes back by one is told nothing', async () => {
  const { gateway } = await startGateway();
  const container = render(gateway);
  const complaint = () => container.querySelector('.fd-banner-error')?.textContent;
  await expect.poll(complaint).toContain('Der Link aus Ihrer E-Mail funktioniert nicht mehr.');
  container.querySelector<HTMLButtonElement>('.fd-banner-close')?.click();
  await expect.poll(complaint).toBeUndefined();
  gateway.resume({ resumed: true });
  const resumed = render(gateway);
  await isOnline(resumed);
  expect(resumed.querySelector('.fd-banner-error')).toBeNull();
});

test('the page of a letter begins with the conversation that it names', async () => {
  const { gateway } = await startGateway();
  const conversationId = makeUuid();
  gateway.resume({ resumed: true, conversationId });
  render(gateway);
  const opened = () => gateway.requests.find(({ name }) => name === 'conversation:open')?.payload;
  await expect.poll(opened).toMatchObject({ conversationId });
});

test('a ticket that is lost on its way to a token is followed by another one for the visitor of the letter', async () => {
  const { gateway } = await startGateway();
  gateway.refuseNext('/v1/visitor-tokens', coded('unavailable', 10));
  await isOnline(render(gateway));
  const tickets = gateway.requests.filter(({ name }) => name === '/v1/tickets').map(({ payload }) => payload);
  expect(tickets).toEqual(Array(2).fill({ siteKey: 'demo', resumeToken: 'of-a-letter' }));
});

test('a language that does not come is asked for again', async () => {
  const { gateway } = await startGateway();
  const load = vi.spyOn(languages.de, 'load').mockRejectedValueOnce(new TypeError('Failed to fetch'));
  onTestFinished(() => load.mockRestore());
  const container = render(gateway);
  await expect.poll(() => container.querySelector('[data-connection=online]'), { timeout: 5_000 }).not.toBeNull();
  expect(load).toHaveBeenCalledTimes(2);
});
