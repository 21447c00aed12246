import { accentColours } from '@frontdesk/chat/readable-colour';
import type { TicketResponse } from '@frontdesk/protocol';
import { type Counterpart, type FrameMessage, listen, post } from '../frame-messages.ts';
import { element, icon } from './elements.ts';
import { strings } from './strings.ts';
import { createTabMemory } from './tab-memory.ts';
import { isUsable, requestTicket, TicketRefusal } from './ticket.ts';
import css from './widget.css';

export interface Widget {
  open(): void;
  close(): void;
  toggle(): void;
}

export type WidgetEvent = 'ready' | 'open' | 'close' | 'unread';

/** A frame that did not report by then will not come: the panel must not stay empty over the page. */
const frameReadyWithinMs = 20_000;

/**
 * Puts the button into the page; the frame follows at the first use. Everything hangs on `signal`: when it ends, no node,
 * listener, timer or request is left.
 */
export function createWidget(options: {
  gateway: string;
  ticket: TicketResponse;
  signal: AbortSignal;
  emit: (event: WidgetEvent, value?: number) => void;
}): Widget {
  const { gateway, signal, emit } = options;
  const { site } = options.ticket;
  const memory = createTabMemory(site.siteKey);
  let ticket: TicketResponse | null = options.ticket;
  let frame: HTMLIFrameElement | null = null;
  let frameTimer: ReturnType<typeof setTimeout> | undefined;
  let ready = false;
  let opened = false;
  let unread = 0;

  const counterpart: Counterpart = { window: () => frame?.contentWindow ?? null, origin: gateway };
  const badge = element('span', { class: 'badge' });
  const button = element(
    'button',
    { class: 'button', type: 'button', 'aria-expanded': 'false', 'aria-label': strings.open },
    icon(
      'talk',
      'M12 4c5 0 8.5 3.2 8.5 7.4S17 18.8 12 18.8c-1 0-2-.1-2.9-.4L4.5 20l1.2-3.7a7 7 0 0 1-2.2-4.9C3.5 7.2 7 4 12 4Z',
    ),
    icon('down', 'm6 9.5 6 6 6-6'),
    badge,
  );
  const panel = element('div', { class: 'panel' });
  const root = element('div', {}, panel, button);
  const host = document.createElement('frontdesk-widget');
  mount();
  listen<FrameMessage>(counterpart, receive, signal);

  function mount(): void {
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    const { accent, onAccent } = accentColours(site.colour);
    root.style.setProperty('--accent', accent);
    root.style.setProperty('--on-accent', onAccent);
    shadow.append(root);
    button.addEventListener('click', toggle);
    // Whoever reaches for the button will press it.
    button.addEventListener('pointerenter', loadFrame);
    button.addEventListener('focus', loadFrame);
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
    });
    document.body.append(host);
    signal.addEventListener('abort', () => {
      clearTimeout(frameTimer);
      host.remove();
    });
  }

  function loadFrame(): void {
    if (frame !== null) return;
    const address = `${gateway}/frame?site=${encodeURIComponent(site.siteKey)}&origin=${encodeURIComponent(location.origin)}&locale=${encodeURIComponent([site.settings?.locale, document.documentElement.lang].join())}`;
    frame = element('iframe', { src: address, title: strings.frame(site.name), allow: 'clipboard-write' });
    panel.append(frame);
    frameTimer = setTimeout(() => {
      close();
      frame?.remove();
      frame = null;
    }, frameReadyWithinMs);
  }

  function receive(message: FrameMessage): void {
    switch (message.type) {
      case 'ready':
        clearTimeout(frameTimer);
        ready = true;
        panel.setAttribute('data-ready', '');
        void giveTicket();
        if (opened) tellOpened();
        break;
      case 'ticket-wanted':
        ticket = null;
        void giveTicket();
        break;
      case 'close':
        close();
        break;
      case 'unread':
        showUnread(message.count);
        break;
      case 'keep':
        memory.write(message.value);
        break;
    }
  }

  async function giveTicket(): Promise<void> {
    try {
      if (ticket === null || !isUsable(ticket)) ticket = await requestTicket(gateway, site.siteKey, signal);
      post(counterpart, { type: 'ticket', ...ticket, kept: memory.read() });
    } catch (error) {
      if (!(error instanceof TicketRefusal)) throw error;
      post(counterpart, { type: 'ticket-refused', error: error.wire });
    }
  }

  function tellOpened(): void {
    post(counterpart, { type: 'opened' });
    frame?.focus();
  }

  function open(): void {
    if (opened) return;
    opened = true;
    loadFrame();
    root.setAttribute('data-open', '');
    button.setAttribute('aria-expanded', 'true');
    showUnread(0);
    label();
    if (ready) tellOpened();
    emit('open');
  }

  function close(): void {
    if (!opened) return;
    opened = false;
    root.removeAttribute('data-open');
    button.setAttribute('aria-expanded', 'false');
    label();
    post(counterpart, { type: 'closed' });
    button.focus();
    emit('close');
  }

  function toggle(): void {
    if (opened) close();
    else open();
  }

  function showUnread(count: number): void {
    if (count === unread) return;
    unread = count;
    badge.textContent = count === 0 ? '' : count > 9 ? '9+' : `${count}`;
    label();
    emit('unread', count);
  }

  function label(): void {
    const action = opened ? strings.close : strings.open;
    button.setAttribute('aria-label', unread === 0 ? action : `${action}, ${strings.unread(unread)}`);
  }

  return { open, close, toggle };
}
