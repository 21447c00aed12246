import type { DemoSite } from './demo-site.ts';

/** A shop for house plants. Its page (apps/web/src/demo) states the same rules: change both. */
export const fernway: DemoSite = {
  key: 'demo',
  name: 'Fernway',
  greeting: 'Hi! Ask me about orders, returns, shipping or plants.',
  colour: '#1f7a4d',
  suggestions: [
    'How do I return an item?',
    'How long does shipping take?',
    'Which payment methods do you accept?',
    'What if my plant arrives damaged?',
  ],
  widgetSettings: { greetingDelay: 6 },
  systemPrompt: `Fernway is an online shop for house plants and the pots they live in, run by a small team of growers in Vermont. \
Customers ask before they order, while a parcel is on its way, and when a leaf turns yellow. \
Speak like a friendly gardener across the counter: warm, short and plain, one or two sentences, no Latin unless the customer uses it. \
Say what Fernway has written down and nothing beyond it. \
Never guess a price, a date or whether a plant will survive, and never promise anything for an order that you cannot see. \
Where nothing is written down, say so and offer the team: somebody there will know.`,
  facts: [
    {
      title: 'Returning an item',
      text: 'You can return any item within 30 days of delivery. Open fernway.example/returns, enter your order number and print the free return label.',
    },
    {
      title: 'Condition of returns',
      text: 'Pots that you return must be unused, and plants must still stand in their nursery pot. The original box is not needed, any sturdy box will do.',
    },
    {
      title: 'Refund policy',
      text: 'Your refund arrives within 5 business days after we receive your parcel, in the way in which you paid.',
    },
    { title: 'Return shipping', text: 'Return shipping is free: we pay for the label.' },
    {
      title: 'Exchanges',
      text: 'To exchange a pot for another size or color, return it with the free label and place a new order.',
    },
    {
      title: 'Sale items',
      text: 'Sale items can be returned like everything else, and are refunded at the price that you paid.',
    },
    {
      title: 'Delivery times',
      text: 'Standard shipping takes 3 to 5 business days. Express shipping takes 1 to 2 business days.',
    },
    {
      title: 'Shipping costs',
      text: 'Standard shipping costs $4.95 and is free for orders over $50. Express shipping costs $12, whatever the size of the order.',
    },
    {
      title: 'Where we ship',
      text: 'We ship only within the United States, Alaska and Hawaii included. We do not ship to Canada or any other country.',
    },
    {
      title: 'Tracking',
      text: 'We e-mail you a tracking link when your order leaves our greenhouse, so you can see where your order is.',
    },
    {
      title: 'Delivery days',
      text: 'Parcels are delivered Monday to Friday, not at weekends. If nobody is home, the carrier leaves the parcel at the door.',
    },
    {
      title: 'Shipping in winter',
      text: 'In winter every plant travels with a heat pack, at no extra cost. Below 10 degrees Fahrenheit we wait for milder weather and tell you by e-mail.',
    },
    {
      title: 'How plants are packed',
      text: 'Plants are packed upright in a cardboard sleeve, with the soil covered so that it stays in the pot. All of our packaging is paper and can be recycled.',
    },
    {
      title: 'Changing or cancelling an order',
      text: 'You can change or cancel your order within 2 hours after you placed it, with the link in the confirmation e-mail. After that it is being packed and can only be returned.',
    },
    {
      title: 'Payment methods',
      text: 'We accept Visa, Mastercard, American Express, PayPal and Apple Pay. We do not take checks or cash.',
    },
    {
      title: 'Paying in instalments',
      text: 'Orders over $100 can be paid in 4 instalments with PayPal, without interest.',
    },
    {
      title: 'Card data',
      text: 'It is safe to pay with your credit card: its data goes straight to our payment provider over an encrypted connection. We never see or store the card number.',
    },
    {
      title: 'Gift cards',
      text: 'Fernway gift cards come by e-mail in amounts from $25 to $200, and they never expire.',
    },
    {
      title: 'Gift wrapping',
      text: 'We wrap any plant in brown paper with a ribbon for $6, and add a handwritten card if you like.',
    },
    {
      title: 'Plant guarantee',
      text: 'Every plant has a 60-day health guarantee. If your plant arrives damaged or dies, e-mail us a photo and we send you a new one for free.',
    },
    {
      title: 'Warranty on pots',
      text: 'Pots have a 2-year warranty against cracks. Frost damage is not covered when the pot stood outdoors.',
    },
    {
      title: 'Broken on arrival',
      text: 'If a pot arrives broken, e-mail us a photo within 14 days and we send a replacement. Keep the pieces or throw them away.',
    },
    {
      title: 'Contact',
      text: 'You can e-mail help@fernway.example or call 555-0142, Monday to Friday, 9 am to 6 pm Eastern Time.',
    },
    { title: 'Weekends', text: 'Our team is away on Saturday and Sunday. E-mails are answered on Monday, in order.' },
    {
      title: 'Ordering by phone',
      text: 'You can order by phone at 555-0142; a person from our team takes your card details and sends a confirmation by e-mail.',
    },
    {
      title: 'Visiting us',
      text: 'We have no store to visit, in Vermont or elsewhere, and no pickup: all orders are shipped from our greenhouse in Vermont.',
    },
    {
      title: 'Prices of plants',
      text: 'A Boston fern costs $24, a monstera $39, a snake plant $29, a golden pothos $18, an olive tree $54 and a column cactus $21.',
    },
    { title: 'Prices of pots', text: 'The terracotta pot costs $12 with its saucer, and the Dune glazed pot $34.' },
    {
      title: 'Sales tax',
      text: 'Prices are shown without sales tax. The tax of your state is added at checkout.',
    },
    {
      title: 'Invoices',
      text: 'A receipt comes with the confirmation e-mail. Write to help@fernway.example for an invoice with the name and tax number of your company.',
    },
    {
      title: 'Bulk orders',
      text: 'Offices and designers who order 10 or more plants get 15% off. Ask for a code at help@fernway.example.',
    },
    {
      title: 'Plants for low light',
      text: 'The snake plant and the golden pothos do well with little light, as in a hallway or a north-facing room.',
    },
    {
      title: 'Plants for beginners',
      text: 'The snake plant is our easiest plant: it forgives a missed watering, and even two.',
    },
    {
      title: 'Watering a fern',
      text: 'A Boston fern likes moist soil: water it twice a week, and more often when the heating is on. It thrives in a bright bathroom.',
    },
    {
      title: 'Watering succulents and cacti',
      text: 'The column cactus needs water once a month, and none at all from November to February.',
    },
    {
      title: 'Watering a monstera',
      text: 'Water a monstera once a week, when the top inch of soil is dry. It wants bright light without direct sun.',
    },
    {
      title: 'Yellow leaves',
      text: 'Yellow leaves mostly mean too much water. Let the soil dry out before you water again, and empty the saucer.',
    },
    {
      title: 'Repotting',
      text: 'Repot a plant in spring when roots grow out of the bottom, into a pot that is 2 inches wider. Wait 2 weeks after delivery before the first repotting.',
    },
    {
      title: 'Pets',
      text: 'The Boston fern and the olive tree are safe for cats and dogs. Monstera, pothos and snake plant are toxic when chewed.',
    },
    {
      title: 'Olive tree outdoors',
      text: 'The olive tree can stand on a sunny balcony and takes frost down to 23 degrees Fahrenheit. In colder winters bring it inside.',
    },
    {
      title: 'Pot sizes',
      text: 'The terracotta pot is 7 inches wide and comes with a saucer. The Dune glazed pot, our largest, is 8 inches wide.',
    },
    {
      title: 'Which pot fits',
      text: 'A pot should be about 2 inches wider than the nursery pot of the plant. All of our plants come in 5-inch nursery pots, so both of our pots fit.',
    },
    {
      title: 'Drainage',
      text: 'All of our pots have a drainage hole. The saucer of the Dune glazed pot is sold separately for $8.',
    },
  ],
};
