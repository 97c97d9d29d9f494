import { fromRows } from './seed-row';

const FIREWORKS = 'accounts/fireworks/models';

/** Open models at those who host them. */
export const HOSTED_MODELS = [
  ...fromRows('groq', 'console.groq.com model page, 2026', [
    ['openai/gpt-oss-20b', 'GPT-OSS 20B', 'eco', 'ctr', [131_072, 65_536], [75_000, 37_500, 75_000, 300_000]],
    ['openai/gpt-oss-120b', 'GPT-OSS 120B', 'balanced', 'ctr', [131_072, 65_536], [150_000, 75_000, 150_000, 600_000]],
    ['llama-3.1-8b-instant', 'Llama 3.1 8B', 'eco', 'ct', [131_072, 131_072], [50_000, 50_000, 50_000, 80_000]],
    ['llama-3.3-70b-versatile', 'Llama 3.3 70B', 'balanced', 'ct', [131_072, 32_768], [590_000, 590_000, 590_000, 790_000]],
    ['meta-llama/llama-4-scout-17b-16e-instruct', 'Llama 4 Scout', 'eco', 'ctv', [131_072, 8_192], [110_000, 110_000, 110_000, 340_000]],
  ]),
  ...fromRows('together', 'together.ai serverless prices, 2026', [
    ['openai/gpt-oss-20b', 'GPT-OSS 20B', 'eco', 'ctr', [131_072, null], [50_000, 50_000, 50_000, 200_000]],
    ['openai/gpt-oss-120b', 'GPT-OSS 120B', 'balanced', 'ctr', [131_072, null], [150_000, 150_000, 150_000, 600_000]],
    ['deepseek-ai/DeepSeek-V4-Pro', 'DeepSeek V4 Pro', 'precision', 'ctr', [1_000_000, null], [2_100_000, 2_100_000, 2_100_000, 4_400_000]],
    ['meta-llama/Llama-3.3-70B-Instruct-Turbo', 'Llama 3.3 70B Turbo', 'balanced', 'ct', [131_072, null], [880_000, 880_000, 880_000, 880_000]],
  ]),
  ...fromRows('fireworks', 'docs.fireworks.ai serverless prices, 2026', [
    [`${FIREWORKS}/gpt-oss-20b`, 'GPT-OSS 20B', 'eco', 'ctr', [131_072, null], [70_000, 35_000, 70_000, 300_000]],
    [`${FIREWORKS}/gpt-oss-120b`, 'GPT-OSS 120B', 'balanced', 'ctr', [131_072, null], [150_000, 15_000, 150_000, 600_000]],
    [`${FIREWORKS}/deepseek-v4-pro`, 'DeepSeek V4 Pro', 'precision', 'ctr', [1_000_000, null], [1_740_000, 145_000, 1_740_000, 3_480_000]],
    [`${FIREWORKS}/kimi-k2p6`, 'Kimi K2.6', 'balanced', 'ctr', [262_144, null], [950_000, 160_000, 950_000, 4_000_000]],
    [`${FIREWORKS}/glm-5p1`, 'GLM 5.1', 'balanced', 'ctr', [202_752, null], [1_400_000, 260_000, 1_400_000, 4_400_000]],
  ]),
  ...fromRows('deepinfra', 'deepinfra.com prices, 2026', [
    ['openai/gpt-oss-20b', 'GPT-OSS 20B', 'eco', 'ctr', [131_072, null], [40_000, 40_000, 40_000, 150_000]],
    ['openai/gpt-oss-120b', 'GPT-OSS 120B', 'balanced', 'ctr', [131_072, null], [90_000, 90_000, 90_000, 450_000]],
    ['meta-llama/Llama-3.3-70B-Instruct-Turbo', 'Llama 3.3 70B Turbo', 'balanced', 'ct', [131_072, null], [130_000, 130_000, 130_000, 390_000]],
  ]),
  ...fromRows('huggingface', 'Hugging Face router, dearest of its providers, 2026', [
    ['openai/gpt-oss-20b', 'GPT-OSS 20B', 'eco', 'ctr', [131_072, null], [100_000, 100_000, 100_000, 500_000]],
    ['openai/gpt-oss-120b', 'GPT-OSS 120B', 'balanced', 'ctr', [131_072, null], [350_000, 350_000, 350_000, 750_000]],
    ['meta-llama/Llama-3.3-70B-Instruct', 'Llama 3.3 70B', 'balanced', 'ct', [131_072, null], [880_000, 880_000, 880_000, 1_200_000]],
  ]),
  ...fromRows('openrouter', 'openrouter.ai list of models, 2026', [
    ['openai/gpt-oss-120b', 'GPT-OSS 120B', 'eco', 'ctr', [131_072, null], [100_000, 100_000, 100_000, 500_000]],
    ['anthropic/claude-sonnet-4.5', 'Claude Sonnet 4.5', 'balanced', 'ctvr', [1_000_000, 64_000], [6_000_000, 600_000, 7_500_000, 22_500_000]],
    ['anthropic/claude-opus-4.5', 'Claude Opus 4.5', 'precision', 'ctvr', [200_000, 64_000], [5_000_000, 500_000, 6_250_000, 25_000_000]],
    ['anthropic/claude-haiku-4.5', 'Claude Haiku 4.5', 'eco', 'ctvr', [200_000, 64_000], [1_000_000, 100_000, 1_250_000, 5_000_000]],
    ['openai/gpt-5.2', 'GPT-5.2', 'balanced', 'ctvr', [400_000, 128_000], [1_750_000, 175_000, 1_750_000, 14_000_000]],
    ['openai/gpt-5-mini', 'GPT-5 mini', 'eco', 'ctvr', [400_000, 128_000], [250_000, 25_000, 250_000, 2_000_000]],
    ['google/gemini-3-pro-preview', 'Gemini 3 Pro', 'precision', 'ctvr', [1_048_576, 65_536], [4_000_000, 400_000, 4_000_000, 18_000_000]],
    ['google/gemini-3-flash-preview', 'Gemini 3 Flash', 'eco', 'ctvr', [1_048_576, 65_536], [500_000, 50_000, 500_000, 3_000_000]],
    ['deepseek/deepseek-v3.2', 'DeepSeek V3.2', 'eco', 'ctr', [163_840, 65_536], [560_000, 280_000, 560_000, 1_680_000]],
  ]),
];
