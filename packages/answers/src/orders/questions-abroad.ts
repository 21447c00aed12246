import { oneOf } from '../manners/pattern.ts';
import { type OrderQuestions, words } from './question-patterns.ts';

/** What the patterns of a language are made of. */
interface Nouns {
  /** Orders, parcels and deliveries. */
  thing: string;
  /** "My". */
  mine: string;
  /** "The". */
  the: string;
  /** What stands before an order's papers, and is asked about instead: "the invoice for my order". */
  of: string;
}

const phrases = ({ thing, mine, the, of }: Nouns) => ({
  thing: oneOf(thing),
  mine: `(?<!${oneOf(of)} )${oneOf(mine)} ${words(1, oneOf(of))}${oneOf(thing)}`,
  /** Behind one of the words that else are about something besides: "what about my order". */
  mineBehind: `${oneOf(mine)} ${oneOf(thing)}`,
  own: `(?<!${oneOf(of)} )${oneOf(`${mine}, ${the}`)} ${words(1, oneOf(of))}${oneOf(thing)}`,
});

const de = phrases({
  thing: `
    bestellung(?:en)?(?! (?:stornieren|aufgeben)), bestelung, bestelllung, bestellug, pakete?, paeckchen, packchen, lieferung(?:en)?, sendung(?:en)?, ware,
    bestellte (?:ware|artikel), artikel, order, zeug, sachen`,
  mine: 'meine?, meinen, meiner, meinem, meines, unsere?, unseren, unserer, mei',
  the: 'die, das, der, dem, den, diese, dieses',
  of: 'fur, von, zu, mit, aus, rechnung, bestatigung, adresse, filiale, in, bei',
});
const es = phrases({
  thing: 'pedidos?, paquetes?, envios?, orden, compra, encargo, entrega, paqueteria',
  mine: 'mis?, nuestr[oa]s?',
  the: 'el, la, los, este, ese, esta, un',
  of: 'para, con, por, factura, reembolso',
});
const fr = phrases({
  thing: 'commandes?, comande, colis, livraison, paquet, envoi, achats?, articles?',
  mine: 'ma, mon, mes, notre, nos',
  the: 'la, le, les, cette, ce',
  of: 'pour, avec, par, facture, remboursement',
});
const it = phrases({
  thing: 'ordin[ei], pacc(?:o|hi), pacchetto, spedizione, consegna, acquisto, merce',
  mine: 'mi[oa], miei, nostr[oa]',
  the: 'l, il, la, lo, quest[oa], un',
  of: 'per, con, fattura, rimborso',
});
const nl = phrases({
  thing: 'bestelling(?:en)?, besteling, pakket(?:je|ten)?, paket, pakje, levering, zending, order',
  mine: 'mijn, mn, m n, onze, ons',
  the: 'de, het, die, deze, dit, dat',
  of: 'voor, van, met, bij, factuur, terugbetaling',
});
const pt = phrases({
  thing: 'encomendas?, pedidos?, pacotes?, entrega, compra, envio, produto',
  mine: 'minhas?, meus?, nossa, nosso',
  the: 'a, o, as, os, esta, este, essa, esse',
  of: 'para, com, por, fatura, reembolso',
});

/** In the languages that there are lists of replies in, beside English. */
export const questionsAbroad: Readonly<Record<string, OrderQuestions>> = {
  de: {
    sure: [
      `wo ${oneOf('ist, bleibt, bleiben, sind, steckt, befindet sich, hangt, liegt, is, ist denn, bleibt denn, ist nur, bleibt nur')} ${words(2)}${de.own}`,
      `${de.own} ${words(5)}${oneOf('nicht, nie, noch nicht, nich')} ${words(2)}${oneOf('da, angekommen, gekommen, eingetroffen, geliefert, zugestellt, erhalten, bekommen, versendet, versandt, verschickt, hier, an, raus, losgeschickt')}`,
      `${de.thing} ${oneOf('(?:ist |sind )?(?:immer )?(?:noch )?nicht, nie')} ${oneOf('da, angekommen, gekommen, eingetroffen, geliefert, zugestellt, erhalten, bekommen')}`,
      `${oneOf('nicht, keine?, nie, noch nichts, immer noch nichts, bisher nichts, nichts')} ${words(2)}${oneOf('angekommen, eingetroffen, geliefert, zugestellt')}`,
      `${de.own} ${words(4)}(?:nicht|nie|noch nicht) ${words(1)}${oneOf('erhalten, bekommen, gekriegt')}`,
      `(?:noch |immer noch |bisher )(?:nichts|keine? ${de.thing}|nicht) (?:erhalten|bekommen|gekriegt)`,
      `(?:keine?|noch keine?) ${de.thing} (?:erhalten|bekommen|gekriegt)`,
      `wart(?:e|en) ${words(6)}auf ${de.mine}`,
      `${de.mine} ${words(4)}${oneOf('verloren, verschollen, verspatet, uberfallig, verschwunden')}`,
      `${de.mine} kommt ${words(3)}nicht(?! ${words(2)}frage)`,
      `was ist ${words(2)}mit ${de.mineBehind}`,
    ],
    likely: [
      'bestellstatus, lieferstatus, versandstatus, paketstatus, sendungsstatus, sendungsverfolgung, paketverfolgung, sendungsnummer, sendungsnr, paketnummer, trackingnummer, trackingcode, trackinglink'.replaceAll(
        ', ',
        '|',
      ),
      `tracking ?(?:nummer|nr|code|link|id|number|daten)`,
      `(?:status|stand|standort|verbleib) ${words(2)}(?:${de.thing}|${de.own})`,
      `${de.thing} (?:status|tracking)`,
      `(?:${de.own}|${de.thing}) ${words(2)}(?:verfolgen|tracken|nachverfolgen|orten|trecken)`,
      `(?:ist|sind|wurde|wurden|wird|kommt|kommen) ${de.mine} ${words(4)}${oneOf('da, unterwegs, raus, verschickt, versendet, versandt, abgeschickt, geliefert, zugestellt, angekommen, rausgegangen, heute, morgen, an, fertig, verspatet, bearbeitet')}`,
      `wann ${oneOf('kommt, kommen, kommt denn, wird, werden, ist, geht, trifft, erreicht mich, erfolgt')} ${words(3)}(?:${de.mine}|${oneOf('die, das, der')} ${oneOf('paket, bestellung, lieferung, sendung, ware')}(?! (?:kostenlos|gratis|frei|moglich|bestellbar)))`,
      `wann ${oneOf('bekomme?, erhalte, kriege?, bekommen, erhalten, kann, werde, darf')} (?:ich|wir) ${words(3)}(?:${de.own})`,
      `wann ${de.mine} ${words(4)}${oneOf('kommt, ankommt, eintrifft, geliefert, da ist, verschickt, zugestellt, ankommen, versendet, kommen')}`,
      `wie (?:lange|weit) ${words(4)}${de.mine}(?! ${words(3)}(?:zuruck|stornieren))`,
      `wann ${words(2)}mit ${de.mineBehind} (?:rechnen|zu rechnen)`,
      `(?:neuigkeiten|neues|infos?|informationen|update) ${words(1)}(?:zu|von|uber|bezuglich) ${de.mineBehind}`,
      `wo ${de.own} (?:ist|bleibt|steckt)`,
      `(?:habt|haben) (?:ihr|sie) ${de.mine} ${words(3)}(?:abgeschickt|verschickt|versendet|versandt|losgeschickt)`,
      `warum ${words(1)}${de.mine} ${words(4)}(?:nicht|so)`,
    ],
    others: [
      oneOf(
        'stornier[a-z]*, widerruf[a-z]*, umtausch[a-z]*, umzutauschen, zuruckgeb[a-z]*, zuruckschick[a-z]*, zuruckzusch[a-z]*, zuruckzugeben, zurucksend[a-z]*, retour[a-z]*, rucksendung[a-z]*, [a-z]*erstatt[a-z]*, andern, abandern, falsche?[a-z]*, beschadigt[a-z]*, kaputt[a-z]*, defekt[a-z]*, wenn ich (?:heute|jetzt|morgen)? ?bestell[a-z]*, mit sendungsverfolgung, (?:bieten|haben) sie (?:eine )?(?:sendungsverfolgung|tracking), gibt es (?:eine )?sendungsverfolgung',
      ),
    ],
  },
  es: {
    sure: [
      `(?:donde|dnd|por donde) (?:esta|estan|anda|va|se encuentra|queda|se quedo) ${words(1)}${es.own}`,
      `(?:donde|dnd) ${words(2, oneOf('devolver, devuelvo, enviar, recoger, cambiar, hacer, hago, factura, poner, pagar'))}${es.mine}`,
      `(?:hice|realice|compre|pedi|hicimos) ${words(10)}no ${words(2)}(?:llegado|llego|recibido|llega)`,
      `${es.own} ${words(3)}(?:no|nunca|sin) ${words(3)}${oneOf('llega, llego, llegado, llegar, recibido, entregado, enviado, aparece, salido, entregaron, ha venido, viene')}`,
      `no ${oneOf('he recibido, hemos recibido, recibi, recibimos, me ha llegado, ha llegado, me llega, llega, llego, me llego, me han entregado, nos ha llegado, me han enviado')} ${words(2)}(?:${es.own}|nada|ningun ${es.thing})`,
      `(?:todavia|aun|sigue sin|siguen sin|sigo sin) (?:no )?(?:me |nos )?(?:ha |han )?(?:llegado|llega|llego|llegar|recibir|recibido|recibo)(?: nada)?(?= \\.|$| ${es.own})`,
      `no (?:me |nos )?ha llegado (?:aun|todavia)`,
      `(?:esperando|espero) ${words(3)}${es.mine}`,
      `que (?:pasa|paso|ha pasado|sucede|ocurre) con (?:${es.mineBehind}|el ${es.thing})`,
      `(?:perdido|perdio|extraviado|retrasado|retrasa) ${words(2)}${es.own}`,
      `${es.mine} ${words(3)}(?:perdido|perdio|extraviado|extravio|retrasado|atrasado)`,
    ],
    likely: [
      `(?:estado|estatus|status|seguimiento|situacion|rastreo|ubicacion) (?:de |del |de el )?(?:${es.own}|${oneOf('pedido, paquete, envio, compra')})`,
      `${es.thing} (?:status|estado)`,
      `(?:numero|codigo|enlace|link|num|nro|n) (?:de )?(?:seguimiento|rastreo|tracking|localizador)`,
      `(?:rastrear|seguir|localizar|trackear|consultar|ver|comprobar) (?:${es.mine}|(?:el|un) ${oneOf('pedido, paquete, envio')})`,
      `(?:seguimiento|tracking) ${words(1)}${es.mine}`,
      `cuando ${words(1)}${oneOf('llega, llegara, llegan, va a llegar, me llega, me llegara, sale, saldra, entregan, entregaran, recibo, recibire, voy a recibir, viene, envian, enviaran, estara, me envian, tendre, podre recibir, se entrega, se envia, me va a llegar')} ${words(2)}${es.own}`,
      `cuando (?:${es.mine}) ${words(2)}(?:llega|llegara|llegar)`,
      `cuanto ${words(2)}(?:tarda|tardara|falta|demora|tardar|demorara) ${words(3)}${es.mine}`,
      `(?:ha|han|fue|esta) ${words(2)}(?:salido|enviado|enviada|llegado|entregado|en camino) ${words(1)}${es.mine}`,
      `${es.mine} ${words(2)}(?:ha salido|salio|ha sido enviado|se ha enviado|fue enviado|esta en camino|esta enviado|llega|llegara)`,
      `(?:enviaron|enviado|enviasteis|despacharon|mandaron|despachado|mandado) ${words(1)}${es.mine}`,
      `por que ${words(2)}(?:tarda|no) ${words(4)}${es.mine}`,
      `(?:saber|sabe|sabeis|saben|noticias|novedades|informacion) ${words(1)}(?:de|sobre) ${es.mine}`,
      `(?:saber|sabes|sabe) donde ${words(2)}${es.own}`,
    ],
    others: [
      oneOf(
        'cancel[a-z]*, anular[a-z]*, devol[a-z]*, devuelv[a-z]*, reembols[a-z]*, cambi[a-z]*, modific[a-z]*, equivocad[a-z]*, incorrect[a-z]*, danad[a-z]*, defectuos[a-z]*, rot[oa]s?, si (?:lo )?(?:pido|compro|hago), gastos, minimo, hacer un pedido, con seguimiento',
      ),
    ],
  },
  fr: {
    sure: [
      `ou (?:se trouve|se trouvent|est|sont|en est|en sont|est passee?|est donc|reste) ${words(1)}${fr.own}`,
      `(?:c est|est|elle est|il est|en est) ou ${words(2)}${fr.mine}`,
      `${fr.mine} (?:il |elle )?(?:en )?(?:est|c est|en est) ou`,
      `${fr.own} ${words(3)}(?:pas|jamais|toujours pas|pas encore) ${words(2)}${oneOf('arrivee?s?, recue?s?, livree?s?, expediee?s?, envoyee?s?, la, venue?s?, partie?s?, arrive')}`,
      `${fr.thing} (?:toujours |encore )?(?:pas|jamais|non) (?:encore |toujours )?${oneOf('arrivee?s?, recue?s?, livree?s?, expediee?s?')}`,
      `(?:pas|jamais|rien|encore|toujours) ${words(1)}recue? ?${words(1)}(?:${fr.own}|d? ?${fr.thing})`,
      `(?:n ai|n avons) (?:toujours |encore ){0,2}pas (?:encore )?eu ${fr.own}`,
      `(?:toujours|encore) pas de ${fr.thing}`,
      `(?:toujours|encore) rien (?:recu|arrive)|rien recu|rien n est arrive`,
      `(?:elle|il|ca) n est (?:toujours |encore )?(?:pas|jamais) (?:encore )?(?:arrivee?|livree?)`,
      `(?:attends?|attendons|attente de) ${words(2)}${fr.mine}`,
      `que se passe t il avec ${fr.mineBehind}`,
      `${fr.mine} ${words(3)}(?:perdue?|egaree?|en retard|bloquee?|retardee?)`,
    ],
    likely: [
      `(?:suivi|suivis|statut|status|etat|avancement|tracking|nouvelles?) ${words(1)}(?:de |du |d |sur |pour )?(?:la |ma |mon |votre |une? )?${fr.thing}`,
      `(?:numero|num|n|code|lien|no) (?:de )?(?:suivi|tracking|tracage)`,
      `(?:suivre|tracer|tracker|localiser|retrouver) (?:${fr.own}|une? ${fr.thing})`,
      `quand ${words(5)}${oneOf('arrive, arrivera, arriver, arrivent, livree?s?, livrer, recevoir, recois, recevrai, recevrons, aurai, avoir, expediee?s?, part, partira, est, sera')} ?(?:t elle |t il |je |nous )?${words(1)}${fr.own}`,
      `quand (?:est ce que )?${fr.mine} ${words(3)}(?:arrive|arrivera|arriver|livree?|expediee?|partira|la|recue?)`,
      `quand (?:arrive|arrivera) ${fr.own}`,
      `(?:combien de temps|dans combien) ${words(6)}${fr.mine}`,
      `${fr.mine} (?:a |est |va |sera )${words(4)}(?:t elle|t il) ${words(3)}(?:expediee?|partie?|arrivee?|livree?|envoyee?|arriver|preparee?)`,
      `${fr.mine} (?:est|sont|est elle|est il|a) ${words(3)}(?:expediee?|partie?|livree?|envoyee?|en route|en cours)(?= \\.|$)`,
      `${fr.mine} (?:arrive|arrivera|va arriver|arrive t elle|arrive t il) (?:quand|bientot|demain|aujourd)`,
      `(?:nouvelles?|infos?|informations?) ${words(1)}(?:de|sur|concernant) ${fr.mine}`,
      `(?:avez vous|vous avez|as tu) ${words(1)}(?:expedie|envoye|livre) ${fr.own}`,
      `pourquoi ${fr.mine} ${words(5)}(?:pas|si|autant)`,
      `ou en est (?:la |ma |mon )?${fr.thing}`,
    ],
    others: [
      oneOf(
        'annul[a-z]*, retourn[a-z]*, renvoy[a-z]*, rembours[a-z]*, echang[a-z]*, modifi[a-z]*, chang[a-z]*, abim[a-z]*, cass[a-z]*, endommag[a-z]*, defectueu[a-z]*, mauvais[a-z]*, passer (?:une )?commande, si je commande, avec suivi, frais, minimum',
      ),
    ],
  },
  it: {
    sure: [
      `dove ?(?:e|si trova|sta|sono|e finito|e finita|si trovano)? ${words(1)}${it.own}`,
      `dov e ${words(2)}${it.own}`,
      `(?:a che punto|che fine) ${words(3)}${it.own}`,
      `${it.own} ${words(3)}(?:non|mai) ${words(4)}${oneOf('arrivat[oaie], ricevut[oaie], consegnat[oaie], spedit[oaie], arriva, giunt[oa], partit[oa]')}`,
      `non ${words(3)}(?:ricevuto|arrivat[oa]|ricevo) ${words(2)}(?:${it.own}|niente|nulla|${oneOf('il pacco, l ordine')})`,
      `non (?:mi |ci )?(?:e |sono )?(?:ancora |mai ){0,2}(?:arrivat[oaie]|stato consegnato)(?: niente| nulla| ancora)?(?= \\.|$| ${it.own})`,
      `(?:aspettando|aspetto|attendo|attesa di|attesa del|attendendo) ${words(3)}${it.mine}`,
      `${it.mine} ${words(3)}(?:pers[oa]|smarrit[oa]|in ritardo|bloccat[oa])`,
      `che (?:succede|e successo) (?:con |al |alla )(?:il |la )?${it.mineBehind}`,
    ],
    likely: [
      `(?:stato|status|tracking|tracciamento|tracciabilita) ?(?:dell|del|della|di|d)? ?(?:mi[oa] |l |un )?${it.thing}`,
      `(?:numero|codice|link|n|num) (?:di |del )?(?:tracciamento|tracking|spedizione|tracciabilita)`,
      `(?:tracciare|rintracciare|seguire|trovare|localizzare|monitorare|traccio) (?:${it.own}|una? ${it.thing})`,
      `quando ${words(3)}${oneOf('arriva, arrivera, arrivano, arrivare, ricevo, ricevero, ricevere, consegnat[oa], consegnate, parte, spedit[oa], spedite, avro, verra consegnat[oa], consegnano, e previst[oa]')} ${words(2)}${it.own}`,
      `quando ${it.mine} ${words(3)}(?:arriva|arrivera|consegnat[oa]|spedit[oa]|arrivare)`,
      `quanto ${words(6)}${it.mine}`,
      `${it.mine} ${words(3)}(?:e partit[oa]|spedit[oa]|e in viaggio|consegnat[oa]|partit[oa])`,
      `(?:e|sono|e gia) ${words(3)}(?:spedit[oa]|partit[oa]|arrivat[oa]|consegnat[oa]) ${words(1)}${it.mine}`,
      `(?:avete|ha|hai) ${words(1)}(?:spedito|inviato|consegnato) ${it.own}`,
      `(?:dove|come) posso (?:vedere|controllare|verificare) ${it.own}`,
      `perche ${words(2)}${it.mine} ${words(3)}(?:non|tarda)`,
      `(?:notizie|aggiornamenti|informazioni|novita) ${words(1)}(?:del|della|sul|sulla|dell|su) (?:mio |mia )?${it.thing}`,
    ],
    others: [
      oneOf(
        'annull[a-z]*, cancell[a-z]*, restitu[a-z]*, resi, reso, rimbors[a-z]*, cambi[a-z]*, modific[a-z]*, sbagliat[a-z]*, danneggiat[a-z]*, rott[a-z]*, difettos[a-z]*, se ordino, minimo, fare un ordine, effettuare un ordine',
      ),
    ],
  },
  nl: {
    sure: [
      `waar ${oneOf('is, blijft, zijn, zit, bevindt zich, ligt, is nu, blijven')} ${words(2)}${nl.own}`,
      `${nl.own} ${words(5)}(?:niet|nooit|nog niet) ${words(2)}${oneOf('aangekomen, geleverd, binnen, bezorgd, ontvangen, gekomen, verzonden, verstuurd, gekregen, er, hier, gearriveerd')}`,
      `(?:${nl.thing}) (?:is )?(?:nog )?(?:steeds )?(?:niet|nooit) ${oneOf('aangekomen, geleverd, binnen, bezorgd, ontvangen, gekregen')}`,
      `(?:nog|nog steeds|nooit) (?:niets|niks|geen ${nl.thing}|niet) (?:ontvangen|gekregen|binnen|aangekomen)`,
      `geen ${nl.thing} (?:ontvangen|gekregen)`,
      `wacht(?:en)? ${words(5)}op ${nl.mine}`,
      `${nl.own} is er (?:nog )?(?:steeds |altijd )?niet`,
      `wat is er ${words(2)}met ${nl.mineBehind}`,
      `${nl.mine} ${words(3)}(?:kwijt|verloren|zoek|vertraagd|te laat)`,
      `${oneOf('het, ze, hij')} is nog (?:steeds )?niet (?:aangekomen|bezorgd|geleverd|gearriveerd)`,
    ],
    likely: [
      'bestelstatus|orderstatus|verzendstatus|pakketstatus|tracktrace',
      `track (?:en |and |n )?trace`,
      `tracking ?(?:nummer|code|link|number)|trackingnummer|trackingcode|trackinglink|volgnummer|volgcode`,
      `status ${words(2)}(?:${nl.own}|${nl.thing})`,
      `${nl.thing} (?:status|tracking)`,
      `(?:${nl.own}|${nl.thing}) (?:volgen|traceren|tracken|opvolgen|opsporen|nakijken)`,
      `waarom ${words(1)}${nl.mine} ${words(4)}(?:niet|zo)`,
      `(?:hebben|heb|heeft) (?:jullie|u|je) ${nl.mine} ${words(1)}(?:verzonden|verstuurd|opgestuurd)`,
      `(?:volg|traceer|track) (?:ik )?(?:${nl.own})`,
      `wanneer ${oneOf('komt, wordt, arriveert, is, gaat, zal, komen, worden')} ${words(1)}(?:${nl.own})`,
      `wanneer ${oneOf('krijg, ontvang, kan, krijgen, ontvangen, mag, heb')} (?:ik|we|wij) ${words(2)}${nl.own}(?! ${words(2)}(?:ophalen|afhalen))`,
      `wanneer ${nl.mine} ${words(3)}(?:komt|aankomt|bezorgd|geleverd|arriveert|verzonden|binnen)`,
      `(?:is|zijn|wordt|worden|komt) ${nl.mine} ${words(4)}(?:verzonden|verstuurd|onderweg|geleverd|bezorgd|aangekomen|vandaag|morgen|binnen|klaar|weg|aan)`,
      `hoe (?:lang|ver|laat) ${words(4)}${nl.mine}`,
      `(?:nieuws|update|info|informatie) ${words(2)}(?:over|van) ${nl.mineBehind}`,
    ],
    others: [
      oneOf(
        'annuler[a-z]*, geannuleerd, retour[a-z]*, terugst[a-z]*, terug te sturen, terugbeta[a-z]*, ruilen, omruil[a-z]*, wijzig[a-z]*, aanpas[a-z]*, verander[a-z]*, verkeerde?, beschadigde?, kapot, defect, als ik (?:\\p{L}+ )?bestel, minimum',
      ),
    ],
  },
  pt: {
    sure: [
      `(?:onde|aonde|cade|kd|por onde) ?(?:esta|estao|ta|anda|fica|se encontra|para|e que esta|que esta)? ${words(1)}(?:${pt.own}|${oneOf('meu, minha')} ${pt.thing})`,
      `${pt.own} ${words(3)}(?:nao|nunca|n) ${words(3)}${oneOf('chegou, chegaram, chega, recebid[oa], entregue, recebi, enviad[oa], apareceu, veio, saiu')}`,
      `(?:nao|nunca|n) ${words(1)}(?:recebi|recebemos|chegou) ${words(2)}(?:${pt.own}|nada|nenhum[a]? ${pt.thing})`,
      `(?:ainda|continua|continuo) (?:nao|sem) (?:me )?(?:chegou|recebi|foi entregue|receber|chegar)(?: nada)?(?= \\.|$| ${pt.own})`,
      `(?:espera|esperando|aguardo|aguardando|aguardar|aguardo ainda) ${words(2)}(?:d[ao]s? |pel[ao] |por )?(?:${pt.mine}|minha ${pt.thing}|meu ${pt.thing})`,
      `(?:o )?que (?:aconteceu|houve|se passa|se passou) com (?:o |a )?(?:${pt.mineBehind}|${pt.thing})`,
      `${pt.mine} ${words(3)}(?:perdid[oa]|extraviad[oa]|atrasad[oa]|perdeu se|parad[oa])`,
    ],
    likely: [
      `(?:estado|status|situacao|andamento|rastreio|rastreamento|seguimento|localizacao) (?:d[aoe] |das |dos |de uma |do meu |da minha )?(?:minha |meu |uma? )?${pt.thing}`,
      `${pt.thing} (?:status|estado)`,
      `(?:codigo|numero|link|num|n|cod) (?:de |do |d )?(?:rastreio|rastreamento|seguimento|tracking|rastreamente)`,
      `(?:rastrear|rastreio|acompanhar|localizar|seguir|consultar|acompanho|trackear) ${words(1)}(?:${pt.own}|uma? ${pt.thing}|minha ${pt.thing}|meu ${pt.thing})`,
      `quando ${words(3)}${oneOf('chega, chegara, chegam, chegar, recebo, receberei, receber, entregue, entregam, sai, enviad[oa], vem, entregar, saira, enviam')} ${words(2)}${pt.own}`,
      `quando (?:e que )?${pt.own} ${words(3)}(?:chega|chegara|chegar|entregue|enviad[oa]|sai)`,
      `(?:quanto|quantos) (?:tempo |dias )?${words(3)}(?:demora|falta|leva|vai demorar|demorar|faltam) ${words(3)}${pt.mine}`,
      `${pt.mine} ${words(2)}(?:foi enviad[oa]|saiu|foi expedid[oa]|esta a caminho|foi entregue|ja vem)`,
      `(?:enviaram|despacharam|expediram|mandaram) ${words(1)}${pt.own}`,
      `ja (?:saiu|chegou) ${words(1)}${pt.own}`,
      `(?:ver|verificar|checar) ${pt.mine}`,
      `(?:ver|verificar|checar) [ao] ${pt.mine}`,
      `porque? ${words(3)}${pt.mine} ${words(3)}(?:nao|demora)`,
      `(?:foi|ja) ${words(2)}(?:enviad[oa]|expedid[oa]|despachad[oa]) ${words(1)}${pt.mine}`,
      `(?:noticias|novidades|informacoes|informacao|saber) ${words(1)}(?:d[ao]|sobre) ${words(1)}(?:${pt.mine}|minha ${pt.thing}|meu ${pt.thing})`,
    ],
    others: [
      oneOf(
        'cancel[a-z]*, anular, devol[a-z]*, reembols[a-z]*, troc[a-z]*, alter[a-z]*, mudar, mudanca, errad[a-z]*, danificad[a-z]*, quebrad[a-z]*, partid[oa]s?, defeituos[a-z]*, defeito, minim[oa], se eu (?:pedir|comprar|encomendar), fazer (?:um pedido|uma encomenda), com rastreio, portes',
      ),
    ],
  },
};
