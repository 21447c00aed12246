// @vitest-environment jsdom
import { afterEach, beforeAll, expect, test } from 'vitest';
import {
  asked,
  available,
  base,
  clearStage,
  done,
  event,
  handedOver,
  message,
  online,
  prepareStage,
  queued,
  show,
  who,
  words,
} from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';

beforeAll(prepareStage);
afterEach(clearStage);

test('a hand-over is said once; it promises nothing, and asks for an address while nobody is there', () => {
  const { container, announced, dispatch, click, type, leaveContact } = show(...online, asked, queued, done('Sure!'));
  dispatch(handedOver(4));
  expect(container.textContent).toContain('Passed on to the Fernway team');
  expect(announced()).toContain('Passed on to the Fernway team');
  // Who is there is not known yet.
  expect(container.querySelector('input[type=email]')).toBeNull();
  dispatch(available(false));
  expect(container.textContent).toContain('Nobody from the team is here right now.');
  // Nor whether an address is known already.
  expect(container.querySelector('input[type=email]')).toBeNull();
  dispatch(who());
  type('input[type=email]', 'ann@');
  click('Leave address');
  const field = container.querySelector('input[type=email]');
  expect(field?.getAttribute('aria-invalid')).toBe('true');
  const fault = document.getElementById(field?.getAttribute('aria-describedby') ?? '');
  expect(fault?.textContent).toBe('This does not look like an e-mail address.');
  expect(leaveContact).not.toHaveBeenCalled();
  type('input[type=email]', ' ann@example.org ');
  click('Leave address');
  expect(leaveContact).toHaveBeenCalledWith('ann@example.org');
  dispatch(event({ ...base, seq: 5, type: 'conversation:contact-left', email: 'ann@example.org' }), handedOver(6));
  expect(container.querySelectorAll('.fd-hand-over')).toHaveLength(1);
  expect(container.textContent).toContain('The team can write to ann@example.org about this.');
  expect(container.querySelector('input[type=email]')).toBeNull();
  click('Change');
  expect(container.querySelector<HTMLInputElement>('input[type=email]')?.value).toBe('ann@example.org');
});

test('a second wish for a person brings the card to where it was said', () => {
  const { container, dispatch, announced } = show(...online, asked, handedOver(2), available(false), who());
  const places = () => [...container.querySelectorAll<HTMLElement>('.fd-log > li')].map(({ dataset }) => dataset.role);
  const before = places();
  dispatch(event({ ...base, seq: 3, type: 'message:created', message: message('m3', 'visitor', 'A person!') }));
  expect(places()).toEqual([...before, 'visitor']);
  expect(announced()).toBe('');
  dispatch(handedOver(4));
  expect(places().slice(-2)).toEqual(['visitor', 'hand-over']);
  expect(announced()).toContain('Passed on to the Fernway team');
  expect(container.querySelectorAll('input[type=email]')).toHaveLength(1);
});

test('while a person answers, the head of the chat says who', () => {
  const by = { name: 'Ines' };
  const { container, dispatch } = show(
    ...online,
    asked,
    event({ ...base, seq: 2, type: 'conversation:taken-over', by }),
  );
  const role = () => container.querySelector('.fd-role')?.textContent;
  expect(role()).toBe('Ines');
  dispatch(event({ ...base, seq: 3, type: 'conversation:handed-back', by }));
  expect(role()).toBe('AI assistant');
});

test('whose account is deleted is one of the team', () => {
  const by = { name: '' };
  const { container, dispatch } = show(
    ...online,
    asked,
    event({ ...base, seq: 2, type: 'conversation:taken-over', by }),
  );
  expect(container.textContent).toContain('Team is answering now');
  expect(container.textContent).toContain('You are talking with Team.');
  expect(container.querySelector('.fd-role')?.textContent).toBe('Team');
  dispatch(event({ ...base, seq: 3, type: 'message:created', message: message('m9', 'agent', 'Water it.') }));
  expect(container.querySelector('[data-role="agent"] .fd-author')?.textContent).toBe('Team');
  dispatch(event({ ...base, seq: 4, type: 'conversation:resolved', by }));
  expect(container.querySelector('[data-turn="resolved"]')?.textContent).toBe('Marked as solved');
});

test('a person who takes over is named, where they come and where they speak; the bot that fell silent says no more', () => {
  const by = { name: 'Ada <b>L</b>' };
  const reply = { ...message('m9', 'agent', 'I am <i>here</i>'), author: by };
  const cut = event({
    ...{ ...base, seq: 3, type: 'generation:ended', generationId: 'g', state: 'cancelled' },
    error: coded('taken_over'),
    message: message('m2', 'assistant', 'We'),
  });
  const { container, dispatch, announced } = show(...online, asked, queued, words(0, 'We'), cut);
  dispatch(event({ ...base, seq: 4, type: 'conversation:taken-over', by }));
  expect(container.textContent).toContain('Ada <b>L</b> is answering now');
  expect(container.textContent).toContain('You are talking with Ada <b>L</b>.');
  expect(container.textContent).not.toContain('Stopped.');
  expect(announced()).toBe('Ada <b>L</b> is answering now.');
  dispatch(event({ ...base, seq: 5, type: 'message:created', message: reply }));
  expect(container.querySelector('[data-role="agent"]')?.textContent).toContain('I am <i>here</i>');
  expect(announced()).toContain('Ada <b>L</b>: I am <i>here</i>');
  dispatch(event({ ...base, seq: 6, type: 'conversation:handed-back', by }));
  expect(container.textContent).toContain('The AI assistant is answering again');
  expect(container.textContent).toContain('An AI answers here');
});

test('an address that is being written stays when somebody comes', () => {
  const { container, dispatch, type, click, leaveContact } = show(
    ...online,
    asked,
    handedOver(2),
    available(false),
    who(),
  );
  const address = () => container.querySelector<HTMLInputElement>('input[type=email]');
  dispatch(available(true), available(false));
  expect(address()).not.toBeNull();
  type('input[type=email]', 'ann@example.org');
  dispatch(available(true));
  expect(container.textContent).not.toContain('Nobody from the team is here right now.');
  expect(address()?.value).toBe('ann@example.org');
  click('Leave address');
  expect(leaveContact).toHaveBeenCalledWith('ann@example.org');
});

test('whose address is known is told where the team can write to, and can say another', () => {
  const known = [available(false), who({ email: 'ann@example.org' })];
  const { container, click, press } = show(...online, asked, queued, done('Sure!'), handedOver(4), ...known);
  expect(container.textContent).toContain('The team can write to ann@example.org about this.');
  click('Change');
  const address = () => container.querySelector<HTMLInputElement>('input[type=email]');
  expect(address()?.value).toBe('ann@example.org');
  press('Escape', { keyCode: 229 }, address());
  expect(address()).not.toBeNull();
  press('Escape', {}, address());
  expect(address()).toBeNull();
});

test('a person can be asked for in the menu at any time; who is waiting for one is shown where, and told', () => {
  const { container, click, requestPerson, dispatch, announced } = show(...online);
  click('Menu');
  click('Talk to a person');
  expect(requestPerson).toHaveBeenCalledOnce();
  dispatch(event({ ...base, seq: 1, type: 'conversation:person-requested' }));
  const notice = container.querySelector('[data-role=hand-over]') as HTMLElement;
  notice.getBoundingClientRect = () => ({ ...new DOMRect(), top: -630 });
  const log = container.querySelector('.fd-scroller') as HTMLElement;
  Object.defineProperties(log, { scrollHeight: { value: 700 }, clientHeight: { value: 300 } });
  click('Menu');
  click('Talk to a person');
  expect(requestPerson).toHaveBeenCalledOnce();
  // The log alone: what is around it, and the page around that, stay where they are.
  expect(log.scrollTop).toBe(70);
  expect(announced()).toContain('Passed on to the Fernway team');
  const node = () => container.querySelector('.fd-hidden[role=status] > span');
  const before = node();
  click('Menu');
  click('Talk to a person');
  // The same words in another node: a screen reader says them again.
  expect(node()?.textContent).toBe(before?.textContent);
  expect(node()).not.toBe(before);
});

test('a wish for a person that waits for the connection is shown where it will be answered, and said', () => {
  const text = (selector: string) => container.querySelector(selector)?.textContent ?? null;
  const sources = [{ id: 'p', title: 'Returns', url: null }];
  const unsolved = event({ ...base, seq: 4, type: 'conversation:solved', solved: false, by: 'person' });
  const { container, dispatch } = show(...online, asked, queued, done('Yes.', sources), unsolved);
  expect(text('[data-stage=offer-person]')).toContain('Talk to a person');
  const wish = { name: 'person:request' as const, payload: { conversationId: 'c' }, id: 'w', at: base.at };
  dispatch({ type: 'connection', connection: 'reconnecting' }, { type: 'feedback', change: { type: 'wish', wish } });
  expect(text('[data-role=person-wish]')).toBe('Talk to a personWill be sent when you are back online');
  expect(text('[data-stage]')).toBeNull();
  expect(text('.fd-hidden[role=status] + [role=status]')).toBe(
    'Talk to a person. Will be sent when you are back online',
  );
  dispatch({ type: 'connection', connection: 'online' });
  expect(text('[data-role=person-wish]')).toContain('Sending');
  dispatch(event({ ...base, seq: 5, type: 'conversation:person-requested' }));
  expect(text('[data-role=person-wish]')).toBeNull();
  expect(text('[data-role=hand-over]')).toContain('Passed on to the Fernway team');
});

test('where somebody is there, a hand-over says so and asks for nothing', () => {
  const { container } = show(...online, asked, queued, done('Sure!'), handedOver(4), available(true));
  expect(container.textContent).toContain('Someone from the team is here');
  expect(container.querySelector('input[type=email]')).toBeNull();
});

/** A bubble of a person who writes this. */
function personSays(text: string) {
  const said = event({ ...base, seq: 2, type: 'message:created', message: message('m9', 'agent', text) });
  const bubble = show(...online, asked, said).container.querySelector('[data-role=agent] .fd-plain');
  return { bubble, links: [...(bubble?.querySelectorAll('a') ?? [])] };
}

test('an address that a person writes is a link, to where it says and nowhere else', () => {
  const text = 'See https://shop.example/a?b=1 (or https://shop.example/c). <b>Not</b> javascript:alert(1)';
  const { bubble, links } = personSays(text);
  expect(bubble?.textContent).toBe(text);
  expect(links.map(({ href, target, rel }) => [href, target, rel])).toEqual(
    ['https://shop.example/a?b=1', 'https://shop.example/c'].map((href) => [
      href,
      '_blank',
      'noopener noreferrer nofollow',
    ]),
  );
});

test.each([
  ['It is (see https://a.example/Mercury_(planet)).', 'https://a.example/Mercury_(planet)'],
  [
    'Is it https://a.example/Mercury_(planet)/moons, or (https://a.example/x)?',
    'https://a.example/Mercury_(planet)/moons https://a.example/x',
  ],
  ['„https://a.example/x“ und »https://a.example/y«', 'https://a.example/x https://a.example/y'],
  ['« https://a.example/x », «https://a.example/y»…', 'https://a.example/x https://a.example/y'],
  ['هل هو https://a.example/x؟ أم https://a.example/y، نعم', 'https://a.example/x https://a.example/y'],
  [
    'https://a.example/ https://a.example/x/#top- https://a.example/?q=',
    'https://a.example/ https://a.example/x/#top- https://a.example/?q=',
  ],
])('an address ends before what belongs to the sentence: %s', (text, addresses) => {
  const { bubble, links } = personSays(text);
  expect(bubble?.textContent).toBe(text);
  expect(links.map(({ textContent }) => textContent).join(' ')).toBe(addresses);
});
