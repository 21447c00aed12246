import { oneOf, pattern } from './pattern.ts';

const parts = oneOf(`
  arms?, ankle, back, chest, elbow, face, fingers?, foot, hands?, head, hip, jaw, knee, legs?, lips?, neck, nose, ribs?, shoulder, throat,
  toe, wrist`);
const someone = oneOf('he, i, she, somebody, someone, they, we');
const others = oneOf('her, him, me, somebody, someone, them, us');

/** What threatens life and limb. Questions have these words too: alone they say nothing. */
const dangers = pattern`\b${oneOf(String.raw`
  fires?(?! (?:bowl|door|extinguisher|guard|pit|place|screen)\b), flames?, burn(?:s|t|ed|ing)?, smok(?:e|es|ing|y), explo[ds]\w+, spark(?:s|ed|ing),
  gas, carbon monoxide, co alarm, fumes, chemicals?, acid, bleach, poison\w*, toxic, electric shock, electrocuted, live (?:cable|wire),
  overdos\w+, pills, tablets, taken something, swallow\w*, chok(?:e|es|ed|ing), suffocat\w+, breath\w*, turning blue, allergic, anaphyla\w+,
  swell(?:s|ing), swollen, unconscious, unresponsive, (?:doesn't|does not|won't) respond, (?:will not|won't) wake, (?:not|stopped) moving,
  passed out, faint(?:ed|ing), collaps\w+, seizures?, a fit, dizzy, numb, slurred, heart attack, stroke, chest pains?, contractions, in labou?r,
  (?:bleed|blood)\w*, injur\w+, hurt(?:s|ing)?, scald\w*, bitten, bit (?:his|my|${others}), (?:her|his|my|our|their|your) (?:\w+ )?${parts},
  bab(?:y|ies), boy, child(?:ren)?, girl, kids?, toddler, fell(?! (?:apart|off|out)\b), ${someone} fell, fallen, ${someone}(?:'s|'m|'re| is| am| are) (?:dying|hanging),
  drown\w*, capsiz\w+, sinking, freezing, avalanche, stranded, trapped, lost in, stuck in (?:a|the|your) (?:elevator|lift), locked ${others},
  accident, crash\w*, hit(?:ting)? (?:an?|by|the (?:floor|ground)|${others}), (?:came|coming) down, (?:ceiling|roof|tree|wall) (?:fell|is falling),
  gun, knife, machete, weapon, bomb, shoot\w*, shot, stabbed, attack\w*, assault\w*, raped?, robbed, burglars?, intruders?, suspicious, followed,
  threat\w*, kill\w*, scared, desperate, harm(?:ed|ing)?, cutting (?:her|him|my)self, suicid\w*, farewell, end it, miss me, can(?:no|')?t go on,
  (?:her|his|my) (?:own )?life, life (?:isn't|is not) worth, (?:in|to) (?:die|jump|live|living), be here any ?more, worth living, in danger,
  ambulance, paramedics?, police, 112, 911, 999, emergency, sos, mayday`)}\b`;

/** Who writes so may be in danger, where it asks for nothing that is known. */
const needs = pattern`\b${oneOf(String.raw`
  help, rescue, urgent\w*, pain\w*, eyes?, skin, missing, brother, dad, daughter, father, friend, grand\w+, husband, mother, mum, sister, son, wife`)}\b`;

/**
 * Pure: what a message is that a classifier takes for an emergency; to it a crack in a pot sounds like one.
 * @param said in lower case
 * @param mayBeAnswered whether a passage likely answers it
 */
export function mannerOfEmergency(said: string, mayBeAnswered: boolean): 'emergency' | 'person' | undefined {
  if (dangers.test(said)) return 'emergency';
  if (mayBeAnswered) return undefined;
  return needs.test(said) ? 'emergency' : 'person';
}
