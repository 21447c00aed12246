import type { Role } from '@frontdesk/protocol';

/** As it is shown alone, or at the beginning of a line. */
export const roleName = (role: Role): string => role.charAt(0).toUpperCase() + role.slice(1);
