import type { SiteAppearance } from '@frontdesk/protocol';
import type { WidgetOptions } from '../api.ts';

const number = /^\d{1,10}$/;
/** The protocol's limits, in little: the loader has no room for its schemas. Attributes of the script tag are text, too. */
const forms: Record<Exclude<keyof WidgetOptions, 'site'>, RegExp> = {
  position: /^(left|right)$/,
  offsetX: number,
  offsetY: number,
  storage: /^(true|false)$/,
  colour: /^#[\da-f]{6}$/i,
  colourScheme: /^(auto|light|dark)$/,
  launcherIcon: /^(chat|question|bell)$/,
  launcherText: /^.{0,30}$/,
  locale: /^[a-z\d-]{2,35}$/i,
  greeting: /^.{0,300}$/s,
  greetingDelay: /^(null|none|\d{1,4}(\.\d+)?)$/,
  zIndex: number,
};
const numbers = /offset|Index|Delay/;

/** What may be taken of the options, or attributes, that a page gives; of those that are not right its owner is told. */
export function readOptions(given: object | undefined): Partial<WidgetOptions> {
  const options: Record<string, unknown> = {};
  // Other attributes of the tag are nobody's here.
  for (const name in forms) {
    // Some pages give every object names of their own, which come along here: they have no form.
    const value = (given as Record<string, unknown> | undefined)?.[name];
    if (value === undefined) continue;
    const text = `${value}`;
    if (!forms[name as keyof typeof forms].test?.(text)) console.warn(`Frontdesk: ${name} is not right`);
    else
      options[name] =
        name === 'storage' ? text[0] === 't' : !numbers.test(name) ? text : text[0] === 'n' ? null : +text;
  }
  return options;
}

/** A site as the page shows it. Of a gateway of the version before, it has no settings but the page's. */
export type ShownSite = SiteAppearance & Required<Pick<SiteAppearance, 'settings'>>;

/**
 * What is shown: the site, as this page wants it; each option is one of the site itself or of its settings. The languages, with
 * commas, are all that are wished for: the chat may not have the first.
 */
export function appearanceFor(site: SiteAppearance, options: Partial<WidgetOptions>): ShownSite {
  const locale = [options.locale, site.settings?.locale, document.documentElement.lang].join();
  const settings = { ...site.settings, ...options, locale } as ShownSite['settings'];
  return { ...site, ...options, settings };
}
