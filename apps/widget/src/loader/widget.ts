import type { LauncherTexts } from '@frontdesk/protocol';
import type { WidgetEvents } from '../api.ts';
import { type Counterpart, type FrameMessage, type LoaderMessage, listen, post } from '../frame-messages.ts';
import { element, icon } from './elements.ts';
import { createGreeting } from './greeting.ts';
import { launcherIcons } from './launcher-icons.ts';
import type { ShownSite } from './options.ts';
import type { PageStorage } from './page-storage.ts';
import { textColour } from './text-colour.ts';
import { isRefusal, unavailable } from './ticket.ts';
import type { TicketOffice } from './ticket-office.ts';
import css from './widget.css';

export interface Widget {
  /** @param options what the page says, as it comes: the frame looks at it */
  open(options?: { message?: unknown }): void;
  /**
   * Opens it where it was open on the page before, in the same tab; whoever types on this page goes on typing. Where it was
   * closed in mid-conversation, the frame comes a little later, to tell of news.
   */
  reopen(): void;
  close(): void;
  toggle(): void;
  /** Shows the launcher. */
  show(): void;
  /** Takes it out of sight, and closes the chat. */
  hide(): void;
  /** Shows the site so from now on. */
  dress(site: ShownSite): void;
  /** Whether storing is allowed from now on; if not, what is stored is removed. */
  allowStorage(allowed?: boolean): void;
  /** The page's ticket is another one. */
  offerTicket(): void;
  /** The page is in another language now. */
  speak(): void;
  /** Nobody is known any more, and nothing was said. */
  reset(): void;
}

export type Emit = <Name extends keyof WidgetEvents>(event: Name, payload?: WidgetEvents[Name]) => void;

/** A frame that did not report by then will not come: the panel must not stay empty over the page. */
const frameReadyWithinMs = 20_000;
/** The page comes first. */
const newsAfterMs = 2_000;

/**
 * Puts the launcher into the page; the frame follows at the first use. Everything hangs on `lifeSignal`: when it ends, no node,
 * listener, timer or request is left.
 */
export function createWidget(options: {
  gateway: string;
  site: ShownSite;
  /** A gateway of the version before sends none: then the site's name says what the launcher is. */
  texts: Partial<LauncherTexts> | undefined;
  tickets: TicketOffice;
  pageStorage: PageStorage;
  /** Whether the frame may store anything; null: not any more. */
  mayStore: boolean | null;
  lifeSignal: AbortSignal;
  emit: Emit;
}): Widget {
  const { gateway, tickets, pageStorage: storage, lifeSignal: signal, emit } = options;
  let { site, mayStore, texts = {} } = options;
  let frame: HTMLIFrameElement | null = null;
  let frameTimer: ReturnType<typeof setTimeout> | undefined;
  let ready = false;
  let opened = false;
  /** What had the focus when it was asked for, but for the chat itself; null: on this page it was not. */
  let opener: HTMLElement | null = null;
  /** What is to stand in the field. */
  let message = '';
  let unread = 0;

  const counterpart: Counterpart = { view: () => frame?.contentWindow, place: gateway };
  const button = element('button', { class: 'button' });
  const greeting = createGreeting({
    pageStorage: storage,
    lifeSignal: signal,
    onOpen: open,
    onDismiss: () => button.focus(),
  });
  /** The same in words: what comes while the chat is closed is read out. */
  const news = element('output', {});
  const root = element('div', {}, greeting.node, news, button);
  const host = element('frontdesk-widget' as 'div', {});
  const shadow = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(root);
  // The second click of a double click would close what the first has opened.
  button.onclick = (event) => event.detail > 1 || toggle();
  // Whoever reaches for the button will press it.
  button.onpointerenter = loadFrame;
  root.onkeydown = (event) => {
    if (event.key === 'Escape') close();
  };
  dress(site);
  signal.addEventListener('abort', leave);
  listen<FrameMessage>(counterpart, receive, signal);

  function leave(): void {
    clearTimeout(frameTimer);
    storage.write('open', null);
    host.remove();
    // Nothing is left of it that could come back.
    root.remove();
    opened = false;
    fit();
  }

  /** On a phone the frame is where the page is to be seen: the keyboard covers the rest, and moves the page, which nobody can get into then. */
  function fit(): void {
    document.body.inert = opened && matchMedia('(width<480px),(height<480px)').matches;
    const { offsetTop, height, scale } = visualViewport as VisualViewport;
    // Who zooms in wants to see a part.
    if (opened && scale <= 1) root.style.cssText += `--up:${offsetTop}px;--seen:${height}px`;
  }

  function dress(next: ShownSite): void {
    site = next;
    const { offsetX = 20, offsetY = 20, zIndex = 2e9, position, colourScheme = 'auto' } = site.settings;
    // Through CSSOM, which a strict policy allows. Where the page wants it further away than a phone has room, it is to be seen all the same.
    root.style.cssText += `--accent:${site.colour};--on:${textColour(site.colour)};--x:min(${offsetX}px,100vw - 76px);--y:min(${offsetY}px,100vh - 76px);--z:${zIndex};color-scheme:${colourScheme.replace('auto', 'light dark')}`;
    root.dataset.position = position as string;
    draw();
    // Beside the body: one that is moved or filtered would carry it along, and applications replace it with all that is in it.
    if (!host.isConnected) document.documentElement.append(host);
    if (!opened) greeting.plan(site);
    tell({ type: 'site', site });
  }

  function loadFrame(): void {
    if (frame) return;
    clearTimeout(frameTimer);
    const address = new URLSearchParams({ site: site.siteKey, origin, locale: site.settings.locale as string });
    frame = element('iframe', { src: `${gateway}/frame?${address}`, allow: 'clipboard-write' });
    draw();
    root.prepend(frame);
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
        root.dataset.ready = '';
        if (storage.read('reset')) forgetInFrame();
        void giveTicket();
        tellOpened();
        break;
      case 'ticket-wanted':
        tickets.renew();
        void giveTicket();
        break;
      case 'close':
        // Some browsers do not say yet that it is there.
        frame?.focus();
        close();
        break;
      case 'unread':
        showUnread(message.count, message.text);
        break;
      case 'message':
        storage.write('said', '1');
        emit('message', message.message);
        break;
      case 'keep':
        storage.write('visitor', message.value);
        break;
    }
  }

  /** Also without a frame: whether the customer is whom the page says is told at once. */
  async function giveTicket(): Promise<void> {
    const answer = await tickets.ask();
    if (isRefusal(answer)) {
      emit('error', answer);
      tell({ type: 'ticket-refused', error: answer });
      // The site was removed while the page was open.
      if (/site/.test(answer.code)) leave();
      return;
    }
    tell({ ...answer, type: 'ticket', site, kept: storage.read('visitor'), mayStore, said: storage.read('said') });
  }

  /** A frame that is not there yet is told when it comes, also on another page; where nothing can be kept for that, now. */
  function forgetInFrame(): void {
    storage.write('reset', ready ? null : '1');
    if (!mayStore) loadFrame();
    tell({ type: 'reset' });
  }

  /** A frame that is not there yet is told when it comes. */
  function tell(message: LoaderMessage): void {
    if (ready) post(counterpart, message);
  }

  function tellOpened(): void {
    if (ready && opened) {
      // Whoever has gone on elsewhere while the frame was on its way is not taken away from there.
      const asked = opener && [opener, frame, document.body].includes(focused());
      if (asked) frame?.focus();
      // Only now: it takes the focus from what it was opened with.
      fit();
      tell({ type: 'opened', message, inert: document.body.inert, unasked: !asked });
      // Once, also to a frame that comes anew.
      message = '';
    }
  }

  function open(options?: { message?: unknown }): void {
    message = `${options?.message ?? message}`;
    unfold();
    // Not yet: a menu of the page gives the focus back once what is chosen there is done.
    setTimeout(() => {
      const now = focused();
      if (now !== frame) opener = now;
      tellOpened();
    });
  }

  /** What has the focus, also within a component of the page. */
  function focused(at = document.activeElement as HTMLElement | null): HTMLElement | null {
    const within = at?.shadowRoot?.activeElement as HTMLElement | null;
    return within ? focused(within) : at;
  }

  function reopen(): void {
    if (storage.read('open')) unfold();
    // Who waits for an answer is told of it, on whatever page they are.
    else if (storage.read('said')) frameTimer = setTimeout(loadFrame, newsAfterMs);
  }

  function unfold(): void {
    // One that has left the page is opened by nobody.
    if (opened || !root.isConnected) return;
    opened = true;
    storage.write('open', '1');
    for (const change of ['resize', 'scroll'])
      (visualViewport as VisualViewport).addEventListener(change, fit, { signal });
    loadFrame();
    greeting.answered();
    showUnread(0);
    draw();
    emit('open');
  }

  function close(): void {
    if (!opened) return;
    opened = false;
    storage.write('open', null);
    fit();
    draw();
    tell({ type: 'closed' });
    // Only from within the chat: whoever types on the page meanwhile goes on.
    // What it was opened with may be gone, or be the button itself.
    for (const next of [opener, button]) if (shadow.activeElement) next?.focus();
    emit('close');
  }

  function toggle(): void {
    if (opened) close();
    else open();
  }

  function showUnread(count: number, inWords = ''): void {
    if (count === unread) return;
    unread = count;
    news.value = inWords;
    draw();
    emit('unread', count);
  }

  /** What the button shows, and what it is called: what is read on it is part of its name. */
  function draw(): void {
    const { launcherIcon = 'chat', launcherText } = site.settings;
    root.toggleAttribute('data-open', opened);
    button.setAttribute('aria-expanded', `${opened}`);
    // Only what is to be seen: a page pays for the style of what is not, too.
    button.replaceChildren(
      icon(opened ? 'm6 9.5 6 6 6-6' : launcherIcons[launcherIcon]),
      launcherText ? element('span', { class: 'text' }, launcherText) : '',
      unread ? element('span', { class: 'badge' }, unread > 9 ? '9+' : unread) : '',
    );
    const parts = [launcherText, opened ? texts.close : texts.open, news.value];
    button.setAttribute('aria-label', parts.filter((part) => part).join(', ') || site.name);
    greeting.label(texts.dismiss ?? '');
    if (frame) frame.title = texts.frame ?? site.name;
  }

  return {
    open,
    reopen,
    close,
    toggle,
    dress,
    show: () => delete root.dataset.hidden,
    hide() {
      root.dataset.hidden = '';
      close();
    },
    allowStorage(allowed) {
      mayStore = allowed || null;
      if (!allowed) {
        storage.forget();
        storage.write('open', null);
        storage.write('reset', null);
        // It is the only one that can remove what it has stored on pages before.
        loadFrame();
      }
      storage.allowStorage(allowed);
      tell({ type: allowed ? 'storage-allowed' : 'storage-denied' });
    },
    offerTicket: giveTicket,
    async speak() {
      texts = (await tickets.words()) ?? texts;
      draw();
    },
    reset() {
      storage.forget();
      message = '';
      forgetInFrame();
      showUnread(0);
      if (ready) void giveTicket();
    },
  };
}
