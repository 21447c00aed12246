import * as z from 'zod/mini';
import { businessHours, businessHoursLimits, overlappingDates, overlappingDays } from './business-hours.ts';
import type { AgentPerson, HandOverReason } from './conversation-event.ts';
import { loadedValues } from './merge-changes.ts';
import { readLeniently } from './read-leniently.ts';

/**
 * When the assistant hands a conversation over to people. `doubt`: whenever it can't answer, and on a wish; `wish`: where the
 * customer asks for a person, or is angry; `off`: never.
 */
export const handOverRule = z.enum(['doubt', 'wish', 'off']);
export type HandOverRule = z.infer<typeof handOverRule>;

/** How many minutes a customer waits for a person before the team is mailed: a day at most. */
export const letterMinutes = { usual: 10, most: 24 * 60 } as const;

/** When people of a site answer, who of them, and how they are told. What is not said has its default. */
export const teamSettings = z.object({
  /** When they are usually there; null: nobody says. */
  hours: z._default(z.nullable(businessHours), null),
  handOver: z._default(handOverRule, 'doubt'),
  /** To whom conversations are handed over, by id; null: to everybody who may answer. */
  members: z._default(
    z.nullable(z.array(z.string().check(z.maxLength(64))).check(z.minLength(1), z.maxLength(200))),
    null,
  ),
  /** After how many minutes of waiting the team is mailed; null: never. */
  letterAfterMinutes: z._default(
    z.nullable(z.int().check(z.minimum(1), z.maximum(letterMinutes.most))),
    letterMinutes.usual,
  ),
});
/** As they are saved. What was stored before this was refused still counts. */
export const teamSettingsBody = z.extend(teamSettings, { before: loadedValues }).check((context) => {
  const { hours } = context.value;
  if (!hours) return;
  const refuse = (path: (string | number)[], message: string) =>
    context.issues.push({ code: 'custom', input: context.value, path: ['hours', ...path], message });
  for (const day of overlappingDays(hours)) refuse(['days', day], 'These hours overlap.');
  for (const date of overlappingDates(hours)) refuse(['exceptions', date], 'These hours overlap.');
  if (Object.keys(hours.exceptions ?? {}).length > businessHoursLimits.exceptions)
    refuse(['exceptions'], `At most ${businessHoursLimits.exceptions} days.`);
});
export type TeamSettings = z.infer<typeof teamSettings>;

/** `GET …/team`. */
export interface TeamSettingsView {
  settings: TeamSettings;
  /** Everybody who may answer, by name. */
  team: AgentPerson[];
  /** Letters can be sent; not said by the version before, which sends the team none. */
  mails?: boolean;
}

/** Whichever version stored them. */
export const readTeamSettings = (stored: unknown): TeamSettings => readLeniently(teamSettings, stored);

/** Pure: whether the assistant ever hands over to people, by settings as they are stored or read. */
export const handsOver = (settings: unknown): boolean => readTeamSettings(settings).handOver !== 'off';

/** Pure: whether the assistant's answer hands over. */
export const ruleHandsOver = (rule: HandOverRule, reason: HandOverReason): boolean =>
  rule === 'doubt' || (rule === 'wish' && (reason === 'person' || reason === 'anger'));
