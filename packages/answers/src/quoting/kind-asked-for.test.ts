import { expect, it } from 'vitest';
import { lacksKindAskedFor } from './kind-asked-for.ts';

it.each([
  ['How tall is the vase?', 'A vase can be added for £9.'],
  ['What does a bike cost to rent?', 'Bikes can be rented at the reception.'],
  ['How long does delivery take?', 'We deliver with our own vans.'],
  ['When do you open?', 'Our shop is beside the church.'],
  ['How heavy is it?', 'It is kgb green.'],
  ['When do you open?', 'A pair costs £149.99.'],
  ['When do you open?', 'We sat in the sun with Jan, vitamin H and a min. of effort.'],
  ['How many rooms are there?', 'All rooms have a view of the sea.'],
  ['How many students do you have?', 'Children who grieve meet weekly.'],
  ['When can I come?', 'An OCT scan finds diseases of the eye. Couples wed here.'],
  ['When do I pay?', 'A loan has 19.9% APR, or APR 24.9%.'],
  ['How much is it?', 'We try 2 wonderful hours, 5 random trips, 5 ft and room 3.'],
  ['How much is it?', 'Open 1.-5. May, in gear R2, films rated R18+.'],
  ['When do you open?', 'Rooms for 2-3 people cost €30–50, call 555-1234.'],
])('%s is not answered by: %s', (question, text) => {
  expect(lacksKindAskedFor(question, text)).toBe(true);
});

it.each([
  ['How tall is the vase?', 'The vase is 30 cm high.'],
  ['What does delivery cost?', 'Delivery is free of charge.'],
  ['What does delivery cost?', 'Delivery: 4 €.'],
  ['How long is the hose?', 'It is 1.5 metres long.'],
  ['How long does delivery take?', 'Parcels arrive within two days.'],
  ['When do you open?', 'We are open from 9 am.'],
  ['How many guests may I bring?', 'Each member may bring one guest.'],
  ['How much is it and how long does it take?', 'It takes a week.'],
  ['Do you sell vases?', 'We have no vases.'],
  ['When are you open?', 'We are open Mon-Fri 9-17, Sat 10-14.'],
  ['When are you open?', 'Sat-Sun only'],
  ['When does the sale end?', 'On 3 Mar.'],
  ['When does the sale end?', 'The sale ends on 24 Dec.'],
  ['How big is the table?', 'The table measures 120x80cm.'],
  ['How big is the table?', 'The table is 120 x 80.'],
  ['How heavy is the bike?', 'The bike weighs 12kg.'],
  ['How long does delivery take?', 'Delivery takes 48 hrs.'],
  ['How long does delivery take?', 'Delivery takes 30 mins.'],
  ['How long does delivery take?', 'Delivery takes 24h.'],
  ['How often do you deliver?', 'We deliver daily.'],
  ['How often do you deliver?', 'We deliver twice a week.'],
  ['When are you open?', 'Wed 10-14, or Wed/Sat.'],
  ['When are you open?', 'Apr–Oct'],
  ['When is the fair?', 'On 5 Oct.'],
  ['How much is it?', 'It is ₹499.'],
  ['How much is it?', 'It is 49 zł.'],
  ['How much is a haircut?', 'A haircut is Rs. 500.'],
  ['How much is a haircut?', 'A haircut is 500 rupees.'],
  ['How much is a haircut?', 'A haircut is 500 SEK.'],
  ['How much is a haircut?', 'A haircut is AED 100.'],
  ['How much is a haircut?', 'A haircut is R250, RM 25 or S/. 50.'],
  ['How much is a haircut?', 'A haircut is 30,-'],
  ['How much is a haircut?', 'A haircut is 30.– a head.'],
  ['What time do you close?', 'We are open 9–18.'],
  ['What time do you close?', 'We are open 10 to 17 every day.'],
  ['Can I charge my phone?', 'There are sockets at each table.'],
  ['What happens when my parcel is late?', 'We look into it.'],
])('%s may be answered by: %s', (question, text) => {
  expect(lacksKindAskedFor(question, text)).toBe(false);
});
