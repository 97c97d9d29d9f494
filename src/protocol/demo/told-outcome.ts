import type { Turn } from './conversation';
import { choose, hashText } from './seeded-choice';

/**
 * Many games decide by themselves and only ask to have it told: the turn says what the player does and what comes of it.
 * Then the demo keeps its own world out of the way and tells just that.
 */
const OUTCOME = /\b(?:outcome|result|what happens)\s*:\s*([^\n]{3,400})/i;
const DEED =
  /[“"]([^”"\n]{2,160})[”"]|\b(?:player|action|move|choice|i (?:choose|decide) to)\s*:?\s+([^\n.]{2,160})/i;

interface Mood {
  setting: RegExp;
  lines: readonly string[];
}

const MOODS: readonly Mood[] = [
  {
    setting: /\b(?:sea|ship|lighthouse|harbou?r|island|storm|keeper|boat|sail)/i,
    lines: [
      'The wind leans on the glass, and the sea breathes in the dark below.',
      'Salt hangs in the air; somewhere a bell answers the swell.',
      'The beam goes round once, and the night closes behind it.',
      'Rain draws long lines across the pane, and the lamp hums to itself.',
    ],
  },
  {
    setting: /\b(?:space|planet|galaxy|station|starship|orbit|robot)/i,
    lines: [
      'The hull ticks as it cools, and the stars do not care.',
      'A warning lamp blinks twice and thinks better of it.',
      'Dust drifts through the torchlight like very slow snow.',
    ],
  },
  {
    setting: /\b(?:forest|dungeon|castle|dragon|cave|wood|village|king)/i,
    lines: [
      'A cold draught comes from nowhere, and the torches bow to it.',
      'Leaves turn their pale sides up, as they do before rain.',
      'Old stones remember footsteps; tonight they listen for yours.',
    ],
  },
  {
    setting: /./,
    lines: [
      'For a moment nothing moves at all.',
      'The light changes a little, the way it does before something happens.',
      'You hear your own breath, and then you do not.',
    ],
  },
];

const LEADS: readonly string[] = [
  'Before the hour is out,',
  'It does not take long:',
  'And then,',
  'When it is quiet again,',
];

/** Two or three sentences that tell an outcome already decided, or null when the turn names none. */
export function tellOutcome(turns: readonly Turn[]): string | null {
  const said = turns.at(-1)?.text ?? '';
  const outcome = OUTCOME.exec(said)?.[1]?.trim();
  if (outcome === undefined) return null;
  const scene = turns.map((turn) => turn.text).join('\n');
  const mood = MOODS.find(({ setting }) => setting.test(scene))!;
  const seed = hashText(said);
  const deed = DEED.exec(said);
  const done = deed === null ? '' : ` You ${asDeed(deed[1] ?? deed[2] ?? '')}.`;
  return `${choose(mood.lines, seed)}${done} ${choose(LEADS, seed >>> 3)} ${decapitalize(outcome)}`;
}

/** "I ring the bell!" and "Ring the bell" both become "ring the bell". */
function asDeed(text: string): string {
  const bare = text
    .trim()
    .replace(/[.!?]+$/, '')
    .replace(/^i (?:will |'ll )?/i, '');
  return decapitalize(bare.replaceAll(/\bmy\b/gi, 'your'));
}

/** A sentence in the middle of another; words such as "I" and names in capitals stay. */
function decapitalize(sentence: string): string {
  return /^(?:I\b|[A-Z]{2})/.test(sentence)
    ? sentence
    : sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
