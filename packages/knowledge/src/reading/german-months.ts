/** What may follow the number of a day and a full stop, with a capital letter: "24. Dezember". */
export const germanMonth =
  /^(?:Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)(?!\p{L})/u;
