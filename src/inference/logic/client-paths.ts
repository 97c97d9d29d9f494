/** The official clients append `/api/…` to their host; scripts use the short form. */
export const ollamaPaths = (name: string): string[] => [
  `api/inference/ollama/${name}`,
  `api/inference/ollama/api/${name}`,
  `api/${name}`,
];

/** Every base URL that OpenAI clients are given, with and without the version. */
export const openAiPaths = (name: string): string[] => [
  `api/inference/openai/v1/${name}`,
  `api/inference/openai/${name}`,
  `api/v1/llm/${name}`,
  `api/v1/llm/v1/${name}`,
  `v1/${name}`,
  name,
];
