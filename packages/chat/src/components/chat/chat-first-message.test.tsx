// @vitest-environment jsdom
import { readWidgetSettings } from '@frontdesk/protocol';
import { act } from 'react';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  asked,
  base,
  clearStage,
  online,
  prepareStage,
  show,
  showSite,
  where,
  who,
} from '../../testing/chat-stage.tsx';
import { coded } from '../../testing/scripted-gateway.ts';

beforeAll(prepareStage);
afterEach(() => {
  vi.restoreAllMocks();
  clearStage();
});

describe('before the first message', () => {
  const settings = readWidgetSettings({ preChat: { name: 'optional', email: 'required' } });

  test('a site may ask who it is; what is wrong is said beside the field', async () => {
    const { container, field, click, type, introduction, dispatch } = showSite({ settings }, ...online);
    expect(introduction.read).toHaveBeenCalled();
    expect(field.disabled).toBe(false);
    dispatch(who());
    expect(field.disabled).toBe(true);
    expect(container.querySelector('.fd-chip')).toBeNull();
    expect(container.textContent).toContain('Name (optional)');
    click('Start the chat');
    expect(container.querySelector('.fd-field-error')?.textContent).toBe('Please fill this in.');
    expect(document.activeElement).toBe(container.querySelector('[name=email]'));
    type('[name=email]', 'ann');
    expect(container.querySelector('.fd-field-error')).toBeNull();
    click('Start the chat');
    expect(container.querySelector('.fd-field-error')?.textContent).toBe('This does not look like an e-mail address.');
    expect(introduction.introduce).not.toHaveBeenCalled();
    type('[name=email]', 'ann@example.org');
    await act(async () => container.querySelector<HTMLButtonElement>('.fd-card .fd-button')?.click());
    expect(introduction.introduce).toHaveBeenCalledWith({ email: 'ann@example.org' });
    dispatch(who({ email: 'ann@example.org' }));
    expect(field.disabled).toBe(false);
  });

  test('what may be left out holds nobody up', () => {
    const optional = readWidgetSettings({ preChat: { name: 'optional', email: 'optional' } });
    const { container, field, dispatch } = showSite({ settings: optional }, ...online, who());
    expect(container.querySelector('[data-role=pre-chat]')).not.toBeNull();
    expect(field.disabled).toBe(false);
    expect(container.querySelector('.fd-chip')).not.toBeNull();
    dispatch(asked);
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
  });

  test('who leaves out what may be left out is not asked again', async () => {
    const optional = readWidgetSettings({ preChat: { email: 'optional' } });
    const { container } = showSite({ settings: optional }, ...online, who());
    await act(async () => container.querySelector<HTMLButtonElement>('.fd-card .fd-button')?.click());
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
  });

  test('who wrote before it was known what the site requires is asked then; what they wrote stays', () => {
    const { container, field, dispatch } = showSite({}, ...online);
    const outgoing = { ...where, clientMessageId: 'x', text: 'Hi', createdAt: base.at, error: null };
    dispatch({ type: 'outgoing:add', outgoing: { ...outgoing, status: 'sending' } });
    dispatch(who({ preChat: { name: 'off', email: 'required' } }));
    expect(container.querySelector('[data-role=pre-chat]')).toBeNull();
    const error = coded('details_required');
    dispatch({ type: 'outgoing:change', clientMessageId: 'x', status: 'sending', error });
    expect(container.querySelector('.fd-note')?.textContent).toBe('Please tell us who you are first.');
    expect(document.activeElement).toBe(container.querySelector('[name=email]'));
    expect(field.disabled).toBe(true);
  });

  test.each([{ unasked: true }, { active: false }])('nobody on the page around it loses the focus: %j', (how) => {
    const { container, field, place, dispatch } = showSite({ settings }, ...online);
    place(how);
    field.blur();
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    dispatch(who());
    expect(container.querySelector('[data-role=pre-chat]')).not.toBeNull();
    expect(document.activeElement).toBe(document.body);
    place({});
    expect(document.activeElement).toBe(container.querySelector('[name=name]'));
  });

  test('nobody calls a person before they have said what is required; then it is done', async () => {
    const stage = showSite({ settings }, ...online, who());
    const { container, click, type, introduction, requestPerson } = stage;
    click('Menu');
    click('Talk to a person');
    expect(requestPerson).not.toHaveBeenCalled();
    expect(container.querySelector('.fd-form')?.contains(document.activeElement)).toBe(true);
    type('[name=email]', 'ann@example.org');
    const begin = () => act(async () => stage.find('button', 'Start the chat').click());
    introduction.introduce.mockResolvedValueOnce(coded('rate_limited'));
    await begin();
    expect(requestPerson).not.toHaveBeenCalled();
    await begin();
    expect(requestPerson).toHaveBeenCalledOnce();
    // It is said once.
    await begin();
    expect(requestPerson).toHaveBeenCalledOnce();
  });

  test('who called a person before it was known what the site requires is asked then, also with a message behind it', () => {
    const { container, dispatch } = showSite({}, ...online);
    const wish = { id: 'w', at: base.at, name: 'person:request' as const, payload: {} };
    const outgoing = { ...where, clientMessageId: 'x', text: 'Hi', createdAt: base.at, error: null };
    dispatch({ type: 'feedback', change: { type: 'wish', wish } });
    dispatch({ type: 'outgoing:add', outgoing: { ...outgoing, status: 'sending' } });
    dispatch(who({ preChat: { name: 'off', email: 'required' } }));
    expect(container.querySelector('[data-role=pre-chat]')).not.toBeNull();
  });

  test('a person who is called while a message waits for the same is called before it', () => {
    const stage = showSite({ settings }, ...online, who());
    const outgoing = { ...where, clientMessageId: 'x', text: 'Hi', createdAt: base.at };
    const error = coded('details_required');
    stage.dispatch({ type: 'outgoing:add', outgoing: { ...outgoing, status: 'sending', error } });
    stage.click('Menu');
    stage.click('Talk to a person');
    expect(stage.requestPerson).toHaveBeenCalledOnce();
  });

  test('a person who was called in one conversation is not called in another', async () => {
    const stage = showSite({ settings }, ...online, who());
    stage.click('Menu');
    stage.click('Talk to a person');
    stage.type('[name=email]', 'ann@example.org');
    stage.introduction.introduce.mockImplementationOnce(async () => {
      stage.dispatch(asked);
      return null;
    });
    await act(async () => stage.find('button', 'Start the chat').click());
    expect(stage.requestPerson).not.toHaveBeenCalled();
  });

  test('who is known, or has written, is not asked', () => {
    expect(showSite({ settings }, ...online, who({ identified: true })).field.disabled).toBe(false);
    expect(showSite({ settings }, ...online, who(), asked).container.querySelector('[data-role=pre-chat]')).toBeNull();
    expect(show(...online).introduction.read).not.toHaveBeenCalled();
  });
});
