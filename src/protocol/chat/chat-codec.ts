import type { ChatAnswer } from './chat-answer';
import type { ChatEvent } from './chat-event';
import type { ChatRequest, UpstreamTarget } from './chat-request';
import type { Json } from './read-fields';
import type { AnswerFace, AnswerSource, StreamDecoder, StreamEncoder } from './stream-codec';

/** One dialect to and from the neutral form: all that is needed to put it before or behind any other. */
export interface ChatCodec {
  /** The caller's body, already checked by the endpoint's readRequest. Throws Untranslatable. */
  toChatRequest(body: Json): ChatRequest;
  /** The body for an upstream. Throws Untranslatable. */
  fromChatRequest(chat: ChatRequest, target: UpstreamTarget): Json;
  /** A whole answer of an upstream as events. Never throws: nonsense counts as nothing. */
  toChatEvents(body: Json, source: AnswerSource): ChatEvent[];
  createDecoder(source: AnswerSource): StreamDecoder;
  /** A whole answer for a client. */
  fromChatAnswer(answer: ChatAnswer, face: AnswerFace): Json;
  createEncoder(face: AnswerFace): StreamEncoder;
  /** The content type of a streamed answer. */
  streamType: string;
}
