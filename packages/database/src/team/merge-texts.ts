import { CodedError, mergeChanges } from '@frontdesk/protocol';

/**
 * Pure: {@link mergeChanges} for texts that were written with care: nobody's is written over unseen.
 * @throws CodedError `changed_meanwhile` where others have made something else of a text since than is wanted now
 */
export function mergeTexts<Texts extends Record<string, string>>(
  now: Texts,
  { values, before }: { values: Texts; before: Readonly<Record<string, unknown>> | undefined },
): Texts {
  const isContested = (name: string) =>
    before?.[name] !== undefined && new Set([now[name], values[name], before[name]]).size === 3;
  if (Object.keys(values).some(isContested)) throw new CodedError('changed_meanwhile');
  return mergeChanges(now, { values, before });
}
