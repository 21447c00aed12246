import * as z from 'zod/mini';
import { readLeniently } from './read-leniently.ts';

/** How much of what a site or a page may say about the widget. */
export const widgetLimits = {
  /** Of an offset from the window's edge, in CSS pixels. */
  offsetPx: 400,
  /** Of the text beside the launcher's icon. */
  launcherChars: 30,
  /** Of a language tag. */
  localeChars: 35,
  greetingDelaySeconds: 3_600,
  /** The highest that browsers know. */
  zIndex: 2_147_483_647,
} as const;

const offset = z.int().check(z.minimum(0), z.maximum(widgetLimits.offsetPx));
const question = z.enum(['off', 'optional', 'required']);

/** What a visitor is asked for before the first message. */
export const preChatForm = z.object({
  name: z._default(question, 'off'),
  email: z._default(question, 'off'),
});
export type PreChatForm = z.infer<typeof preChatForm>;

/** How a site's widget looks and greets; what is not said has its default. A site's colour and greeting are its own. */
export const widgetSettings = z.object({
  /** The lower corner of the window that the launcher is in; without one, where lines end: right, or left on a right-to-left page. */
  position: z.optional(z.enum(['left', 'right'])),
  /** From that corner, in CSS pixels. */
  offsetX: z._default(offset, 20),
  offsetY: z._default(offset, 20),
  /** auto: as the customer's system. */
  colourScheme: z._default(z.enum(['auto', 'light', 'dark']), 'auto'),
  launcherIcon: z._default(z.enum(['chat', 'question', 'bell']), 'chat'),
  /** Beside the icon; empty: the icon alone. */
  launcherText: z._default(z.string().check(z.maxLength(widgetLimits.launcherChars)), ''),
  /** Of the interface, as a language tag (BCP 47); null: the page's, then the browser's. */
  locale: z._default(
    z.nullable(z.string().check(z.maxLength(widgetLimits.localeChars), z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/))),
    null,
  ),
  /** When the site's greeting appears beside the launcher, in seconds; null: it does not. */
  greetingDelay: z._default(
    z.nullable(z.number().check(z.minimum(0), z.maximum(widgetLimits.greetingDelaySeconds))),
    null,
  ),
  preChat: z._default(preChatForm, { name: 'off', email: 'off' }),
  zIndex: z._default(z.int().check(z.minimum(1), z.maximum(widgetLimits.zIndex)), 2_147_483_000),
});
export type WidgetSettings = z.infer<typeof widgetSettings>;

/** Whichever version stored them. */
export const readWidgetSettings = (stored: unknown): WidgetSettings => readLeniently(widgetSettings, stored);
