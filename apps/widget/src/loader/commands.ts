import { requestTicket } from './ticket.ts';
import { createWidget, type Widget, type WidgetEvent } from './widget.ts';

/** The page's `Frontdesk(command, …)`. Before the loader is there, the snippet's stub keeps the calls in `q`. */
export interface Frontdesk {
  (command: string, ...values: unknown[]): unknown;
  q?: ArrayLike<unknown>[];
  /** Only the loader's own function has it: a second script tag sees that there is a chat already. */
  running?: true;
}

declare global {
  interface Window {
    Frontdesk?: Frontdesk | undefined;
  }
}

type Handler = (value?: number) => void;

/** Makes the function that takes the page's commands. Nothing that it does may throw into the page. */
export function createCommands(gateway: string): Frontdesk {
  const life = new AbortController();
  const handlers = new Map<string, Set<Handler>>();
  let booted = false;
  let widget: Widget | null = null;
  /** The page wanted it open before it was there. */
  let openFirst = false;

  function emit(event: WidgetEvent, value?: number): void {
    for (const handler of handlers.get(event) ?? []) {
      try {
        handler(value);
      } catch (error) {
        // The page's own mistake: reported as such, and the chat goes on.
        reportError(error);
      }
    }
  }

  async function boot(siteKey: unknown): Promise<void> {
    if (booted || typeof siteKey !== 'string') return;
    booted = true;
    try {
      const ticket = await requestTicket(gateway, siteKey, life.signal);
      await bodyParsed(life.signal);
      if (life.signal.aborted) return;
      widget = createWidget({ gateway, ticket, signal: life.signal, emit });
      emit('ready');
      if (openFirst) widget.open();
    } catch (error) {
      // Refused, or the gateway is away: the page goes on without a chat.
      if (!life.signal.aborted) console.warn(`Frontdesk: no chat here (${(error as Error).message})`);
    }
  }

  function show(wanted: boolean): void {
    openFirst = wanted;
    if (wanted) widget?.open();
    else widget?.close();
  }

  const commands: Record<string, (...values: unknown[]) => unknown> = {
    boot: (settings) => void boot((settings as { site?: unknown } | undefined)?.site),
    open: () => show(true),
    show: () => show(true),
    close: () => show(false),
    hide: () => show(false),
    toggle: () => (widget === null ? show(!openFirst) : widget.toggle()),
    on(event, handler) {
      const of = handlers.get(event as string) ?? new Set();
      handlers.set(event as string, of.add(handler as Handler));
      return () => void of.delete(handler as Handler);
    },
    shutdown() {
      life.abort();
      handlers.clear();
      if (window.Frontdesk === frontdesk) delete window.Frontdesk;
    },
  };

  const frontdesk: Frontdesk = (command, ...values) => {
    if (life.signal.aborted) return;
    if (Object.hasOwn(commands, command)) return commands[command]?.(...values);
    console.warn(`Frontdesk: there is no command "${command}"`);
  };
  frontdesk.running = true;
  return frontdesk;
}

async function bodyParsed(signal: AbortSignal): Promise<void> {
  if (document.body !== null) return;
  await new Promise<void>((resolve) => {
    document.addEventListener('DOMContentLoaded', () => resolve(), { signal });
    signal.addEventListener('abort', () => resolve());
  });
}
