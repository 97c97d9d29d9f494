import { AnthropicDecoder } from './anthropic-messages/decode-stream';
import { AnthropicEncoder } from './anthropic-messages/encode-stream';
import { anthropicToChatEvents } from './anthropic-messages/parse-answer';
import { anthropicToChatRequest } from './anthropic-messages/parse-request';
import { chatToAnthropicAnswer } from './anthropic-messages/render-answer';
import { chatToAnthropicRequest } from './anthropic-messages/render-request';
import type { ChatCodec } from './chat/chat-codec';
import { OllamaDecoder } from './ollama/decode-stream';
import { OllamaEncoder } from './ollama/encode-stream';
import { ollamaToChatEvents } from './ollama/parse-answer';
import { ollamaToChatRequest } from './ollama/parse-request';
import { chatToOllamaAnswer, type OllamaDoor } from './ollama/render-answer';
import { chatToOllamaRequest } from './ollama/render-request';
import { OpenAiChatDecoder } from './openai-chat/decode-stream';
import { OpenAiChatEncoder } from './openai-chat/encode-stream';
import { openAiToChatEvents } from './openai-chat/parse-answer';
import { openAiToChatRequest } from './openai-chat/parse-request';
import { chatToOpenAiAnswer } from './openai-chat/render-answer';
import { chatToOpenAiRequest } from './openai-chat/render-request';
import { ResponsesDecoder } from './openai-responses/decode-stream';
import { ResponsesEncoder } from './openai-responses/encode-stream';
import { responsesToChatEvents } from './openai-responses/parse-answer';
import { responsesToChatRequest } from './openai-responses/parse-request';
import { chatToResponsesAnswer } from './openai-responses/render-answer';
import { chatToResponsesRequest } from './openai-responses/render-request';

const EVENT_STREAM = 'text/event-stream; charset=utf-8';

const anthropic: ChatCodec = {
  toChatRequest: anthropicToChatRequest,
  fromChatRequest: chatToAnthropicRequest,
  toChatEvents: anthropicToChatEvents,
  createDecoder: (source) => new AnthropicDecoder(source),
  fromChatAnswer: chatToAnthropicAnswer,
  createEncoder: (face) => new AnthropicEncoder(face),
  streamType: EVENT_STREAM,
};

const openAiChat: ChatCodec = {
  toChatRequest: openAiToChatRequest,
  fromChatRequest: chatToOpenAiRequest,
  toChatEvents: openAiToChatEvents,
  createDecoder: (source) => new OpenAiChatDecoder(source),
  fromChatAnswer: chatToOpenAiAnswer,
  createEncoder: (face) => new OpenAiChatEncoder(face),
  streamType: EVENT_STREAM,
};

const openAiResponses: ChatCodec = {
  toChatRequest: responsesToChatRequest,
  fromChatRequest: chatToResponsesRequest,
  toChatEvents: responsesToChatEvents,
  createDecoder: (source) => new ResponsesDecoder(source),
  fromChatAnswer: chatToResponsesAnswer,
  createEncoder: (face) => new ResponsesEncoder(face),
  streamType: EVENT_STREAM,
};

/** As an upstream, Ollama is always asked through its chat door. */
function ollama(door: OllamaDoor): ChatCodec {
  return {
    toChatRequest: ollamaToChatRequest,
    fromChatRequest: chatToOllamaRequest,
    toChatEvents: ollamaToChatEvents,
    createDecoder: (source) => new OllamaDecoder(source),
    fromChatAnswer: (answer, face) => chatToOllamaAnswer(answer, face, door),
    createEncoder: (face) => new OllamaEncoder(face, door),
    streamType: 'application/x-ndjson',
  };
}

/** Every dialect that can be translated, by the endpoint it is spoken at. Adding one is a line and its folder. */
export const codecs = {
  'anthropic:messages': anthropic,
  'openai:chat': openAiChat,
  'openai:responses': openAiResponses,
  'ollama:chat': ollama('chat'),
  'ollama:generate': ollama('generate'),
} as const satisfies Record<string, ChatCodec>;

export type CodecName = keyof typeof codecs;
