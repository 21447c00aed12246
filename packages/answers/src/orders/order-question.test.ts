import { describe, expect, it } from 'vitest';
import { asksForOrder } from './order-question.ts';

const lines = (list: string) => list.trim().split(/\s*\n\s*/);

const asked: Readonly<Record<string, string>> = {
  en: `
    Where is my order?
    wheres my parcel
    Where’s my package???
    where are my orders
    WHERE IS MY STUFF
    hi, where the hell is my delivery
    can you tell me where my order is
    Could you please tell me where my parcel has got to
    do you know where my package is at the moment?
    where is the bike I ordered?
    where is order FE-10423?
    where order
    order status?
    order status
    status of my order please
    What's the status of order FE10423
    can i get a status update on my order
    any update on my order?
    Any news about my parcel?
    update on my delivery pls
    tracking number pls
    tracking number
    Can I have the tracking link?
    I need my tracking info
    How can I track my order?
    track my parcel
    track order
    i want to track my package
    where can I track my delivery?
    I haven't received a tracking number yet
    havent recieved my order yet
    I still have not received my order
    I haven't got my parcel
    we never got our delivery
    I didn't receive my package
    not received my order
    order not received
    parcel not arrived
    My order hasn't arrived.
    my order FE-10423 has not arrived
    My parcel still isn't here
    the package never came
    It hasn't arrived yet.
    it still hasn’t come
    They have not been delivered
    My order was supposed to arrive on Monday
    my delivery is late
    Is my order on its way?
    has my order been shipped yet
    Has my parcel been dispatched?
    did my order ship?
    Was my package sent out?
    is my order ready
    When will my order arrive?
    when does my parcel come
    when is my delivery coming
    When is my order going to be delivered?
    when will i get my order
    When can I expect my package?
    when will I receive what I ordered?
    do you know when my order will arrive
    what time will my parcel be here
    What is my delivery date?
    how long until my order arrives?
    how long will my order take
    How much longer will my parcel be?
    I ordered three weeks ago and nothing has arrived
    I bought a lamp last month and it still hasn't arrived
    nothing has arrived
    I'm still waiting for my order
    been waiting two weeks for my package
    my parcel is lost
    missing parcel
    I think my package got lost in the post
    It says delivered but I don't have it
    What's happening with my order?
    whats going on with my delivery
    what happened to my order
    can you check on my order
    Could you look up my order?
    hows my order coming along
    no sign of my parcel
    I placed an order two weeks ago. It hasn't arrived.
    I have changed my address, where is my order?
    My order hasn't arrived and I want a refund
    did my order go through
    where's my pakage
    were is my order
    wheres my oder
    delivery status
    ETA for my order?
    i paid a week ago and have not received anything
    where's my stuff at
    Hello, I would like to know where my order is
    Whats the latest on my order
    my order still hasnt turned up
    Still no delivery
    still no parcel
    Can you give me an update on order FE-10423?
    Order not arrived yet
    Item not received
    I have been waiting for my package for 2 weeks
    when's my parcel coming
    When can I expect delivery?
    expected delivery date for my order?
    Could you let me know when my order will be dispatched
    I want to check the status of my order
    i want to know the status of my delivery
    Check order status
    Please track my shipment
    Where do I track my package?
    My tracking number doesn't work
    tracking link not working
    tracking says delivered but nothing here
    The courier says it was delivered but I never received it
    My package is stuck in customs
    My order is delayed, what's going on?
    why is my order taking so long
    Why hasn't my order shipped?
    why has my parcel not arrived
    Is my parcel lost?
    I didnt get my order
    Didn't get my package
    dont have my order yet
    I'm waiting on a delivery
    Where is my delivery driver
    whre is my order
    where my order
    where is my purchase?
    Any idea when my parcel will get here?
    Estimated delivery for my order?
    is my order coming today
    will my package arrive today?
    Will my order be here by Friday?
    My shoes haven't arrived
    The lamp I ordered hasn't come
    I ordered a lamp. When will it be delivered?
    its been 10 days and no parcel
    my parcel was due yesterday
    No package yet!!
    how do i find out where my parcel is
    Can you locate my parcel
    order fe-10423 where is it
    what's the eta on my delivery
    Never received my order.
    I've not had my order yet
    I have yet to receive my order
    we've been waiting since Tuesday for our order
    parcel hasn't moved in 3 days
    Has my order left the warehouse?
    Have you sent my order?
    Did you ship my order yet
    have you posted my parcel yet?
    Hi, any idea where my order has got to? It's been ages
    so where is my parcel then
    I've been waiting for over two weeks for my order to arrive
    did you send my package?
    tracking code please
    pls send me tracking details
    Has my delivery been delayed?
    My delivery didn't turn up today
    I ordered on Friday, when can I expect it?
    Has order FE-10423 been sent?
    order fe10423 status
    I would like to track an order
    can't track my order
    still have not got my order!!!!
    hasn't come yet
    my order is nowhere to be found
    my parcel went missing
    Is there any news on my order
    whens my order coming
    I'm missing a parcel
    where did my package go
    my order was due last week and nothing has come
    Hello. I'm chasing my order.`,
  de: `
    Wo ist meine Bestellung?
    wo bleibt mein paket
    Wo ist denn mein Päckchen
    Können Sie mir sagen, wo meine Lieferung ist?
    Wann kommt meine Bestellung?
    wann wird mein Paket geliefert
    Wann bekomme ich meine Ware?
    Wie lange dauert meine Lieferung noch?
    Wie ist der Status meiner Bestellung?
    bestellstatus
    Lieferstatus?
    Sendungsnummer bitte
    Ich brauche die Trackingnummer
    Sendungsverfolgung
    Wie kann ich meine Bestellung verfolgen?
    Ist meine Bestellung schon verschickt?
    wurde mein paket schon versendet?
    Meine Bestellung ist noch nicht da
    mein paket ist nicht angekommen
    Ich habe meine Bestellung noch nicht erhalten
    hab mein packet noch nicht bekommen
    Paket nicht angekommen
    Ich warte immer noch auf meine Lieferung
    Bisher ist nichts angekommen
    Was ist mit meiner Bestellung los?
    wo ist meine bestelung
    wo ist mein zeug
    Wo bleibt die Ware?
    Mein Paket kommt einfach nicht
    Ich wollte fragen, wo meine Bestellung bleibt
    Wann ist meine Bestellung da?
    Wann kann ich mit meinem Paket rechnen?
    Mein Päckchen ist immer noch nicht da
    Habe noch nichts erhalten
    Ich habe vor zwei Wochen bestellt und noch nichts bekommen
    Die Lieferung ist noch nicht eingetroffen
    Sendung verfolgen
    Gibt es Neuigkeiten zu meiner Bestellung?
    Status Bestellung FE-10423
    Wurde meine Ware schon verschickt
    Warum ist mein Paket noch nicht da?
    Wann ist mit meiner Lieferung zu rechnen?
    Paket ist nicht da
    Wo ist die Bestellung?`,
  es: `
    ¿Dónde está mi pedido?
    donde esta mi paquete
    ¿Por dónde va mi pedido?
    ¿Cuándo llega mi pedido?
    cuando me llega el paquete
    ¿Cuándo recibiré mi compra?
    Estado de mi pedido
    estado del pedido
    número de seguimiento por favor
    Quiero rastrear mi pedido
    seguimiento del envío
    No he recibido mi pedido
    Mi pedido no ha llegado
    todavía no me ha llegado
    aún no ha llegado mi paquete
    Sigo esperando mi pedido
    ¿Qué pasa con mi pedido?
    ¿Ha salido ya mi pedido?
    cuanto falta para que llegue mi pedido
    Hola, quería saber dónde está mi pedido
    mi pedido no llega
    No me ha llegado el paquete
    aún no he recibido mi pedido
    ¿Cuándo me entregan el pedido?
    ¿Cómo puedo seguir mi pedido?
    codigo de rastreo
    Quiero saber el estado de mi envío
    Hice un pedido hace dos semanas y no ha llegado
    ¿Ya enviaron mi pedido?
    Mi pedido sigue sin llegar`,
  fr: `
    Où est ma commande ?
    ou est mon colis
    Où en est ma commande ?
    C'est où mon colis
    Quand arrive ma commande ?
    Quand vais-je recevoir mon colis ?
    quand est-ce que ma commande sera livrée
    suivi de commande
    Suivi colis
    numéro de suivi svp
    Comment suivre ma commande ?
    Quel est le statut de ma commande ?
    Je n'ai pas reçu ma commande
    je n’ai toujours pas reçu mon colis
    Ma commande n'est pas arrivée
    mon colis n'est toujours pas livré
    colis pas reçu
    j'attends toujours ma commande
    Ma commande a-t-elle été expédiée ?
    je n'ai rien reçu
    Bonjour, je voudrais savoir où est ma commande
    où est passé mon colis
    Toujours pas de colis
    Je n'ai pas encore reçu ma commande
    Quand est-ce que je vais recevoir ma commande ?
    Ma livraison est en retard
    Avez-vous expédié ma commande ?
    Je voudrais suivre mon colis
    numero de suivi
    Pourquoi ma commande n'est pas arrivée ?
    Je n'ai pas eu ma commande`,
  it: `
    Dov'è il mio ordine?
    dove il mio pacco
    Dove si trova il mio pacco
    A che punto è il mio ordine?
    Quando arriva il mio ordine?
    quando riceverò il mio pacco
    stato ordine
    Stato del mio ordine
    numero di tracciamento
    codice tracking
    Come posso tracciare il mio ordine?
    Non ho ancora ricevuto il mio ordine
    Il mio ordine non è arrivato
    non è ancora arrivato
    Sto ancora aspettando il mio pacco
    È stato spedito il mio ordine?
    il mio ordine è stato spedito?
    Salve, vorrei sapere dov'è il mio pacco
    Il pacco non è ancora arrivato
    non ho ricevuto nulla
    Quando verrà consegnato il mio ordine?
    dov'è la mia spedizione
    Avete spedito il mio ordine?
    Vorrei tracciare la spedizione
    L'ordine non è mai arrivato
    numero di spedizione
    Dove è finito il mio ordine`,
  nl: `
    Waar is mijn bestelling?
    waar blijft mijn pakket
    Waar is mijn pakje
    Wanneer komt mijn bestelling?
    wanneer wordt mijn pakket bezorgd
    Wanneer krijg ik mijn bestelling?
    status bestelling
    Wat is de status van mijn bestelling?
    track & trace
    trackingnummer aub
    Hoe kan ik mijn bestelling volgen?
    Mijn bestelling is nog niet aangekomen
    mijn pakket is niet bezorgd
    Ik heb mijn bestelling nog niet ontvangen
    nog niets ontvangen
    Ik wacht nog steeds op mijn pakket
    Is mijn bestelling al verzonden?
    pakket niet ontvangen
    Hoi, waar is mijn bestelling gebleven?
    Mijn pakketje is er nog niet
    ik heb nog niks ontvangen
    Wanneer komt mijn pakje aan?
    Hoe laat komt mijn pakket?
    bestelling niet ontvangen
    Kunnen jullie mijn pakket opsporen?
    waar blijft de bestelling
    Waar is mijn zending`,
  pt: `
    Onde está a minha encomenda?
    cadê meu pedido
    onde ta meu pacote
    Quando chega a minha encomenda?
    quando vou receber o meu pedido
    estado da encomenda
    Status do meu pedido
    código de rastreio
    Quero rastrear meu pedido
    Como acompanho a minha encomenda?
    Não recebi a minha encomenda
    A minha encomenda ainda não chegou
    meu pedido não chegou
    ainda não chegou
    Estou à espera da minha encomenda
    o que aconteceu com meu pedido
    A minha encomenda já foi enviada?
    Olá, gostaria de saber onde está o meu pedido
    Meu pacote não chegou ainda
    Ainda não recebi nada
    Quando é entregue a minha encomenda?
    Já enviaram a minha encomenda?
    A minha encomenda está atrasada
    quero o código de rastreamento
    Podem ver a minha encomenda?
    cade minha encomenda
    Minha encomenda não veio`,
};

const notAsked: Readonly<Record<string, string>> = {
  en: `
    hello
    How long does delivery take?
    how long does shipping take to Germany?
    How long does an order take to arrive?
    When do you ship orders?
    how much is delivery
    What are the shipping costs?
    is delivery free
    Do you ship to Spain?
    do you deliver to my address
    where do you deliver?
    Where do you ship from?
    How do I order?
    how can i place an order
    I want to order a lamp
    I'd like to place my order by phone
    Can I cancel my order?
    cancel my order
    I want to return my order
    how do i return my parcel
    Where do I return my order?
    where can I send my parcel back
    I want a refund for my order
    when will I get my refund
    When will I get the refund for my order?
    where is my refund
    Can I change my order?
    how can I change the delivery address of my order
    my order arrived damaged
    The parcel came broken
    I got the wrong item in my order
    an item is missing from my order
    My order is missing two cups
    Do you have a minimum order?
    what is the minimum order value
    can I pre-order the new bike
    when is the pre-order delivered
    Is there a work order for the repair?
    where is my nearest shop
    Where is your shop?
    where is my account
    where can I find my invoice
    Where do I find my order number?
    Where is the invoice for my order?
    I haven't received the invoice for my order
    I haven't received a reply
    i have not received my refund
    I never got an answer
    track my progress
    Can I track my calories with the watch?
    do you sell GPS trackers
    Does delivery come with tracking?
    do you provide a tracking number?
    Will I get a tracking number?
    Do you deliver on Saturdays?
    If I order today, when will it arrive?
    when will my order arrive if I order today
    Can I pick up my order?
    Where can I pick up my order?
    can I add something to my order
    Is delivery available on Sundays?
    what does order status "processing" mean
    in order to pay, where do I click
    Where is the delivery note?
    do I have to be home when my parcel is delivered?
    can I pay when my order arrives
    How long do I have to return my order?
    What happens if my parcel gets stolen?
    do you gift wrap my order
    where are the bikes made
    When do you open?
    The lamp isn't working
    it has not come with a manual
    when is the shop open
    I have not received my voucher
    Where can I see my order history?
    thanks for my order, it arrived today
    How fast is shipping?
    When would you deliver if I ordered now?
    Do you offer tracked delivery?
    Is shipping tracked?
    what delivery options do you have
    how much does it cost to return an order
    Where do I send my return
    My order was wrong
    I ordered the wrong size
    I received the wrong parcel
    my order came with a broken cup
    please cancel order FE-10423
    I no longer want my order
    stop my order
    Can I still amend my order?
    I'd like to add a cup to my order
    Can I combine two orders?
    is there a discount on my first order
    I can't complete my order
    my order won't go through at checkout
    The checkout says my card was declined
    I was charged twice for my order
    payment for my order failed
    do you accept bulk orders
    Can I order by phone?
    How do I use my voucher on my order?
    where is your warehouse
    where are you based
    where can I buy your products
    do you have a store near me
    What time do you close?
    My account is locked
    can you send me the receipt for my order
    I did not get a confirmation email
    i haven't received the newsletter
    I have not received my order confirmation
    Can someone sign for my parcel?
    can you leave my parcel with a neighbour
    Do you ship internationally?
    How are parcels packed?
    is the packaging recyclable
    does the watch track sleep
    Do you deliver furniture upstairs?
    my bike has arrived but the pedals are missing
    do you take custom orders
    Where is the order button?
    How big is the parcel?
    what's your returns policy
    Can I schedule a delivery?
    do you need my order number?
    How do I leave a review for my order?
    what is the delivery time
    delivery times?
    delivery cost?
    when do you deliver?
    Is same day delivery possible?
    I am happy with my order
    is the blue one in stock
    in which order do I assemble the parts?
    where is the item made?
    What do I do if my order arrives broken?
    can I get a refund if my order is late?
    how do I know my order went through?
    My order is too big
    Where do I put my delivery instructions?
    I need to update my order
    update my address for my order
    Do you ship the same day?
    when can I order the new one
    will the lamp arrive assembled
    How do I track my repair?
    do you have my order in blue
    How are orders shipped?
    can I see the shop
    I haven't decided yet
    I have not ordered yet
    it hasn't worked
    how much does my order weigh
    my order is complete, thank you
    The delivery was great
    I want to complain about my delivery driver
    Who delivers your parcels?
    can i pay on delivery`,
  de: `
    Wie lange dauert die Lieferung?
    Wie lange dauert der Versand nach Österreich?
    Was kostet der Versand?
    Liefern Sie nach Spanien?
    Ich möchte meine Bestellung stornieren
    Kann ich meine Bestellung zurückschicken?
    ich will mein paket zurückgeben
    Meine Bestellung ist beschädigt angekommen
    Ich möchte meine Bestellung ändern
    Wo finde ich meine Rechnung?
    Wo finde ich meine Bestellnummer?
    Wie kann ich bestellen?
    Gibt es einen Mindestbestellwert?
    wo ist die nächste Filiale
    Wann bekomme ich mein Geld zurück?
    Ich habe noch keine Antwort erhalten
    Wann haben Sie geöffnet?
    Falscher Artikel in meiner Bestellung
    Ist die Lieferung kostenlos?
    Wie kann ich eine Bestellung aufgeben?
    Wie lange ist die Lieferzeit?
    Versenden Sie auch in die Schweiz?
    Ich habe den falschen Artikel bekommen
    Ich möchte mein Paket zurücksenden
    Kann ich meine Bestellung noch ändern?
    Wo kann ich die Rechnung herunterladen?
    Kann ich meine Lieferadresse ändern?
    Wann kommt der Artikel wieder rein?
    Wo ist Ihr Laden?
    Bieten Sie Sendungsverfolgung an?
    Kann ich auf Rechnung bestellen?
    Kann ich meine Bestellung abholen?
    Wann ist die Lieferung kostenlos?`,
  es: `
    ¿Cuánto tarda el envío?
    ¿Cuánto cuesta el envío?
    ¿Hacen envíos a Portugal?
    Quiero cancelar mi pedido
    quiero devolver mi pedido
    ¿Puedo cambiar mi pedido?
    Mi pedido llegó dañado
    ¿Dónde está la tienda?
    ¿Cómo hago un pedido?
    ¿Hay pedido mínimo?
    ¿Dónde está la factura de mi pedido?
    No he recibido el reembolso
    ¿Cuándo abren?
    ¿Cuánto tardan en entregar?
    Quiero hacer un pedido
    Me llegó el producto equivocado
    ¿Puedo anular mi pedido?
    ¿Dónde puedo devolver mi paquete?
    ¿Tienen envío gratis?
    ¿Dónde están ubicados?
    necesito la factura de mi pedido
    ¿Puedo añadir algo a mi pedido?`,
  fr: `
    Combien de temps prend la livraison ?
    Quels sont les frais de livraison ?
    Livrez-vous en Espagne ?
    Je veux annuler ma commande
    comment retourner mon colis
    Puis-je modifier ma commande ?
    Ma commande est arrivée cassée
    Où est votre magasin ?
    Comment passer commande ?
    Où est la facture pour ma commande ?
    Je n'ai pas reçu mon remboursement
    suivi de mes progrès
    Quand ouvrez-vous ?
    Quels sont vos délais de livraison ?
    Je souhaite retourner ma commande
    J'ai reçu le mauvais article
    Puis-je annuler mon achat ?
    Où puis-je acheter vos produits ?
    Livrez-vous le samedi ?
    Comment obtenir la facture de ma commande ?
    Ma commande est incomplète
    Puis-je ajouter un article à ma commande ?`,
  it: `
    Quanto tempo ci vuole per la spedizione?
    Quanto costa la spedizione?
    Spedite in Spagna?
    Voglio annullare il mio ordine
    posso restituire il mio ordine?
    Posso modificare il mio ordine?
    Il mio pacco è arrivato danneggiato
    Dov'è il negozio?
    Come faccio un ordine?
    Non ho ricevuto il rimborso
    Quando aprite?
    Quali sono i tempi di consegna?
    Vorrei fare un reso
    Ho ricevuto l'articolo sbagliato
    Posso cancellare l'ordine?
    Dove posso comprare i vostri prodotti?
    La consegna è gratuita?
    Mi serve la fattura del mio ordine
    Posso aggiungere qualcosa al mio ordine?`,
  nl: `
    Hoe lang duurt de levering?
    Wat zijn de verzendkosten?
    Leveren jullie in België?
    Ik wil mijn bestelling annuleren
    kan ik mijn bestelling retourneren
    Hoe kan ik mijn bestelling wijzigen?
    Mijn pakket is beschadigd aangekomen
    Waar is de winkel?
    Hoe kan ik bestellen?
    Waar is de factuur van mijn bestelling?
    Wanneer krijg ik mijn geld terug?
    Wanneer zijn jullie open?
    Wat is de levertijd?
    Ik wil iets terugsturen
    Ik heb het verkeerde artikel ontvangen
    Kan ik mijn bestelling nog aanpassen?
    Waar kan ik jullie vinden?
    Is verzenden gratis?
    Hoe plaats ik een bestelling?
    Kan ik iets toevoegen aan mijn bestelling?`,
  pt: `
    Quanto tempo demora a entrega?
    Quanto custa o envio?
    Enviam para Espanha?
    Quero cancelar a minha encomenda
    quero devolver meu pedido
    Posso alterar a minha encomenda?
    Minha encomenda chegou danificada
    Onde fica a loja?
    Como faço um pedido?
    Não recebi o reembolso
    Qual é o pedido mínimo?
    Quando abrem?
    Qual o prazo de entrega?
    Quero fazer uma encomenda
    Recebi o produto errado
    Posso cancelar o pedido?
    Onde posso comprar?
    O envio é grátis?
    Preciso da fatura da minha encomenda
    Posso juntar duas encomendas?`,
};

describe.each(Object.keys(asked))('in %s', (language) => {
  it.each(lines(asked[language] ?? ''))('asks for an order: %s', (text) => {
    expect(asksForOrder(text, [language])).toBe(true);
  });

  it.each(lines(notAsked[language] ?? ''))('asks for none: %s', (text) => {
    expect(asksForOrder(text, Object.keys(asked))).toBe(false);
  });
});

it('counts English everywhere, and other languages where the site answers in them', () => {
  expect(asksForOrder('Where is my order?', ['de'])).toBe(true);
  expect(asksForOrder('Wo ist meine Bestellung?', ['en'])).toBe(false);
  expect(asksForOrder('Wo ist meine Bestellung?', ['en', 'de'])).toBe(true);
});

it('finds it at either end of a long message', () => {
  const story = 'I had a long day and the weather was bad. '.repeat(90);
  expect(asksForOrder(`Where is my order? ${story}`, [])).toBe(true);
  expect(asksForOrder(`${story} Where is my order?`, [])).toBe(true);
  expect(asksForOrder(story, Object.keys(asked))).toBe(false);
});

it('takes no time over messages that were made to take some', () => {
  const pieces = [
    'my ',
    'where is the ',
    'not ',
    'order ',
    'wann mein ',
    'i ordered still ',
    'quando il mio ',
    "'",
    'a',
    '. ',
    '\n',
  ];
  for (const piece of pieces) {
    const before = performance.now();
    asksForOrder(piece.repeat(4_000 / piece.length), Object.keys(asked));
    expect([piece, performance.now() - before < 300]).toEqual([piece, true]);
  }
});
