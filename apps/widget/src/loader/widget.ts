import type { SiteAppearance } from '@frontdesk/protocol';
import type { WidgetEvents } from '../api.ts';
import { type Counterpart, type FrameMessage, listen, post } from '../frame-messages.ts';
import { element, icon } from './elements.ts';
import { createGreeting } from './greeting.ts';
import { launcherIcons } from './launcher-icons.ts';
import type { PageStorage } from './page-storage.ts';
import { strings } from './strings.ts';
import { textColour } from './text-colour.ts';
import { isRefusal, unavailable } from './ticket.ts';
import type { TicketOffice } from './ticket-office.ts';
import css from './widget.css';

export interface Widget {
  open(): void;
  close(): void;
  toggle(): void;
  /** Whether the launcher is in sight. */
  setShown(shown: boolean): void;
  /** Shows the site so from now on. */
  dress(site: SiteAppearance): void;
  /** Storing is allowed now. */
  allowStorage(): void;
  /** The page's ticket is another one. */
  offerTicket(): void;
  /** Nobody is known any more, and nothing was said. */
  reset(): void;
}

export type Emit = <Name extends keyof WidgetEvents>(event: Name, payload?: WidgetEvents[Name]) => void;

/** A frame that did not report by then will not come: the panel must not stay empty over the page. */
const frameReadyWithinMs = 20_000;

/**
 * Puts the launcher into the page; the frame follows at the first use. Everything hangs on `signal`: when it ends, no node,
 * listener, timer or request is left.
 */
export function createWidget(options: {
  gateway: string;
  site: SiteAppearance;
  tickets: TicketOffice;
  storage: PageStorage;
  /** Whether the frame may store anything. */
  mayStore: boolean;
  signal: AbortSignal;
  emit: Emit;
}): Widget {
  const { gateway, tickets, storage, signal, emit } = options;
  let { site, mayStore } = options;
  let frame: HTMLIFrameElement | null = null;
  let frameTimer: ReturnType<typeof setTimeout> | undefined;
  let ready = false;
  let opened = false;
  let unread = 0;

  const counterpart: Counterpart = { window: () => frame?.contentWindow ?? null, origin: gateway };
  const badge = element('span', { class: 'badge' });
  const text = element('span', { class: 'text' });
  const button = element('button', { class: 'button', type: 'button', 'aria-expanded': 'false' });
  const panel = element('div', { class: 'panel' });
  const greeting = createGreeting({ storage, signal, onOpen: open, onDismiss: () => button.focus() });
  const root = element('div', {}, panel, greeting.node, button);
  const host = document.createElement('frontdesk-widget');
  mount();
  listen<FrameMessage>(counterpart, receive, signal);

  function mount(): void {
    const shadow = host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    shadow.adoptedStyleSheets = [sheet];
    shadow.append(root);
    button.addEventListener('click', toggle);
    // Whoever reaches for the button will press it.
    button.addEventListener('pointerenter', loadFrame);
    button.addEventListener('focus', loadFrame);
    root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
    });
    dress(site);
    document.body.append(host);
    signal.addEventListener('abort', () => {
      clearTimeout(frameTimer);
      host.remove();
    });
  }

  function dress(next: SiteAppearance): void {
    site = next;
    const { settings, colour } = site;
    const style = {
      accent: colour,
      on: textColour(colour),
      x: `${settings?.offsetX ?? 20}px`,
      y: `${settings?.offsetY ?? 20}px`,
      z: `${settings?.zIndex ?? 2_147_483_000}`,
    };
    for (const [name, value] of Object.entries(style)) root.style.setProperty(`--${name}`, value);
    root.setAttribute('data-position', settings?.position ?? 'right');
    root.setAttribute('data-scheme', settings?.colourScheme ?? 'auto');
    text.textContent = settings?.launcherText ?? '';
    const talk = icon('talk', launcherIcons[settings?.launcherIcon ?? 'chat']);
    button.replaceChildren(talk, icon('down', 'm6 9.5 6 6 6-6'), text, badge);
    label();
    if (!opened) greeting.plan(site);
    if (ready) post(counterpart, { type: 'site', site });
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
      emit('error', unavailable);
    }, frameReadyWithinMs);
  }

  function receive(message: FrameMessage): void {
    switch (message.type) {
      case 'ready':
        clearTimeout(frameTimer);
        ready = true;
        if (storage.read('reset')) forgetInFrame();
        void giveTicket();
        if (opened) tellOpened();
        break;
      case 'ticket-wanted':
        tickets.used();
        void giveTicket();
        break;
      case 'close':
        close();
        break;
      case 'unread':
        showUnread(message.count);
        break;
      case 'message':
        emit('message', message.message);
        break;
      case 'keep':
        storage.write('visitor', message.value);
        break;
    }
  }

  /** Also without a frame: whether the customer is whom the page says is told at once. */
  async function giveTicket(): Promise<void> {
    const answer = await tickets.get();
    if (isRefusal(answer)) {
      emit('error', answer);
      post(counterpart, { type: 'ticket-refused', error: answer });
    } else if (ready) {
      const { ticket, expiresAt, externalId } = answer;
      post(counterpart, {
        type: 'ticket',
        ticket,
        expiresAt,
        externalId,
        site,
        kept: storage.read('visitor'),
        mayStore,
      });
    }
  }

  /** A frame that is not there yet is told when it comes, be it on another page. */
  function forgetInFrame(): void {
    storage.write('reset', ready ? null : '1');
    if (ready) post(counterpart, { type: 'reset' });
  }

  function tellOpened(): void {
    post(counterpart, { type: 'opened' });
    frame?.focus();
  }

  function open(): void {
    if (opened) return;
    opened = true;
    loadFrame();
    greeting.dismiss();
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

  /** What is read on the button is part of its name. */
  function label(): void {
    const parts = [text.textContent, opened ? strings.close : strings.open, unread > 0 && strings.unread(unread)];
    button.setAttribute('aria-label', parts.filter(Boolean).join(', '));
  }

  return {
    open,
    close,
    toggle,
    dress,
    setShown(shown) {
      root.toggleAttribute('data-hidden', !shown);
      if (!shown) close();
    },
    allowStorage() {
      mayStore = true;
      storage.allow();
      if (ready) post(counterpart, { type: 'storage-allowed' });
    },
    offerTicket: () => void giveTicket(),
    reset() {
      storage.write('visitor', null);
      storage.write('greeted', null);
      forgetInFrame();
      showUnread(0);
      if (ready) void giveTicket();
    },
  };
}
