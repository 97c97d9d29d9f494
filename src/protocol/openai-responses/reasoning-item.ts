import type { ReasoningPart, Signature } from '../chat/chat-request';
import { itemsOf, stringOf, type Json } from '../chat/read-fields';
import { packSignature, unpackSignature } from '../chat/signature';

const NATIVE = 'openai';

/** What a reasoning item says in words: its summary, or its content where there is none. */
export function reasoningText(item: Json): string {
  const summary = joinTexts(item['summary']);
  return summary === '' ? joinTexts(item['content']) : summary;
}

function joinTexts(parts: unknown): string {
  return itemsOf(parts)
    .map((part) => stringOf(part['text']) ?? '')
    .join('\n\n');
}

/** The provider checks an item by its id and its encrypted content together, so both make the signature. */
export function reasoningSignature(item: Json, provider: string): Signature | null {
  const encrypted = stringOf(item['encrypted_content']) ?? '';
  if (encrypted === '') return null;
  return { provider, value: `${stringOf(item['id']) ?? ''}.${encrypted}`, isRedacted: false };
}

/** A reasoning item that a client sent back. */
export function toReasoningPart(item: Json): ReasoningPart {
  const encrypted = stringOf(item['encrypted_content']) ?? '';
  const unpacked = unpackSignature(encrypted, null);
  return {
    type: 'reasoning',
    text: reasoningText(item),
    signature: unpacked ?? reasoningSignature(item, NATIVE),
  };
}

/** For a client: the signature travels in the encrypted content, whoever made it. */
export function renderReasoning(id: string, text: string, signature: Signature | null): Json {
  return {
    id,
    type: 'reasoning',
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    ...(signature === null ? {} : { encrypted_content: packSignature(signature) }),
  };
}

/** For the upstream that signed it. */
export function restoreReasoning(text: string, signature: Signature): Json {
  const dot = signature.value.indexOf('.');
  return {
    id: signature.value.slice(0, Math.max(0, dot)),
    type: 'reasoning',
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
    encrypted_content: signature.value.slice(dot + 1),
  };
}
