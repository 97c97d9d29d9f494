import { renderAnthropicError, renderAnthropicStreamError } from './anthropic-messages/errors';
import { patchAnthropicRequest, readAnthropicRequest } from './anthropic-messages/request';
import { AnthropicStreamScanner, createAnthropicJsonScanner } from './anthropic-messages/scanner';
import { renderOllamaError, renderOllamaStreamError } from './ollama/errors';
import { patchOllamaRequest, readOllamaRequest } from './ollama/request';
import { createOllamaJsonScanner, OllamaStreamScanner } from './ollama/scanner';
import { renderOpenAiError, renderOpenAiStreamError } from './openai-chat/errors';
import {
  patchOpenAiChatRequest,
  readOpenAiChatRequest,
  type OpenAiChatRequest,
} from './openai-chat/request';
import { createOpenAiChatJsonScanner, OpenAiChatStreamScanner } from './openai-chat/scanner';
import { patchModel, readOpenAiEmbeddingsRequest } from './openai-embeddings/request';
import {
  renderOpenAiResponsesError,
  renderOpenAiResponsesStreamError,
} from './openai-responses/errors';
import {
  patchOpenAiResponsesRequest,
  readOpenAiResponsesRequest,
} from './openai-responses/request';
import {
  createOpenAiResponsesJsonScanner,
  OpenAiResponsesStreamScanner,
} from './openai-responses/scanner';
import type { AnswerScanner } from './relay/answer-scanner';
import type { DialectError, RenderedDialectError } from './relay/dialect-error';
import type { DialectRequest, ReadResult, RequestPatch } from './relay/dialect-request';

export type DialectName = 'anthropic' | 'ollama' | 'openai';

/** One endpoint of one dialect: all that a gateway needs to relay, meter and refuse a call to it. */
export interface Endpoint {
  dialect: DialectName;
  /** As it stands on usage records. */
  operation: string;
  readRequest(bytes: Buffer): ReadResult;
  /** The bytes to send on: the very same when nothing differs. */
  patchRequest(request: DialectRequest, patch: RequestPatch): Buffer;
  createScanner(request: DialectRequest): AnswerScanner;
  renderError(error: DialectError): RenderedDialectError;
  renderStreamError(error: DialectError): Buffer;
}

function anthropic(operation: 'messages' | 'count_tokens'): Endpoint {
  return {
    dialect: 'anthropic',
    operation,
    readRequest: (bytes) => readAnthropicRequest(bytes, operation),
    patchRequest: patchAnthropicRequest,
    createScanner: ({ isStreaming }) =>
      isStreaming ? new AnthropicStreamScanner() : createAnthropicJsonScanner(),
    renderError: renderAnthropicError,
    renderStreamError: renderAnthropicStreamError,
  };
}

function ollama(operation: 'chat' | 'generate' | 'embed' | 'embeddings' | 'show'): Endpoint {
  return {
    dialect: 'ollama',
    operation,
    readRequest: (bytes) => readOllamaRequest(bytes, operation),
    patchRequest: patchOllamaRequest,
    createScanner: ({ isStreaming }) =>
      isStreaming
        ? new OllamaStreamScanner(operation === 'generate' ? 'generate' : 'chat')
        : createOllamaJsonScanner(),
    renderError: renderOllamaError,
    renderStreamError: renderOllamaStreamError,
  };
}

function openAi(operation: 'chat' | 'completions'): Endpoint {
  return {
    dialect: 'openai',
    operation,
    readRequest: (bytes) => readOpenAiChatRequest(bytes, operation),
    patchRequest: (request, patch) => patchOpenAiChatRequest(withChoices(request), patch),
    createScanner: (request) => {
      const { isStreaming, wantsUsage, choices } = withChoices(request);
      return isStreaming
        ? new OpenAiChatStreamScanner(wantsUsage, choices)
        : createOpenAiChatJsonScanner();
    },
    renderError: renderOpenAiError,
    renderStreamError: renderOpenAiStreamError,
  };
}

/** What readRequest of this dialect added; a request made elsewhere is one choice. */
function withChoices(request: DialectRequest): OpenAiChatRequest {
  return { choices: 1, wantsUsage: false, ...request };
}

const openAiEmbeddings: Endpoint = {
  dialect: 'openai',
  operation: 'embeddings',
  readRequest: readOpenAiEmbeddingsRequest,
  patchRequest: patchModel,
  createScanner: createOpenAiChatJsonScanner,
  renderError: renderOpenAiError,
  renderStreamError: renderOpenAiStreamError,
};

const openAiResponses: Endpoint = {
  dialect: 'openai',
  operation: 'responses',
  readRequest: readOpenAiResponsesRequest,
  patchRequest: patchOpenAiResponsesRequest,
  createScanner: ({ isStreaming }) =>
    isStreaming ? new OpenAiResponsesStreamScanner() : createOpenAiResponsesJsonScanner(),
  renderError: renderOpenAiResponsesError,
  renderStreamError: renderOpenAiResponsesStreamError,
};

/** Every endpoint that models are called through. Adding one is a line here and its folder. */
export const endpoints = {
  'anthropic:messages': anthropic('messages'),
  'anthropic:count_tokens': anthropic('count_tokens'),
  'ollama:chat': ollama('chat'),
  'ollama:generate': ollama('generate'),
  'ollama:embed': ollama('embed'),
  'ollama:embeddings': ollama('embeddings'),
  'ollama:show': ollama('show'),
  'openai:chat': openAi('chat'),
  'openai:completions': openAi('completions'),
  'openai:embeddings': openAiEmbeddings,
  'openai:responses': openAiResponses,
} as const satisfies Record<string, Endpoint>;
