/** `signed-out`: the session is over, only signing in helps; `refused`: the gateway said no for another reason. */
export type Link = 'connecting' | 'online' | 'reconnecting' | 'signed-out' | 'refused';
