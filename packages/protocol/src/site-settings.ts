import * as z from 'zod/mini';
import { loadedValues } from './merge-changes.ts';
import { widgetSettings } from './widget-settings.ts';

export const siteLimits = {
  nameChars: 80,
  greetingChars: 300,
  suggestions: 6,
  suggestionChars: 80,
  origins: 50,
  originChars: 200,
  promptChars: 8_000,
  /** So long a site that was removed can be restored. */
  restorableDays: 7,
} as const;

const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most));

/** As browsers write an origin, or with any port: `https://shop.example`, `http://localhost:*`. */
export const origin = z
  .string()
  .check(
    z.maxLength(siteLimits.originChars),
    z.regex(/^https?:\/\/[a-z0-9.-]+(:(\d{1,5}|\*))?$/, 'Write it as https://shop.example, without a path.'),
    z.refine(isWrittenByBrowsers, 'No browser writes it so: leave out :80 behind http and :443 behind https.'),
  );

/** Another one would match no page. */
function isWrittenByBrowsers(origin: string): boolean {
  const page = origin.replace(/:\*$/, '');
  return URL.canParse(page) && new URL(page).origin === page;
}

/** `POST /v1/admin/sites`. */
export const newSite = z.object({
  name: text(siteLimits.nameChars),
  allowedOrigins: z.array(origin).check(z.maxLength(siteLimits.origins)),
});

/** `POST …/removal`: the site's name, which keeps a slip of the hand from removing it. */
export const siteRemoval = z.object({ name: z.string().check(z.maxLength(siteLimits.nameChars)) });

/** `GET …/removal`: what is lost with a site. */
export interface SiteContents {
  conversations: number;
  /** Facts, files and pages. */
  documents: number;
  members: number;
}

/** How a site's chat is called, looks and greets, and where it may be shown; `PUT …/settings` is the body below. */
export const siteSettings = z.object({
  name: text(siteLimits.nameChars),
  allowedOrigins: z.array(origin).check(z.maxLength(siteLimits.origins)),
  greeting: text(siteLimits.greetingChars),
  colour: z.string().check(z.toLowerCase(), z.regex(/^#[0-9a-f]{6}$/, 'Write it as #1f7a4d.')),
  suggestions: z.array(text(siteLimits.suggestionChars)).check(z.maxLength(siteLimits.suggestions)),
  widget: widgetSettings,
});
export type SiteSettings = z.infer<typeof siteSettings>;
export const siteSettingsBody = z.extend(siteSettings, { before: loadedValues });
export interface SiteSettingsView extends SiteSettings {
  key: string;
}

/** `POST …/prompts`. */
export const newPrompt = z.object({ systemPrompt: text(siteLimits.promptChars) });

/** `POST …/sandbox-tickets`: to try a version that is not published. */
export const sandboxTicketBody = z.object({ promptVersionId: z.optional(z.uuid()) });

export interface PromptVersionView {
  id: string;
  number: number;
  systemPrompt: string;
  createdAt: string;
  /** Who wrote it; null for what no page wrote. */
  author: string | null;
  published: boolean;
}
