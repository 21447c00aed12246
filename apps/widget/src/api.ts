// What a page can say to the widget, and what it is told. The documentation's tables are made of these types and their comments.

/** In `boot` and `update`, or as attributes of the script tag: `offsetX` is `data-offset-x`. They go before the site's own settings. */
export interface WidgetOptions {
  /** The key of your site. Only in `boot`, or as `data-site`. */
  site?: string;
  /** The lower corner that the launcher is in. By itself it is where lines end: right, and left on a right-to-left page (`<html dir="rtl">`). */
  position?: 'left' | 'right';
  /** From that side of the window, in pixels. */
  offsetX?: number;
  /** From the bottom of the window, in pixels. */
  offsetY?: number;
  /** The accent, as `#rrggbb`. */
  colour?: string;
  /** Light, dark, or as the customer's system has it. */
  colourScheme?: 'auto' | 'light' | 'dark';
  /** The picture on the launcher. */
  launcherIcon?: 'chat' | 'question' | 'bell';
  /** A word or two beside the picture, at most 30 characters; empty: the picture alone. */
  launcherText?: string;
  /** Language of the interface, as a tag such as `pt-BR`. Otherwise the site's, the page's (`<html lang>`), then the browser's. */
  locale?: string;
  /** The chat's first line, also said beside the launcher after `greetingDelay`; at most 300 characters. */
  greeting?: string;
  /** Seconds after which the greeting appears beside the launcher, once in a browser until its words are others; `null`, or `none` in an attribute: never. */
  greetingDelay?: number | null;
  /** Where the widget stands among the layers of your page. */
  zIndex?: number;
  /** Whether anything may be stored in the browser. `false` until the customer has agreed, then `update` it to `true`; `false` again, once the chat is `ready`, removes what is stored. */
  storage?: boolean;
}

/** What `identify` takes. */
export interface Identity {
  /** A JWT that your server made and signed: see "Who the customer is". */
  token: string;
}

/** What can be asked of the widget: `Frontdesk('open')`. Before it has loaded, calls wait in the snippet's queue. */
export interface WidgetCommands {
  /** Starts the widget. The script tag does it itself when it has `data-site`. After an `error` in place of `ready`, another call tries again. */
  boot(options: WidgetOptions): void;
  /** Changes options while it runs; what is not named stays. */
  update(options: WidgetOptions): void;
  /** Takes it away with all that belongs to it: nodes, listeners, timers, and `window.Frontdesk`. To come back, insert the script again. */
  shutdown(): void;
  /** Shows the launcher again. */
  show(): void;
  /** Takes the launcher out of sight and closes the chat; `open` still works, for a launcher of your own. */
  hide(): void;
  /** Opens the chat; before it has loaded, it opens once it has. A `message` stands in the field then, unless the customer has written something: theirs to send. */
  open(options?: { message?: string }): void;
  /** Closes the chat; the conversation goes on. */
  close(): void;
  /** Opens the chat when it is closed, and closes it when it is open. */
  toggle(): void;
  /** Says who the customer is. Their conversations follow them; what they said before, anonymously, comes along. */
  identify(identity: Identity): void;
  /** For a logout: forgets who the customer is, what is stored, and the conversation on this page. */
  reset(): void;
  /** Listens to an event. Returns a function that ends it; called before the widget has loaded, use `off` for that. */
  on<Name extends keyof WidgetEvents>(event: Name, handler: (payload: WidgetEvents[Name]) => void): () => void;
  /** Ends what `on` began. */
  off<Name extends keyof WidgetEvents>(event: Name, handler: (payload: WidgetEvents[Name]) => void): void;
}

/** What the widget tells; the type is the handler's argument. */
export interface WidgetEvents {
  /** The launcher is there; whoever listens later is told at once. */
  ready: undefined;
  /** The chat was opened, or is open since the page before. */
  open: undefined;
  /** The chat was closed. */
  close: undefined;
  /** A message was stored or an answer finished, while the chat was loaded. */
  message: WidgetMessage;
  /** How many messages finished while the chat was closed. */
  unread: number;
  /** What was refused. */
  error: WidgetError;
}

/** Of a `message`. Its text stays in the frame: what a customer says is not every script's business. */
export interface WidgetMessage {
  /** Of the message, or of the answer. */
  id: string;
  /** Whose it is. */
  role: 'visitor' | 'assistant' | 'agent';
}

/** Of an `error`. */
export interface WidgetError {
  /** `origin_refused`, `site_unknown`, `identity_expired`, `identity_invalid`, `identity_not_set_up`, `rate_limited`, `unavailable` and others: see "Errors". */
  code: string;
  /** For you, in English. */
  message: string;
}

/** The function on `window`. */
export interface Frontdesk {
  <Name extends keyof WidgetCommands>(
    command: Name,
    ...values: Parameters<WidgetCommands[Name]>
  ): ReturnType<WidgetCommands[Name]> | undefined;
  /** What the snippet's stub kept. */
  q?: ArrayLike<unknown>[];
  /** Only the loader's own function has it: a second script tag sees that there is a chat already. */
  running?: true;
}
