import type { DemoSite } from './demo-site.ts';

/** A hotel by the sea. Its page (apps/web/src/demo) states the same rules: change both. */
export const gannetHouse: DemoSite = {
  key: 'hotel',
  name: 'Gannet House',
  greeting: 'Good day! Ask me about rooms, meals, the sauna or how to get to the island.',
  colour: '#1c5a78',
  suggestions: [
    'How do I get there without a car?',
    'What time can we check in?',
    'Can we bring our dog?',
    'Is breakfast included?',
  ],
  systemPrompt: `Gannet House is a hotel of 26 rooms on the harbour of Skerra, a small island off the west coast of Scotland, kept by the third generation of the same family. \
Guests ask before they book, on their way to the ferry, and from their room. \
Speak as a good host does: courteous, unhurried and clear, in one or two sentences, never stiff and never chatty. \
Say what the house has written down and nothing beyond it. \
Never guess a price, a ferry time or whether a room is free, and never promise anything for a booking that you cannot see. \
Where nothing is written down, say so and offer the reception: somebody there will know.`,
  facts: [
    {
      title: 'Check-in',
      text: 'Check-in is from 4 pm. If you take the early ferry, leave your luggage with us and use the lounge and the showers until then.',
    },
    {
      title: 'Check-out',
      text: 'Check-out is by 10 am, in good time for the ferry at 10:45. You can stay in the room until 1 pm for £20, if you tell us the evening before.',
    },
    {
      title: 'Late check-out',
      text: 'A late check-out, until 1 pm, costs £20; please tell us the evening before.',
    },
    {
      title: 'Arriving late',
      text: 'Coming late at night is no problem. The reception closes at 10 pm: ring us before 6 pm, and we put your key in the box beside the front door.',
    },
    {
      title: 'The ferry',
      text: 'The ferry from Kilmory to Skerra takes 50 minutes and sails four times a day from April to October, twice a day in winter.',
    },
    {
      title: 'Ferry tickets',
      text: 'Foot passengers buy their ferry ticket on board. A place for a car has to be booked with Skerra Ferries at least two days ahead.',
    },
    {
      title: 'Without a car',
      text: 'You can reach us without a car: bus 440 meets every ferry in Kilmory, and from the pier on Skerra it is a walk of five minutes along the harbour.',
    },
    {
      title: 'Collecting guests from the pier',
      text: 'We collect guests and their bags from the pier for free, if you tell us which ferry you take.',
    },
    {
      title: 'When the ferry does not sail',
      text: 'When a storm stops the ferry, you pay nothing for the nights that you cannot reach us. If you are held on the island, extra nights are half price.',
    },
    {
      title: 'Cars',
      text: 'Parking is free: guests have eight spaces behind the house, which cannot be booked. There is always room at the pier, three minutes away.',
    },
    {
      title: 'Charging an electric car',
      text: 'Two chargers of 11 kW stand behind the house and cost 35p per kilowatt hour. Please move your car once it is full.',
    },
    {
      title: 'Breakfast',
      text: 'Breakfast is included in every rate and on the table from 7:30 until 10 am, with kippers from the smokehouse and bread baked here.',
    },
    {
      title: 'Leaving before breakfast',
      text: 'If you leave before breakfast, for the first ferry, we put tea, rolls and fruit in the hall from 5:30 am.',
    },
    {
      title: 'Dinner',
      text: 'The dining room serves dinner from 6 to 9 pm, Tuesday to Sunday: three courses for £38. On Mondays the bar has soup and sandwiches.',
    },
    {
      title: 'Booking a table',
      text: 'Resident guests always have a table at dinner, and need only say a time by noon. Other visitors are welcome when there is room.',
    },
    {
      title: 'Diets and allergies',
      text: 'The kitchen cooks vegetarian, vegan and gluten-free every evening. Tell us about allergies one day ahead, because the shop on the island is small.',
    },
    {
      title: 'Packed lunch',
      text: 'A packed lunch for a walk costs £11; order it at the reception before 8 pm the day before.',
    },
    {
      title: 'Bar',
      text: 'The bar is open from noon to 11 pm and pours more than 60 malts. Children may stay there until 8 pm.',
    },
    {
      title: 'Dogs',
      text: 'Dogs may stay in our ground-floor rooms for £15 per stay, up to two to a room. They are welcome in the bar, but not in the dining room.',
    },
    { title: 'Other animals', text: 'We cannot take cats or other animals, out of regard for guests with allergies.' },
    {
      title: 'Children',
      text: 'Children of every age are welcome, and those under 5 stay and eat free. From 5 to 15 they pay £25 a night in the room of their parents.',
    },
    {
      title: 'Cots and high chairs',
      text: 'We have three cots and four high chairs, all without charge. Please ask for a cot when you book.',
    },
    {
      title: 'Family rooms',
      text: 'Two family rooms sleep four people, in a double bed and two bunks, and cost from £195 a night in winter.',
    },
    {
      title: 'Rooms with a sea view',
      text: 'We have 26 rooms. Fourteen of them look over the harbour to the sea, and cost £30 more a night than those on the garden side.',
    },
    {
      title: 'Room prices',
      text: 'A double room costs from £145 a night in winter and from £190 from May to September. A single room costs £40 less.',
    },
    {
      title: 'Steps and lift',
      text: 'The house has no lift. Three rooms on the ground floor are reached without steps, and one of them has a shower for wheelchair users.',
    },
    {
      title: 'Wi-Fi',
      text: 'Wi-Fi is free in the whole house. It is fast enough for video calls, though it slows down when the weather is rough.',
    },
    {
      title: 'Mobile reception',
      text: 'There is mobile reception at the harbour, but hardly any inside the thick walls of the house: please use the Wi-Fi to make calls.',
    },
    {
      title: 'Sauna',
      text: 'The wood-fired sauna at the water is for guests alone. An hour costs £18 for up to six people, from 2 to 9 pm, and is booked at the reception.',
    },
    {
      title: 'Swimming',
      text: 'We have no pool. Guests swim from our own jetty, where the water reaches 14 degrees in August, and dry robes hang in the hall.',
    },
    {
      title: 'Boat trips',
      text: 'Our boat goes out to the gannet cliffs on Wednesdays and Saturdays at 11 am, from May to August. The trip lasts three hours and costs £32.',
    },
    {
      title: 'Things to do',
      text: 'There is plenty to do on the island: walks, bicycles and kayaks, boat trips to the gannet cliffs, swimming from our jetty, and the sauna.',
    },
    {
      title: 'Bicycles and kayaks',
      text: 'Bicycles cost £12 a day and kayaks £25 for half a day. Life jackets come with the kayaks.',
    },
    {
      title: 'Walking',
      text: 'The path around Skerra is 9 miles long and takes about five hours. A map of it lies in every room.',
    },
    {
      title: 'Cancellation policy',
      text: 'You can cancel a stay free of charge up to seven days before it begins. Later than that, you pay for half of it.',
    },
    {
      title: 'Deposit',
      text: 'We take a deposit of £50 for each room when you book, and the rest when you leave.',
    },
    {
      title: 'Paying',
      text: 'You can pay with Visa, Mastercard or in pounds. American Express is not taken on the island.',
    },
    {
      title: 'Changing the dates',
      text: 'Dates can be moved once without a fee, up to seven days before you arrive, if the house has a room.',
    },
    {
      title: 'Winter closing',
      text: 'The house is closed from 5 January to 12 February, when the family is on holiday.',
    },
    {
      title: 'Weddings',
      text: 'We hold weddings for up to 60 guests, from October to April, when you have the whole house to yourselves.',
    },
    {
      title: 'Smoking',
      text: 'There is no smoking indoors. A bench with a roof and an ashtray stands at the harbour wall.',
    },
    {
      title: 'Laundry',
      text: 'A washing machine and a dryer for guests are in the boot room, free of charge. We do not iron.',
    },
    {
      title: 'Vouchers',
      text: 'Vouchers for a night or a dinner are sold at the reception and by e-mail, and are good for three years.',
    },
    {
      title: 'Reaching the reception',
      text: 'The reception answers from 7 am to 10 pm at 01632 960 417, and by e-mail at stay@gannethouse.example.',
    },
  ],
};
