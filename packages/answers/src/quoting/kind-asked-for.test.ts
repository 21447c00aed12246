import { expect, it } from 'vitest';
import { lacksKindAskedFor } from './kind-asked-for.ts';

it.each([
  ['How tall is the vase?', 'A vase can be added for £9.'],
  ['What does a bike cost to rent?', 'Bikes can be rented at the reception.'],
  ['How long does delivery take?', 'We deliver with our own vans.'],
  ['When do you open?', 'Our shop is beside the church.'],
  ['How many rooms are there?', 'All rooms have a view of the sea.'],
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
  ['Can I charge my phone?', 'There are sockets at each table.'],
  ['What happens when my parcel is late?', 'We look into it.'],
])('%s may be answered by: %s', (question, text) => {
  expect(lacksKindAskedFor(question, text)).toBe(false);
});
