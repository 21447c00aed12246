/** An address as the browser reads it; null for what is none. `URL.canParse` is younger than the browsers that the widget is for. */
export function webAddress(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
