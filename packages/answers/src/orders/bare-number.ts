import { oneOf, pattern } from '../manners/pattern.ts';
import type { FoundNumber } from './order-number.ts';
import { simpleWords } from './order-text.ts';

/** What a number without letters is, where one of these stands before it: to call, to deliver to, or to buy. */
const otherNumbers = pattern`\b${oneOf(`
  phone, telephone, tel, mobile, cell, cellphone, call, ring, whatsapp, fax, telefon, telefonnummer, telefonisch, handy, handynummer, telefono,
  telefone, telefoon, telefoonnummer, movil, celular, cellulare, portable, zip, post ?code, postal, plz, postleitzahl, cp, cap, cep,
  item, article, product, sku, model, artikel, artikelnummer, produkt, articulo, articolo, artigo, produto, producto, prodotto`)}\W{1,3}(?:${oneOf(
  'code, number, nr, no, me, us, on, at, is, it is, my, under, ist, unter, es, est, is, mij, al, au, numero, nummer',
)}\W{1,2}){0,3}$`;
const placeOrTime = pattern`\b${oneOf(`
  from, to, in, near, at, since, until, till, aus, nach, seit, bis, im, bei, desde, hasta, en, depuis, dal, fino a, sinds, uit, naar, em`)}\W{1,2}$`;
/** "In order 10423". */
const named =
  /\b(?:number|nummer|numero|num|nr|no|order|id|bestellung|bestelling|pedido|commande|ordine|encomenda|auftrag|n[º°o])\W{0,3}$|#\s?$/;

const money = String.raw`(?:[€$£¥]|\b${oneOf('eur, euros?, usd, gbp, chf, dollars?, pounds?, bucks?, reais, franken')}\b)`;
const moneyBefore = pattern`${money}\s?$`;
const unitBehind = pattern`^\s?(?:[%°]|${money}|${oneOf(`
  km, m, cm, mm, kg, g, mg, ml, l, w, watts?, v, volts?, mah, ah, lumens?, gb, mb, miles?, steps?, calories, kcal, years?, days?, weeks?, hours?,
  minutes?, people, pieces?, pcs, times, stuck, tage, jahre, dias, anos, jours, ans, giorni, anni, dagen, jaar`)}\b)`;

/** Of a date or a phone number. */
const digitsBefore = /(?:\d[-./,:()]+|\d{3}\s|\+\s?|[+0]\d{1,4}[\s()]{1,2})$/;
const digitsBehind = /^\)?[\s-]\(?\d{3}/;
const year = /^(?:19|20)\d\d$/;
const inAddress = /(?:\/\/|www\.)\S*$/;

/** What a longer message has where the number in it is that of an order. */
const ofOrder = pattern`\b${oneOf(`
  number, nr, no, num, ref, reference, orders?, ordered, parcel, package, delivery, shipment, where, status, track, tracking, received?, arrived?,
  its, it is, mine is, nummer, bestellung, bestellnummer, bestellt, bestelling, bestelnummer, besteld, paket, lieferung, sendung, auftrag, auftragsnummer,
  pakket, levering, numero, pedidos?, encomendas?, paquete, envio, compra, commandes?, colis, livraison, ordin[ei], pacco, spedizione, consegna,
  entrega`)}\b`;
/** So few words beside a number answer "What is your order number?" */
const fewWords = 3;

/** Pure: of numbers without letters that were found in a text those that nothing says to be something else. */
export function bareNumbersIn(said: string, found: readonly FoundNumber[]): FoundNumber[] {
  if (found.length === 0) return [];
  const words = said.match(/\p{L}+/gu) ?? [];
  const mayBeAny = words.length <= fewWords || /#\s?\d/.test(said) || ofOrder.test(simpleWords(said));
  return mayBeAny ? found.filter((one) => isOfOrder(said, one)) : [];
}

function isOfOrder(said: string, { start, end }: FoundNumber): boolean {
  const left = plain(said.slice(Math.max(0, start - 200), start));
  const right = plain(said.slice(end, end + 20));
  if (digitsBefore.test(left) || digitsBehind.test(right) || moneyBefore.test(left) || unitBehind.test(right))
    return false;
  if (otherNumbers.test(left) || inAddress.test(left)) return false;
  if (named.test(left)) return true;
  if (year.test(said.slice(start, end))) return said.trim() === said.slice(start, end);
  return !placeOrTime.test(left);
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
