import { describe, expect, it } from 'vitest';
import { readWidgetSettings, type WidgetSettings, widgetSettings } from './widget-settings.ts';

const defaults: WidgetSettings = {
  offsetX: 20,
  offsetY: 20,
  colourScheme: 'auto',
  launcherIcon: 'chat',
  launcherText: '',
  locale: null,
  greetingDelay: null,
  preChat: { name: 'off', email: 'off' },
  zIndex: 2_147_483_000,
};

describe('widget settings', () => {
  it('have defaults for all that is not said, and leave out what they do not know', () => {
    expect(widgetSettings.parse({})).toEqual(defaults);
    expect(widgetSettings.parse({ position: 'left', preChat: { email: 'required' }, fromNewerVersion: 1 })).toEqual({
      ...defaults,
      position: 'left',
      preChat: { name: 'off', email: 'required' },
    });
  });

  it.each([
    [{ position: 'top' }],
    [{ offsetX: -1 }],
    [{ offsetY: 401 }],
    [{ offsetX: 1.5 }],
    [{ launcherText: 'x'.repeat(31) }],
    [{ launcherIcon: '<svg>' }],
    [{ locale: 'en"><script>' }],
    [{ locale: '' }],
    [{ greetingDelay: -1 }],
    [{ preChat: { name: 'please' } }],
    [{ zIndex: 2 ** 31 }],
  ])('%j is refused', (settings) => {
    expect(widgetSettings.safeParse(settings).success).toBe(false);
  });

  it.each([['de'], ['pt-BR'], ['zh-Hant-TW']])('the language %s is taken', (locale) => {
    expect(widgetSettings.parse({ locale }).locale).toBe(locale);
  });

  it('are read value by value where they are stored: one that is not known takes no other along', () => {
    expect(readWidgetSettings({ position: 'left', colourScheme: 'sepia', offsetX: 8 })).toEqual({
      ...defaults,
      position: 'left',
      offsetX: 8,
    });
    for (const nothing of [null, 7, 'x', []]) expect(readWidgetSettings(nothing)).toEqual(defaults);
  });
});
