import type { ChatCodec } from '../chat/chat-codec';
import type { ChatRequest, UpstreamTarget } from '../chat/chat-request';
import type { Json } from '../chat/read-fields';
import { Untranslatable } from '../chat/untranslatable';
import { refuse, type Refusal } from '../json/read-object';

export interface TranslatedRequest {
  ok: true;
  /** The body for the upstream. */
  bytes: Buffer;
  chat: ChatRequest;
}

/**
 * A caller's body as an upstream of another dialect wants it; or what in it cannot be carried there, named as the
 * caller named it. Leaves the body alone: a fallback will translate it again.
 */
export function translateRequest(
  client: ChatCodec,
  upstream: ChatCodec,
  body: Json,
  target: UpstreamTarget,
): TranslatedRequest | Refusal {
  try {
    const chat = client.toChatRequest(body);
    const rendered = upstream.fromChatRequest(chat, target);
    return { ok: true, bytes: Buffer.from(JSON.stringify(rendered)), chat };
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    return refuse(`${error.field}: ${error.why}.`, `/${error.field.replaceAll('.', '/')}`);
  }
}
