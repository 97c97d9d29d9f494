import { SEED_MODELS } from '../data/seed/seed-models';
import { CatalogueIndex, type IndexedModel, type IndexedPrice } from './catalogue-index';

const model = (name: string, extra: Partial<IndexedModel> = {}): IndexedModel => ({
  provider: 'p',
  model: name,
  displayName: name,
  tier: null,
  capabilities: [],
  contextTokensMax: null,
  outputTokensMax: null,
  aliases: [],
  rank: 0,
  ...extra,
});
const price = (name: string, id: string, validFromMs: number): IndexedPrice => ({
  id,
  provider: 'p',
  model: name,
  validFromMs,
  input: 1,
  cacheRead: 1,
  cacheWrite: 1,
  output: 2,
  reasoning: 2,
});

const index = new CatalogueIndex(
  [
    model('big', { tier: 'precision', rank: 2, aliases: ['large', 'small'] }),
    model('bigger', { tier: 'precision', rank: 1 }),
    model('small', { tier: 'eco', rank: 3 }),
  ],
  [price('big', 'new', 20), price('big', 'old', 10), price('small', 's', 1)],
);

it.each([
  ['big', 'big'],
  ['large', 'big'],
  ['big-20260101', 'big'],
  ['big-2026-01-01', 'big'],
  ['big-latest', 'big'],
  // A model's own name wins over another's alias.
  ['small', 'small'],
])('finds %s as %s', (name, expected) => {
  expect(index.find('p', name)?.model).toBe(expected);
});

it('prices a model, its aliases and its snapshots by the latest price', () => {
  for (const name of ['big', 'large', 'big-20260101'])
    expect(index.price('p', name)?.id).toBe('new');
  expect(index.price('p', 'small')?.id).toBe('s');
  expect(index.price('p', 'bigger')).toBeNull();
  expect(index.price('other', 'big')).toBeNull();
  expect(index.price('p', 'big-turbo')).toBeNull();
});

it('takes the first by rank for a tier', () => {
  expect(index.inTier('p', 'precision')?.model).toBe('bigger');
  expect(index.inTier('p', 'balanced')).toBeNull();
});

describe('the catalogue that ships', () => {
  it('has at least 40 models, each name once', () => {
    const names = SEED_MODELS.flatMap(({ provider, model: name, aliases }) =>
      [name, ...aliases].map((each) => `${provider}/${each}`),
    );
    expect(SEED_MODELS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(SEED_MODELS.map((each) => [`${each.provider}/${each.model}`, each] as const))(
    'has sound limits and prices for %s',
    (_, { prices, contextTokensMax, outputTokensMax, capabilities, tier, source }) => {
      for (const amount of Object.values(prices)) expect(Number.isSafeInteger(amount)).toBe(true);
      expect(prices.input).toBeGreaterThan(0);
      expect(prices.cacheRead).toBeLessThanOrEqual(prices.input);
      const isEmbedding = capabilities.includes('embedding');
      expect(isEmbedding || prices.output >= prices.input).toBe(true);
      expect(tier === null).toBe(isEmbedding);
      expect(outputTokensMax ?? 0).toBeLessThanOrEqual(contextTokensMax);
      expect(source).not.toBe('');
    },
  );
});
