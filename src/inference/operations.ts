import { endpoints } from '../protocol/dialects';
import type { Operation } from './inference.types';

const metered = (endpoint: Operation['endpoint'], upstreamPath: string): Operation => ({
  endpoint,
  upstreamPath,
  isMetered: true,
});
const free = (endpoint: Operation['endpoint'], upstreamPath: string): Operation => ({
  endpoint,
  upstreamPath,
  isMetered: false,
});

/** Every operation the gateway offers, and where it lives below an upstream's base URL. */
export const operations = {
  messages: metered(endpoints['anthropic:messages'], '/v1/messages'),
  countTokens: free(endpoints['anthropic:count_tokens'], '/v1/messages/count_tokens'),
  ollamaChat: metered(endpoints['ollama:chat'], '/api/chat'),
  ollamaGenerate: metered(endpoints['ollama:generate'], '/api/generate'),
  ollamaEmbed: metered(endpoints['ollama:embed'], '/api/embed'),
  ollamaEmbeddings: metered(endpoints['ollama:embeddings'], '/api/embeddings'),
  ollamaShow: free(endpoints['ollama:show'], '/api/show'),
  openaiChat: metered(endpoints['openai:chat'], '/chat/completions'),
  openaiCompletions: metered(endpoints['openai:completions'], '/completions'),
  openaiEmbeddings: metered(endpoints['openai:embeddings'], '/embeddings'),
  openaiResponses: metered(endpoints['openai:responses'], '/responses'),
} as const satisfies Record<string, Operation>;
