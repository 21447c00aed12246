import { type Database, findUser, listSessions } from '@frontdesk/database';
import { addressKey, networkOf } from '../access/client-address.ts';

/** Whether somebody is signed in to that account from the network that an address is in. @param address as `addressKey` has it */
export async function isSignedInFrom(database: Database, email: string, address: string): Promise<boolean> {
  const user = await findUser(database, email);
  if (!user) return false;
  const sessions = await listSessions(database, user.id);
  return sessions.some(({ ipAddress }) => ipAddress && networkOf(addressKey(ipAddress)) === networkOf(address));
}
