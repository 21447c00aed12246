import type { DemoSite } from './demo-site.ts';
import { fernway } from './fernway.ts';
import { gannetHouse } from './gannet-house.ts';
import { shiftwell } from './shiftwell.ts';

/** The shop first: its knowledge is imported first. */
export const demoSites: readonly DemoSite[] = [fernway, gannetHouse, shiftwell];
