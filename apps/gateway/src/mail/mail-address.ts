/** The address in `Fernway <help@fernway.example>`, or the address alone. */
export const addressIn = (from: string): string => /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
