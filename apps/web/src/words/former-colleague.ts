/** Who wrote or did something, where their account is deleted: what they were called is known to nobody any more. */
export const formerColleague = 'Former colleague';

/** Pure. What somebody is called. @param name empty, or null, where their account is deleted */
export const colleagueName = (name: string | null | undefined): string => name || formerColleague;
