/** A count's forms in a language: those that it tells apart, and `other` for the rest. `#` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Says a count in a language. */
export type Plural = (count: number, forms: PluralForms) => string;

export function createPlural(language: string): Plural {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, forms) => (forms[rules.select(count)] ?? forms.other).replace('#', numbers.format(count));
}
