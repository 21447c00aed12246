/** Whether a person of the site is there to answer a customer, now. */
export type PersonAvailable = (siteId: string) => Promise<boolean>;

/** Agents read conversations and can't answer in them: so nobody is. */
export const nobodyAvailable: PersonAvailable = async () => false;
