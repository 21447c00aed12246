import { beginsWithFigure } from '../passages/fragments.ts';
import { namesDay, tellsHours } from '../passages/opening-hours.ts';
import { answerNames, mayNameColumn, questionNames } from './question-labels.ts';

/** What columns are called, apart from those of questions and answers. */
const others = `
  name product item article service model description category type brand size colou?r material unit quantity qty amount price
  cost fee rate total currency stock sku code number no weight day date time hours? opens? closes? opening closing from to until
  duration role phone telephone e-?mail address city country region zone destination location store branch room topic
  produkt artikel leistung modell beschreibung bezeichnung kategorie art marke größe farbe einheit menge anzahl preis kosten
  gebühr betrag währung bestand nummer nr gewicht tag datum uhrzeit zeit öffnungszeit(?:en)? von bis dauer rolle telefon adresse
  anschrift ort stadt land zimmer filiale
  produit nom taille couleur prix tarif jour heure horaire ville pays téléphone adresse
  producto nombre talla tamaño precio día horario ciudad país teléfono dirección
  prodotto nome taglia prezzo giorno orario città paese telefono indirizzo
`;
const names = [...questionNames, ...answerNames, ...others.trim().split(/\s+/)].filter(mayNameColumn);
const namePattern = `(?:${names.join('|')})(?:e?s)?\\.?(?=$|\\s*[([/]|\\s(?:in|per|pro|en)\\s)`;
/** At the end of a column's name, or before what it is counted in: "Unit price", "Price (EUR)", "Preis in Euro". */
const columnName = new RegExp(`(?:^|\\s)${namePattern}`, 'i');
const wholeColumnName = new RegExp(`^${namePattern}`, 'i');

/** More lines than this above a table are a text of their own. */
const mostLinesAbove = 5;

/**
 * Where the row is that names the columns: the first, or one below a title that stands alone in its row. A lone name may also be
 * that of the first column, so the row has to look like names.
 */
export function headerRow(rows: readonly (readonly string[])[]): number {
  const at = rows.findIndex((row) => row.filter(Boolean).length > 1);
  if (at < 1 || at > mostLinesAbove) return 0;
  return looksLikeNames(rows[at] ?? [], rows.slice(at + 1)) ? at : 0;
}

/** Whether a row is all that columns are called, or one of its names stands above figures. */
export function looksLikeNames(header: readonly string[], below: readonly (readonly string[])[]): boolean {
  const width = below.reduce((most, row) => Math.max(most, row.findLastIndex(Boolean) + 1), 0);
  const filled = header.slice(0, header.findLastIndex(Boolean) + 1);
  if (width === 0 || width > filled.length || new Set(filled).size < filled.length) return false;
  if (filled.some((name) => name === '' || name.length > 60 || /\d|[!?:;,]$/.test(name))) return false;
  const known = [...filled.keys()].filter((column) => columnName.test(filled[column] ?? ''));
  return known.length === filled.length || known.some((column) => isOfFigures(below, column));
}

/** What columns are not called: "free", "–", "closed". */
const noName = /^(?:[-–—✓✗x]|free|closed|none|n\/?a|yes|no|included|gratis|frei|kostenlos|geschlossen)$/i;

/** Whether words stand above figures alone in two columns and more, beside the first: "Size, Wash, Dry" above "Small, £4, £2". */
export function isAboveFigures(header: readonly string[], below: readonly (readonly string[])[]): boolean {
  const columns = [...header.keys()].slice(1);
  const areNames = header.every((cell) => cell !== '' && !/\d/.test(cell) && !noName.test(cell));
  if (!areNames || new Set(header).size < header.length || below.length < 2 || columns.length < 2) return false;
  const areFigures = (column: number) => {
    const cells = below.map((row) => row[column] ?? '').filter((cell) => cell !== '' && !noName.test(cell));
    return cells.length > 0 && cells.every((cell) => beginsWithFigure.test(cell));
  };
  return !tellsHours(`${header[0]} 9-5`) && columns.every(areFigures);
}

/** Whether a row has a name in the same column as the row of names above: "Winter, Price" after "Summer, Price". */
export const sharesName = (row: readonly string[], names: readonly string[]): boolean =>
  row.some((cell, column) => cell !== '' && cell === names[column]);

/** Whether cells are nothing but what columns are called: "Price", but not "Half price". */
export const areWholeNames = (cells: readonly string[]): boolean => cells.every((cell) => wholeColumnName.test(cell));

/** What a column of days is called. */
const kindOfDay = /^(?:weekday|(?:bank\s|public\s)?holiday|feiertag)$/i;

/**
 * Whether a first row names no columns but is like those below: it asks as they do, begins with a day as they do, or has a
 * figure of the same shape. Sizes and years may stand above figures as names, and so do several figures of one shape.
 */
export function looksLikeData(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  if (first.filter(Boolean).length < 2 || first.some((cell) => wholeColumnName.test(cell))) return false;
  const isDay = (cell: string) => namesDay(cell) && !kindOfDay.test(cell);
  const asks = (cell = '') => cell.endsWith('?');
  const shape = (cell = '') => cell.replace(/\d+/g, '#');
  const isOneOfSeveral = (cell: string) =>
    /^\D*\d+\D*$/.test(cell) && first.filter((other) => shape(other) === shape(cell)).length > 1;
  return first.some((cell, column) => {
    if (asks(cell)) return column === 0 || below.some((row) => asks(row[column]));
    if (column === 0 && isDay(cell) && below.some(([day = '']) => isDay(day))) return true;
    if (!/\d/.test(cell) || /^(?:19|20)\d\d$/.test(cell) || isOneOfSeveral(cell)) return false;
    return below.some((row) => shape(row[column]) === shape(cell));
  });
}

function isOfFigures(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.map((row) => row[column] ?? '').filter(Boolean);
  return cells.length > 0 && cells.every((cell) => /\d/.test(cell));
}
