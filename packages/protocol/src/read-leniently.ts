import * as z from 'zod/mini';

/**
 * What is stored of settings, whichever version stored it: a value that this one does not know has its default, and the others
 * stay.
 */
export function readLeniently<Schema extends z.ZodMiniObject>(schema: Schema, stored: unknown): z.output<Schema> {
  const values = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const known = Object.entries(schema.shape).flatMap(([name, one]) => {
    const parsed = z.safeParse(one, values[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return schema.parse(Object.fromEntries(known));
}
