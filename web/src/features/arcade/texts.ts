export const texts = {
  title: 'Arcade',
  lead: 'Pick a machine. Every game runs in a room of its own and may spend only what you allow.',
  search: 'Search games',
  upload: 'Upload a game',
  loadFailed: 'The games could not be loaded',
  emptyTitle: 'No games yet',
  empty:
    'A game is one HTML file. It talks to a model with a plain fetch, without a key inside. Upload yours and it stands here a second later.',
  noMatchTitle: 'Nothing by that name',
  noMatch: (search: string) => `No game’s title or author matches “${search}”.`,
  clearSearch: 'Show all games',
  play: 'Play',
  by: (author: string) => `by ${author}`,
  house: 'comes with Coinop',
} as const;
