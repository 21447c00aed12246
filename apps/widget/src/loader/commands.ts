import type { Frontdesk, WidgetEvents, WidgetOptions } from '../api.ts';
import { appearanceFor, readOptions } from './options.ts';
import { createPageStorage } from './page-storage.ts';
import { isRefusal } from './ticket.ts';
import { createTicketOffice, type TicketOffice } from './ticket-office.ts';
import { createWidget, type Widget } from './widget.ts';

declare global {
  interface Window {
    Frontdesk?: Frontdesk | undefined;
  }
}

type Handler = (payload?: unknown) => void;
type Command = (...values: unknown[]) => unknown;

/** Makes the function that takes the page's commands. Nothing that it does may throw into the page. */
export function createCommands(gateway: string): Frontdesk {
  const life = new AbortController();
  const { signal } = life;
  const handlers = new Map<unknown, Set<Handler>>();
  /** What the page wanted of the widget before it was there. */
  const wanted: ((made: Widget) => void)[] = [];
  let options: Partial<WidgetOptions> = {};
  let tickets: TicketOffice | null = null;
  let identityToken: string | undefined;
  let widget: Widget | null = null;
  /** Shows the site as it is by itself, with the options of now. */
  let dress = () => {};

  function emit<Name extends keyof WidgetEvents>(event: Name, payload?: WidgetEvents[Name]): void {
    for (const handler of handlers.get(event) ?? []) call(handler, payload);
  }

  function call<Values extends unknown[], Result>(
    handler: (...values: Values) => Result,
    ...values: Values
  ): Result | undefined {
    try {
      return handler(...values);
    } catch (error) {
      // The page's own mistake: reported as such, and the chat goes on.
      reportError(error);
    }
  }

  function ask(want: (made: Widget) => void): void {
    if (widget) want(widget);
    else wanted.push(want);
  }

  async function boot(siteKey: string): Promise<void> {
    const office = createTicketOffice({
      ...{ gateway, lifeSignal: signal, onError: (error) => emit('error', error) },
      request: () => ({
        siteKey,
        locale: options.locale,
        languages: [document.documentElement.lang, ...navigator.languages],
      }),
    });
    tickets = office;
    // What the snippet's queue says of the customer comes with the first request.
    await null;
    office.issueTo(identityToken);
    const ticket = await office.ask();
    // Before the body of a page that is still on its way, the launcher would be the first that the Tab key reaches.
    while (!document.body) await new Promise(setTimeout as (resolve: (value: unknown) => void) => void);
    if (signal.aborted) return;
    if (isRefusal(ticket)) {
      // Refused, or the gateway is away: the page goes on without a chat, and may try again.
      tickets = null;
      console.warn(`Frontdesk: ${ticket.code}`);
      emit('error', ticket);
      return;
    }
    const mayStore = options.storage !== false;
    const made = createWidget({
      ...{ gateway, tickets: office, mayStore, lifeSignal: signal, emit },
      site: appearanceFor(ticket.site, options),
      texts: ticket.texts,
      pageStorage: createPageStorage(siteKey, mayStore),
    });
    dress = () => made.dress(appearanceFor(ticket.site, options));
    widget = made;
    emit('ready');
    for (const want of [made.reopen, ...wanted]) signal.aborted || call(want, made);
  }

  const commands: Record<string, Command> = {
    boot(given) {
      (commands.update as Command)(given);
      const site = (given as WidgetOptions | undefined)?.site;
      // A second script, or a page that is shown again, makes no second chat.
      if (!tickets && site) boot(`${site}`).catch(console.warn);
    },
    update(given) {
      const { locale, storage } = options;
      options = { ...options, ...readOptions(given as object) };
      if (options.locale !== locale) {
        if (widget) widget.speak();
        else tickets?.renew();
      }
      if (options.storage !== storage) widget?.allowStorage(options.storage);
      dress();
    },
    identify(given) {
      identityToken = `${(given as { token?: unknown } | undefined)?.token}`;
      tickets?.issueTo(identityToken);
      widget?.offerTicket();
    },
    reset() {
      identityToken = undefined;
      tickets?.issueTo();
      ask((made) => made.reset());
    },
    on(event, handler) {
      const of = handlers.get(event) ?? new Set();
      handlers.set(event, of.add(handler as Handler));
      if (event === 'ready' && widget) call(handler as Handler);
      return () => of.delete(handler as Handler);
    },
    off: (event, handler) => handlers.get(event)?.delete(handler as Handler),
    shutdown() {
      life.abort();
      handlers.clear();
      if (window.Frontdesk === frontdesk) delete window.Frontdesk;
    },
  };

  for (const name of ['open', 'close', 'toggle', 'show', 'hide'] as const) {
    commands[name] = (given) => ask((made) => made[name](given as object));
  }

  const frontdesk = ((command: string, ...values: unknown[]) =>
    call(() => {
      if (signal.aborted) return;
      if (Object.hasOwn(commands, command)) return (commands[command] as Command)(...values);
      console.warn(`Frontdesk: ${command} is not right`);
    })) as Frontdesk;
  frontdesk.running = true;
  return frontdesk;
}
