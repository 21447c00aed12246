import { oneOf } from '../manners/pattern.ts';
import { simpleWords } from './order-text.ts';
import { whole } from './question-patterns.ts';
import { questionsInEnglish } from './questions-in-english.ts';

/** From this probability on that the customer's own order, booking or account is meant it is taken for that. */
const ownCaseEdge = 0.4;

/** What is said of the way of an order. */
const onItsWay = whole([
  oneOf(`
    arrive[sd]?, deliver[a-z]*, ship(?:ped|ping|s)?, shipment, sent, dispatch[a-z]*, despatch[a-z]*, posted, left, gone out, go out, went out,
    track[a-z]*, courier, driver, parcel, package, pa[ck]+[a-z]?ge, consignment, where, wheres, whereabouts, coming, come, reach(?:ed)?, sign of, on its way,
    status, news, updates?, forgotten, stuck, processing, land, here, yet, still, until, eta`),
]);
/** What is wished for an order otherwise, and what else is one's own. */
const otherWishes = whole([
  ...questionsInEnglish.others,
  oneOf(`
    invoice, receipt, charged, payment, pay, paid twice, money, booking, reservation, confirmation, room, key, code, discount, voucher, checkout,
    size, colou?r, gift, address, account, password, log in, login, warranty, repair, smashed, cracked, torn, lid, arrived [a-z]+ed,
    moved house, out of order, (?:send|sent) (?:it|this|the [a-z]+|them|these) back, sent me the, (?:arrived|came) (?:today|yesterday|this [a-z]+)`),
]);

/**
 * Pure: whether somebody who speaks of their own case may ask for their order, in words that `asksForOrder` does not know: "yo wheres
 * my hoodie at". Of English alone; what has a number in it is looked up anyway.
 * @param ownCase probability that the customer's own order, booking or account is meant
 */
export function mayAskForOrder(text: string, ownCase: number): boolean {
  if (ownCase < ownCaseEdge) return false;
  const said = simpleWords(text);
  return onItsWay.test(said) && !otherWishes.test(said);
}
