// @vitest-environment jsdom
import { createRoot } from 'react-dom/client';
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { languages } from '../strings/languages.ts';
import { prepareStage } from '../testing/chat-stage.tsx';
import { coded } from '../testing/scripted-gateway.ts';
import { startGateway } from '../testing/session-stage.ts';
import { makeUuid } from '../uuid.ts';
import { HostedChat } from './hosted-chat.tsx';

beforeAll(async () => {
  await prepareStage();
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', false);
});

/** Puts the page of a letter's link into the document. */
function render(gateway: { url: string }): HTMLElement {
  const container = document.body.appendChild(document.createElement('div'));
  const root = createRoot(container);
  onTestFinished(() => {
    root.unmount();
    container.remove();
  });
  root.render(<HostedChat siteKey="demo" gatewayUrl={gateway.url} locale="de" resumeToken="of-a-letter" />);
  return container;
}

test('whose link is too old is told so, until they put it away; who comes back by one is told nothing', async () => {
  const { gateway } = await startGateway();
  const container = render(gateway);
  const complaint = () => container.querySelector('.fd-banner-error')?.textContent;
  await expect.poll(complaint).toContain('Der Link aus Ihrer E-Mail funktioniert nicht mehr.');
  container.querySelector<HTMLButtonElement>('.fd-banner-close')?.click();
  await expect.poll(complaint).toBeUndefined();
  gateway.resume({ resumed: true });
  const resumed = render(gateway);
  await expect.poll(() => resumed.querySelector('[data-connection=online]')).not.toBeNull();
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
  const container = render(gateway);
  await expect.poll(() => container.querySelector('[data-connection=online]')).not.toBeNull();
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
