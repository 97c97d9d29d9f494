import { isRecord } from '../relay/token-count';
import { recentTurns, textOf, toTurn, type Conversation, type Turn } from './conversation';
import { EVENT_STREAM, jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { countInput, demoReply } from './demo-reply';
import { embedText } from './embedding';

type Door = 'chat' | 'completions';

/** The demo model's answer to `POST /chat/completions` and the old `/completions`. All choices are the same. */
export function answerOpenAi(
  body: Record<string, unknown>,
  call: DemoCall,
  door: Door,
): DemoAnswer {
  const { words, finish, inputTokens } = demoReply(toConversation(body, door));
  const isChat = door === 'chat';
  const choices = typeof body['n'] === 'number' ? body['n'] : 1;
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: words.length * choices,
    total_tokens: inputTokens + words.length * choices,
  };
  const reason = finish === 'length' ? 'length' : 'stop';
  const object = isChat ? 'chat.completion' : 'text_completion';
  const head = {
    id: `${isChat ? 'chatcmpl' : 'cmpl'}-${call.id}`,
    object,
    created: Math.floor(call.createdAtMs / 1000),
    model: body['model'],
  };
  const indexes = Array.from({ length: choices }, (_, index) => index);
  if (body['stream'] !== true) {
    const text = words.join('');
    const content = isChat
      ? { message: { role: 'assistant', content: text, refusal: null } }
      : { text };
    return jsonAnswer({
      ...head,
      choices: indexes.map((index) => ({
        index,
        ...content,
        logprobs: null,
        finish_reason: reason,
      })),
      usage,
    });
  }
  const chunkHead = { ...head, object: isChat ? 'chat.completion.chunk' : object };
  const piece = (delta: object, text: string, finish_reason: string | null = null) =>
    indexes.map((index) =>
      event({
        ...chunkHead,
        choices: [{ index, ...(isChat ? { delta } : { text }), logprobs: null, finish_reason }],
      }),
    );
  const wantsUsage =
    isRecord(body['stream_options']) && body['stream_options']['include_usage'] === true;
  const chunks = [
    ...(isChat ? piece({ role: 'assistant', content: '' }, '') : []),
    ...words.flatMap((word) => piece({ content: word }, word)),
    ...piece({}, '', reason),
    ...(wantsUsage ? [event({ ...chunkHead, choices: [], usage })] : []),
    Buffer.from('data: [DONE]\n\n'),
  ];
  return { status: 200, contentType: EVENT_STREAM, chunks };
}

/** The demo model's answer to `POST /embeddings`. */
export function embedOpenAi(body: Record<string, unknown>): DemoAnswer {
  const { input, dimensions, encoding_format: encoding } = body;
  const isTokens = Array.isArray(input) && typeof input[0] === 'number';
  const texts = (Array.isArray(input) && !isTokens ? input : [input]).map((each) =>
    typeof each === 'string' ? each : JSON.stringify(each),
  );
  const tokens = countInput(texts.map((text) => toTurn('user', text)));
  return jsonAnswer({
    object: 'list',
    model: body['model'],
    data: texts.map((text, index) => {
      const vector = embedText(text, typeof dimensions === 'number' ? dimensions : undefined);
      return {
        object: 'embedding',
        index,
        embedding: encoding === 'base64' ? toBase64(vector) : vector,
      };
    }),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}

/** 32-bit floats, little end first, as the official SDKs ask for by default. */
function toBase64(vector: readonly number[]): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, at) => bytes.writeFloatLE(value, at * 4));
  return bytes.toString('base64');
}

function event(data: object): Buffer {
  return Buffer.from(`data: ${JSON.stringify(data)}\n\n`);
}

function toTurns(body: Record<string, unknown>, door: Door): Turn[] {
  if (door === 'completions') return [toTurn('user', textOf(body['prompt']))];
  const messages = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  return recentTurns(messages.map(({ role, content }) => toTurn(role, content)));
}

function toConversation(body: Record<string, unknown>, door: Door): Conversation {
  const limit = body['max_completion_tokens'] ?? body['max_tokens'];
  const { stop } = body;
  const stops = Array.isArray(stop) ? stop : [stop];
  return {
    turns: toTurns(body, door),
    outputTokensMax: typeof limit === 'number' ? limit : null,
    stops: stops.filter((each) => typeof each === 'string'),
    json: wantedJson(body['response_format']),
  };
}

function wantedJson(format: unknown): Conversation['json'] {
  if (!isRecord(format)) return null;
  const { type, json_schema: wanted } = format;
  if (type === 'json_schema' && isRecord(wanted)) {
    return isRecord(wanted['schema']) ? wanted['schema'] : true;
  }
  return type === 'json_object' || type === 'json_schema' ? true : null;
}
