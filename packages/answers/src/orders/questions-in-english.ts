import { oneOf } from '../manners/pattern.ts';
import { type OrderQuestions, words } from './question-patterns.ts';

const things = oneOf(`
  orders?, ordr, oder, orde, parcels?, parcle, parcell, packages?, pacakge, packge, pakage, packege, packet, shipments?, shipement, consignment,
  deliver(?:y|ies), delivry, delivary, items?, goods, stuff, things, purchases?`);
/** "My order number", "the delivery costs". */
const ofThings = oneOf(`
  number, no, nr, numbers, confirmations?, form, forms, page, history, button, address, costs?, fees?, charges?, prices?, rates?, zones?, areas?,
  options?, methods?, polic(?:y|ies), total, value, summary, details, invoice, receipt, limit, size, minimum, process, point, points,
  pickup, collection, desk, terms, conditions, partners?, compan(?:y|ies), notes?, instructions?, guarantee`);
/** What no order of goods is. */
const otherOrders = oneOf(`
  work, minimum, min, pre, court, standing, money, postal, alphabetical, restraining, sort, sorting, right, wrong, in, size, buy, sell, stop, limit`);
/** What a message is about that has this before the order: "the invoice for my order". */
const papers = `
  invoice, receipt, refund, refunds, money, voucher, vouchers, confirmation, bill, e, email, mail, code, label, guide, manual, return, returns,
  exchange, deposit, nearest, closest`;
const joints =
  'for, from, of, with, to, in, on, at, and, or, is, was, has, have, when, after, before, if, my, our, your';
const notBetween = oneOf(`${papers}, ${joints}`);
/** One whose number is said: "order FE-10423". */
const numbered = `(?:order|parcel|package|shipment|delivery) (?:(?:number|no|nr) )?[a-z]{0,5} ?[0-9]+`;
const thing = `(?<!${otherOrders} )${things}(?! ${ofThings}(?!\\p{L}))`;
const own = `${oneOf('my, our, mine, the, this, that')} ${words(2, notBetween)}${thing}`;
const mine = `${oneOf('my, our')} ${words(2, notBetween)}${thing}`;
const ordered = `${oneOf('what, (?:the |my )?[a-z]+ (?:that |which )?')} ?${oneOf('i, we, ive, weve')} (?:have )?${oneOf('ordered, bought, purchased')}`;
const subject = `(?<!${oneOf('for, from, of, with, in')} )(?:${own}|${oneOf('orders?, parcels?, packages?, delivery, shipment, items?, goods')}(?! ${ofThings}(?!\\p{L}))|${ordered})`;

/** What else is done with an order, also where it is asked "where". */
const doing = oneOf(`
  cancel, cancell?(?:ed|ing|ation), return, returning, returns, refund, refunds, refunded, exchange, exchanging, change, changing, amend, modify,
  edit, alter, swap, add, remove, place, placing, make, making, put, pay, paying, send, post, drop, pick, collect, enter, give, leave,
  buy, have, need, want, ${papers}, ${joints}`);

const arrive = oneOf(`
  arrive, arrives, arrived, arriving, arive, arived, ariving, come, comes, came, coming, delivered, deliver, here, there, shipped, ship, sent,
  dispatched, despatched, posted, due, get here, got here, getting here, turn up, turned up, turning up, show up, shown up, showed up, reach, reached,
  be with me, be with us, on its way, on the way, out for delivery, leave, left, expected, ready, be at`);
const hasNot = oneOf(`
  hasnt, has not, havent, havnt, hasent, have not, hadnt, didnt, dint, did not, isnt, is not, arent, are not, wasnt, was not, never, not, still not, aint, yet to`);
const received = oneOf(
  'got, gotten, get, receive, received, recieve, recieved, recived, receved, recievd, had, have, seen, see',
);
const go = oneOf(
  'arrived?, arive, arived, come, came, been delivered, been shipped, been sent, been dispatched, been received, delivered, turn up, turned up, shown up, show up, showed up, reached, shipped, dispatched, received, recieved, recived, here, got here, gotten here, left, moved, get here',
);
const wheres =
  '(?:where|wher|whre|wehre|whear|were)(?:s| is| are| r| the (?:hell|heck) is| on earth is|abouts is| was| did| has)?';

const ihave = `(?:i|we|ive|weve) (?:have |had |just |already )?(?:ordered|bought|purchased|placed an order)`;
/** What comes to a customer beside goods. */
const noGoods = oneOf(`
  ${papers}, reply, answer, response, engineer, technician, driver, plumber, electrician, taxi, cab, friend, husband, wife, guest, guests, cleaner, builder,
  newsletter, points, cashback, payment, login, link, password, account, discount, update, message, letter, visa, baby, period, time, turn`);

export const questionsInEnglish: OrderQuestions = {
  sure: [
    `${wheres} ${words(4, doing)}${own}(?! (?:made|from|manufactured|produced|based|(?:shipped|sent|dispatched|coming|delivered) (?:from|to)))`,
    `${things} ${words(4)}${wheres} (?:it|they|this|that)`,
    `${ihave} ${words(12)}(?:\\. )?(?:and |but |so )?(?:${wheres}|when (?:will|is|does|should|can)) (?:it|they|i|we) ?${words(2)}(?:${arrive}|get|expect|receive|(?= ?\\.|$))`,
    `(?:${wheres}|when (?:will|is|does|should)) (?:it|they) ?${words(2)}(?:${arrive})? ?\\. ${ihave}`,
    `${wheres} (?:is |are )?${oneOf('order, parcel, package, packet, delivery')}(?: [a-z]{0,4} ?[0-9]+)?(?: pls| please)?(?= \\.|$)`,
    `where ${words(3)}${ordered}`,
    `${subject} ${words(5)}${hasNot} ${words(2)}${go}`,
    `${subject} ${words(3)}${hasNot} (?:here|there|arrived?|come)`,
    `${oneOf('it, they')} (?:still )?${oneOf('hasnt, has not, havent, have not, didnt, did not, never')} (?:even |yet |still )?${oneOf('arrived?, arive, arived, come(?! (?:with|to|up|in|apart|out|off)), been delivered, been shipped, been sent, been dispatched, turn up, turned up, shown up, show up, showed up, reached, shipped, came(?! (?:with|to|up|in|apart|out|off))')}`,
    `my ${words(2, noGoods)}(?!${noGoods}(?!\\p{L}))[a-z]+ (?:still )?${oneOf('hasnt, has not, havent, have not, didnt, did not, never')} (?:even |yet |still ){0,2}${oneOf('arrived?, turned up, shown up, been delivered, been shipped, been dispatched, shipped, dispatched, come yet')}`,
    `${oneOf('its, it is, theyre, they are, is it')} still not ${oneOf('here, arrived, come, delivered, shipped')}`,
    `(?:${hasNot}) (?:yet |even |actually |still |been ){0,3}${received} (?:yet |any of |all of |hold of )?(?:${own}|(?:any |an |a )?${oneOf('orders?, parcels?, packages?, delivery, shipment')}(?! ${ofThings}(?!\\p{L}))|${ordered})`,
    `(?:i|we|ive|weve) (?:have )?(?:still )?(?:${hasNot}) (?:yet |even |actually |still |been ){0,3}${oneOf('received, recieved, recived, receved, receive, recieve')} (?:it|them|anything|nothing)(?: yet| so far| still)?(?= \\.|$| from| and| but| its| from)`,
    `nothing (?:has |have |ever ){0,2}${oneOf('arrived, come(?! with), came, been delivered, turned up, shown up, showed up')}`,
    `${oneOf('i, we, ive, weve')} (?:have |had )?${oneOf('ordered, bought, placed an order, paid')} ${words(12)}${oneOf('nothing, not, hasnt, havent, didnt, never, still waiting')} ${words(3)}${oneOf('arrived?, come, came, here, shipped, delivered, received(?! an?\\b), recieved(?! an?\\b), it yet, yet')}`,
    `still (?:havent|not|no|nothing) ?${words(2)}${oneOf('parcel, package, order(?! confirmation), delivery(?! date)')}`,
    `no sign of ${own}`,
    `${own} ${words(3)}nowhere`,
    `^(?:still )?(?:hasnt|havent|has not|have not|didnt|never) ${words(1)}(?:arrived?|come|shipped|turned up)(?: yet)?(?= \\.|$)`,
    `missing (?:a|my) (?:parcel|package|delivery)`,
    `(?:^|(?<=\\. )|(?<=and )|(?<=but ))(?:still |there is |theres ){0,2}no ${oneOf('parcel, package, order, delivery')}(?: yet| so far| still| here| arrived| came)?(?= \\.|$)`,
    `(?:dont|do not) (?:even |still ){0,2}have ${mine} (?:yet|still)`,
    `waiting ${words(6, noGoods)}(?:for|on) (?:${own}|an? ${oneOf('order, parcel, package, delivery')}(?! ${ofThings})|${ordered})`,
    `(?:lost|missing) ${oneOf('parcel, package, packet, shipment, order, delivery')}`,
    `${oneOf('says, said, marked as, shows, showing, showing as, status')} ${words(3)}delivered ${words(4)}${oneOf('not, dont, didnt, havent, hasnt, isnt, nothing, never, no, nowhere')}`,
    `(?:what|whats|wht) ${oneOf('happened, happening, has happened, is happening, going on, is going on, up, the story, is up')} (?:with|to) ${own}`,
  ],
  likely: [
    `(?<!${oneOf('of, from, in')} ${oneOf('my, the, our')} )${oneOf('parcel, package, packet, shipment, order, delivery')} ${words(3)}${oneOf('lost, missing, stolen, stuck, delayed, late, overdue')}(?! (?:an?|one|two|some|the|my|parts?|from|items?|[0-9]+|fees?|at|night)(?!\\p{L}))`,
    `${oneOf('know, tell me, see, check, wondering, ask, asking, confirm')} (?:if|whether) ${mine} ${words(4)}${arrive}`,
    `${oneOf(`order, parcel, package, delivery, shipment, shipping, tracking, shipped, ${numbered.replace('{0,5}', '*')}`)} ${oneOf('status, stauts, satus')}`,
    `${oneOf('status, stauts, state, whereabouts, location, progress, eta')} ?(?:of|on|for|about|)? ?(?:${own}|(?:an? )?${oneOf('order, parcel, package')}(?! (?:pick|${ofThings})))`,
    `${oneOf('updates?, news, word, latest')} ${words(2, oneOf('my, address, details, card, payment, email, phone'))}${oneOf('on, of, about, for, regarding, re')} (?:${own}|order|${ordered})`,
    `${oneOf('info, information, eta')} ${words(2)}${oneOf('on, of, about, for, regarding, re')} ${mine}`,
    `(?:delivery|arrival|dispatch|shipping) (?:date |time |day )?(?:for|of) ${mine}`,
    `(?:have|did|when will|when did|are|when are) you ${words(1)}(?:sent|ship|shipped|send|post|posted|dispatch|dispatched|delivered|deliver|sending|shipping|delivering) (?:${mine}|${ordered})`,
    `why ${oneOf('is, has, hasnt, isnt, are, arent, does, did, didnt, havent, have')} ${mine} ${words(2)}(?:taking|take|so|not|still|late|delayed|${arrive})`,
    `${oneOf('track, trak, tracking, trace, tracing, locate, chase, chasing, follow')} (?:down |up |up on |and trace |on )?(?:${own}|(?:an? )?${oneOf('orders?, parcels?, packages?, shipment, delivery')}(?! ${ofThings}(?!\\p{L})))`,
    `${oneOf('track and trace, track n trace')}`,
    `(?:tracking|trackin|traking) ${oneOf('numbers?, no, nr, num, code, link, id, info, information, details, url, updates?, pls, please, nmber')}`,
    `${oneOf('check, look up, look into, look for, find, see, view, check up, check in')} (?:up |on |into |about |for |whats happening with |where |if |whether ){0,3}${mine}`,
    `${oneOf('is, was, has, have, are, did, will, isnt, hasnt, wont, didnt')} (?:${mine}|${numbered}|${oneOf('the, this, that')} ${oneOf('order, parcel, package, delivery, shipment')}(?! ${ofThings}(?!\\p{L}))) ${words(4)}(?:${arrive}|${oneOf('late, delayed, lost, processed, gone out, gone through, go through, moving, moved, stuck')})(?! (?:with|from) )`,
    `${mine} ${words(3)}${oneOf('was supposed to, should have, was meant to, was due, is late, is delayed, is overdue, is stuck')}`,
    `when (?:the (?:hell|heck) )?${oneOf('will, is, does, do, can, should, would, are, exactly, did, ll, might, wil')} ${words(2)}(?:${own}|${ordered}) ${words(4)}(?:be )?${arrive}`,
    `when ${oneOf('is, s, will, are')} (?:${mine}|the (?:parcel|package|delivery)) ?(?:be|being)?(?= \\.|$)`,
    `whens ${own}`,
    `when (?:${mine}|the (?:parcel|package|order|delivery)) ${oneOf('will, is going to, might, should, would, is due, is likely, is expected, is supposed')}`,
    `${oneOf('know, tell me, idea, see, check, find out, say, wondering, ask, asking, inform me, clue')} (?:of )?when (?:${own}) `,
    `when ${oneOf('will, do, can, am, are, should, shall, would')} (?:i|we) ${words(2)}${oneOf('get, receive, recieve, expect, have, getting, receiving, expecting, be getting')} (?:${own}|${ordered})`,
    `when ${oneOf('can, should, may')} (?:i|we) expect ${words(1)}delivery(?: of|(?= \\.|$))`,
    `(?:what|which) ${oneOf('time, day, date')} ${oneOf('will, is, does, can, should')} ${words(2)}${own} ${words(3)}${arrive}`,
    `(?:what|whats|which)(?: is)? (?:my|our|the (?:expected|estimated)) (?:expected |estimated )?delivery ${oneOf('date, day, time, slot')}`,
    `how ${oneOf('long, much longer, soon, far, many days')} ${words(6)}${mine} ?${words(3)}${oneOf('arrives?, comes?, take, takes, be, here, get here, gets here, delivered, reach, taking, away, shipped, is')}`,
    `how ${oneOf('long, much longer')} (?:until|till|til|before) ${own}`,
    `how much longer ${words(6)}${own}`,
    `(?:hows|how is|what about|whats with) ${oneOf('my, our')} (?:order|parcel|package|delivery)(?! ${ofThings})(?= (?:coming|doing|getting|going|looking|progressing)|(?: [a-z]{0,4} ?[0-9]+)? \\.|(?: [a-z]{0,4} ?[0-9]+)?$)`,
    `(?:delivery|order|parcel|package) (?:update|eta)`,
    `(?:order|parcel|package|shipment) tracking`,
    `tracking ${words(2)}${oneOf('hasnt, has not, not, isnt, doesnt, does not, never')} ${words(2)}(?:updated?|updating|work|working|moved|changed)`,
    `(?:tracking|track) (?:for|of|on) ${mine}`,
    `need (?:the |my |some )?tracking`,
    `${things} ${words(2)}taking (?:so|too|forever|ages|very)`,
    `taking ${mine}`,
    `${mine} ${words(2)}still (?:processing|pending|in transit|being|says|shows|on hold)`,
  ],
  others: [
    oneOf(`
      cancel, cancell?(?:ed|ing|ation), cancelation, return, returning, returned, returns, refund[a-z]*, exchang[a-z]*, amend, modify, edit, alter,
      swap, wrong, damaged?, broken, faulty, defective, incomplete, mean, means, with tracking, place an order, gift wrap[a-z]*, add, can i change,
      if (?:i|we|you) (?:[a-z]+ )?(?:order|buy|place|pay|purchase), (?:once|after|when) (?:i|we|you) (?:order|buy|place), before (?:i|ordering), (?:what|happens?|do|done) if`),
    `chang(?:e|ing) ${words(4)}(?:order|address|delivery|date|parcel|item|size|colou?r)`,
    `(?:do|does|will) (?:i|you|we|they|it|your|all|every|each|orders|parcels|an?) ${words(3)}(?:get|provide|offer|send|give|have|come|include|receive|issue|use) ${words(3)}tracking`,
    `is there (?:an? |any )?tracking(?! ${words(2)}for my)`,
  ],
};
