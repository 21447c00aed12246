/** What the demo shop shows. Prices are in US dollars. */
export const products = [
  { id: 'boston-fern', name: 'Boston fern', note: 'Likes a bright bathroom', price: 24, kind: 'Plant', tint: 'moss' },
  { id: 'monstera', name: 'Monstera deliciosa', note: 'Grows a leaf a month', price: 39, kind: 'Plant', tint: 'sand' },
  { id: 'snake-plant', name: 'Snake plant', note: 'Forgives a missed watering', price: 29, kind: 'Plant', tint: 'sky' },
  { id: 'pothos', name: 'Golden pothos', note: 'Trails from any shelf', price: 18, kind: 'Plant', tint: 'blush' },
  { id: 'olive', name: 'Olive tree', note: 'For a sunny balcony', price: 54, kind: 'Plant', tint: 'sand' },
  { id: 'cactus', name: 'Column cactus', note: 'Water once a month', price: 21, kind: 'Plant', tint: 'moss' },
  { id: 'terracotta', name: 'Terracotta pot', note: '7 inches, with saucer', price: 12, kind: 'Pot', tint: 'blush' },
  { id: 'dune', name: 'Dune glazed pot', note: '8 inches, thrown by hand', price: 34, kind: 'Pot', tint: 'sky' },
] as const;

export type Product = (typeof products)[number];
export type ProductId = Product['id'];
