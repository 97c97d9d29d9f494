import { fromRows } from './seed-row';

const ANTHROPIC_SOURCE =
  'platform.claude.com model pages, November 2026; cache writes at the 5-minute price, prompts of standard length';
const OPENAI_SOURCE = 'OpenAI price pages, autumn 2026; standard tier, prompts of standard length';

/** Vendors of their own models. Within a tier the first is what the tier stands for. */
export const VENDOR_MODELS = [
  ...fromRows('anthropic', ANTHROPIC_SOURCE, [
    ['claude-haiku-5-5', 'Claude Haiku 5.5', 'eco', 'ctvr', [1_000_000, 128_000], [100_000, 10_000, 125_000, 500_000]],
    ['claude-sonnet-5-5', 'Claude Sonnet 5.5', 'balanced', 'ctvr', [1_000_000, 128_000], [2_000_000, 200_000, 2_500_000, 10_000_000]],
    ['claude-opus-5-5', 'Claude Opus 5.5', 'precision', 'ctvr', [1_000_000, 128_000], [4_000_000, 400_000, 5_000_000, 20_000_000]],
    ['claude-fable-5-1', 'Claude Fable 5.1', 'precision', 'ctvr', [1_000_000, 128_000], [10_000_000, 1_000_000, 12_500_000, 50_000_000]],
    ['claude-fable-5', 'Claude Fable 5', 'precision', 'ctvr', [1_000_000, 128_000], [10_000_000, 1_000_000, 12_500_000, 50_000_000]],
    ['claude-opus-5', 'Claude Opus 5', 'precision', 'ctvr', [1_000_000, 128_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['claude-sonnet-5', 'Claude Sonnet 5', 'balanced', 'ctvr', [1_000_000, 128_000], [2_000_000, 200_000, 2_500_000, 10_000_000]],
    ['claude-opus-4-8', 'Claude Opus 4.8', 'precision', 'ctvr', [1_000_000, 128_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['claude-opus-4-7', 'Claude Opus 4.7', 'precision', 'ctvr', [1_000_000, 128_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['claude-opus-4-6', 'Claude Opus 4.6', 'precision', 'ctvr', [1_000_000, 128_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['claude-opus-4-5', 'Claude Opus 4.5', 'precision', 'ctvr', [200_000, 64_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['claude-sonnet-4-6', 'Claude Sonnet 4.6', 'balanced', 'ctvr', [1_000_000, 64_000], [3_000_000, 300_000, 3_750_000, 15_000_000]],
    ['claude-sonnet-4-5', 'Claude Sonnet 4.5', 'balanced', 'ctvr', [200_000, 64_000], [3_000_000, 300_000, 3_750_000, 15_000_000]],
    ['claude-haiku-4-5', 'Claude Haiku 4.5', 'eco', 'ctvr', [200_000, 64_000], [1_000_000, 100_000, 1_250_000, 5_000_000]],
  ]),
  ...fromRows('openai', OPENAI_SOURCE, [
    ['gpt-6-luna', 'GPT-6 Luna', 'eco', 'ctvr', [1_000_000, 128_000], [100_000, 10_000, 125_000, 500_000]],
    ['gpt-5.6-terra', 'GPT-5.6 Terra', 'balanced', 'ctvr', [1_000_000, 128_000], [2_000_000, 200_000, 2_000_000, 12_000_000]],
    ['gpt-6-sol', 'GPT-6 Sol', 'precision', 'ctvr', [1_000_000, 128_000], [2_000_000, 200_000, 2_500_000, 10_000_000]],
    ['gpt-5.6-sol', 'GPT-5.6 Sol', 'precision', 'ctvr', [1_000_000, 128_000], [5_000_000, 500_000, 5_000_000, 30_000_000], ['gpt-5.6']],
    ['gpt-5.6-luna', 'GPT-5.6 Luna', 'eco', 'ctvr', [1_000_000, 128_000], [200_000, 20_000, 200_000, 1_200_000]],
    ['gpt-5.2', 'GPT-5.2', 'balanced', 'ctvr', [400_000, 128_000], [1_750_000, 175_000, 1_750_000, 14_000_000], ['gpt-5.2-chat-latest']],
    ['gpt-5.2-pro', 'GPT-5.2 pro', 'precision', 'ctvr', [400_000, 128_000], [21_000_000, 21_000_000, 21_000_000, 168_000_000]],
    ['gpt-5.1', 'GPT-5.1', 'balanced', 'ctvr', [400_000, 128_000], [1_250_000, 125_000, 1_250_000, 10_000_000], ['gpt-5.1-chat-latest', 'gpt-5.1-codex']],
    ['gpt-5', 'GPT-5', 'balanced', 'ctvr', [400_000, 128_000], [1_250_000, 125_000, 1_250_000, 10_000_000], ['gpt-5-chat-latest', 'gpt-5-codex']],
    ['gpt-5-mini', 'GPT-5 mini', 'eco', 'ctvr', [400_000, 128_000], [250_000, 25_000, 250_000, 2_000_000]],
    ['gpt-5-nano', 'GPT-5 nano', 'eco', 'ctvr', [400_000, 128_000], [50_000, 5_000, 50_000, 400_000]],
    ['gpt-4.1', 'GPT-4.1', 'balanced', 'ctv', [1_047_576, 32_768], [2_000_000, 500_000, 2_000_000, 8_000_000]],
    ['gpt-4.1-mini', 'GPT-4.1 mini', 'eco', 'ctv', [1_047_576, 32_768], [400_000, 100_000, 400_000, 1_600_000]],
    ['gpt-4.1-nano', 'GPT-4.1 nano', 'eco', 'ctv', [1_047_576, 32_768], [100_000, 25_000, 100_000, 400_000]],
    ['gpt-4o', 'GPT-4o', 'balanced', 'ctv', [128_000, 16_384], [2_500_000, 1_250_000, 2_500_000, 10_000_000]],
    ['gpt-4o-mini', 'GPT-4o mini', 'eco', 'ctv', [128_000, 16_384], [150_000, 75_000, 150_000, 600_000]],
    ['o3', 'o3', 'precision', 'ctvr', [200_000, 100_000], [2_000_000, 500_000, 2_000_000, 8_000_000]],
    ['o4-mini', 'o4-mini', 'balanced', 'ctvr', [200_000, 100_000], [1_100_000, 275_000, 1_100_000, 4_400_000]],
    ['text-embedding-3-small', 'Embedding 3 small', null, 'e', [8_191, null], [20_000, 20_000, 20_000, 0]],
    ['text-embedding-3-large', 'Embedding 3 large', null, 'e', [8_191, null], [130_000, 130_000, 130_000, 0]],
  ]),
];
