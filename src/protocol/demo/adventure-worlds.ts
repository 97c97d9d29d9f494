/** Small worlds of six places in two rows of three; a place's row and column say which ways lead out. */
export interface World {
  /** Words in a system prompt that call for this world. */
  theme: RegExp;
  places: readonly { name: string; view: string; item: string }[];
  folk: readonly string[];
  goal: string;
}

export const COLUMNS = 3;

export const WORLDS: readonly World[] = [
  {
    theme: /\b(?:space|ship|planet|galaxy|star|robot|alien|station|cyber)/i,
    places: [
      {
        name: 'the airlock',
        view: 'Frost glitters on the inner door; a warning lamp blinks in no hurry.',
        item: 'a magnetic boot',
      },
      {
        name: 'the bridge',
        view: 'Six empty chairs face a window full of slow stars.',
        item: 'a captain’s key',
      },
      {
        name: 'the observatory',
        view: 'A telescope follows something that is not on the charts.',
        item: 'a star map',
      },
      {
        name: 'the cargo hold',
        view: 'Crates drift against their straps. One of them hums.',
        item: 'a humming crate',
      },
      {
        name: 'the reactor gallery',
        view: 'Blue light pours up through the grating and makes your shadow tall.',
        item: 'a fuel cell',
      },
      {
        name: 'the hydroponic garden',
        view: 'Tomatoes grow in every direction at once.',
        item: 'a ripe tomato',
      },
    ],
    folk: [
      'a maintenance robot with one good eye',
      'the voice of the ship',
      'a stowaway under a silver blanket',
    ],
    goal: 'Somewhere aboard is what will bring the engines back.',
  },
  {
    theme: /\b(?:detective|mystery|murder|noir|haunted|ghost|mansion|horror)/i,
    places: [
      {
        name: 'the rainy gate',
        view: 'The iron gate stands open by exactly one person’s width.',
        item: 'a wet glove',
      },
      {
        name: 'the hall',
        view: 'A clock ticks loudly and shows the wrong time twice a day.',
        item: 'a visiting card',
      },
      {
        name: 'the library',
        view: 'One book stands upside down among ten thousand.',
        item: 'a marked book',
      },
      {
        name: 'the kitchen',
        view: 'The kettle is warm. Nobody has lived here for years.',
        item: 'a silver spoon',
      },
      {
        name: 'the cellar stairs',
        view: 'Each step names itself in creaks. Somebody has swept them.',
        item: 'a candle stub',
      },
      {
        name: 'the attic',
        view: 'Dust sheets sit around a table as if in council.',
        item: 'an old photograph',
      },
    ],
    folk: [
      'the butler, who is certain he locked up',
      'a cat that looks past you',
      'a portrait with a recent expression',
    ],
    goal: 'Someone left in a hurry, and something was left behind.',
  },
  {
    theme: /./,
    places: [
      {
        name: 'the crossroads',
        view: 'A signpost points three ways; someone has scratched out the names.',
        item: 'a bent coin',
      },
      {
        name: 'the old tower',
        view: 'Ivy holds the tower together, and a light moves behind the upper slit.',
        item: 'a brass key',
      },
      {
        name: 'the whispering wood',
        view: 'The trees lean together and stop talking as you come.',
        item: 'a white feather',
      },
      {
        name: 'the stone bridge',
        view: 'The river below runs the wrong way today.',
        item: 'a fishing line',
      },
      {
        name: 'the sunken chapel',
        view: 'Green water stands on the floor, and the candles burn under it.',
        item: 'a silver bell',
      },
      {
        name: 'the dragon’s ledge',
        view: 'Warm air rises in slow breaths from a cave as wide as a street.',
        item: 'a scale like a shield',
      },
    ],
    folk: [
      'a ferryman without a ferry',
      'a knight who has lost an argument with a gate',
      'a fox with good manners',
    ],
    goal: 'They say that who rings the silver bell at the dragon’s ledge is granted one honest answer.',
  },
];
