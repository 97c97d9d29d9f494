import { isRecord } from '../relay/token-count';
import { recentTurns, textOf, toTurn, type Conversation, type Turn } from './conversation';
import { jsonAnswer, NDJSON, type DemoAnswer, type DemoCall } from './demo-call';
import { countInput, demoReply } from './demo-reply';
import { embedText } from './embedding';

type Door = 'chat' | 'generate';

/** Nanoseconds that the demo claims for a word: the fields must be there, and not be 0 for rates to make sense. */
const WORD_NS = 20_000_000;

/** The demo model's answer to `POST /api/chat` and `/api/generate`. */
export function answerOllama(
  body: Record<string, unknown>,
  call: DemoCall,
  door: Door,
): DemoAnswer {
  const { words, finish, inputTokens } = demoReply(toConversation(body, door));
  const base = {
    model: body['model'] ?? body['name'],
    created_at: new Date(call.createdAtMs).toISOString(),
  };
  const said = (text: string) =>
    door === 'chat' ? { message: { role: 'assistant', content: text } } : { response: text };
  const isEmpty = toTurns(body, door).length === 0;
  const end = {
    done: true,
    // Nothing was asked: clients do that to load a model ahead of time.
    done_reason: isEmpty ? 'load' : finish === 'length' ? 'length' : 'stop',
    total_duration: (words.length + 1) * WORD_NS,
    load_duration: 0,
    prompt_eval_count: isEmpty ? 0 : inputTokens,
    prompt_eval_duration: WORD_NS,
    eval_count: isEmpty ? 0 : words.length,
    eval_duration: words.length * WORD_NS,
  };
  const spoken = isEmpty ? [] : words;
  if (body['stream'] === false) return jsonAnswer({ ...base, ...said(spoken.join('')), ...end });
  const lines = [
    ...spoken.map((word) => ({ ...base, ...said(word), done: false })),
    { ...base, ...said(''), ...end },
  ];
  return {
    status: 200,
    contentType: NDJSON,
    chunks: lines.map((line) => Buffer.from(`${JSON.stringify(line)}\n`)),
  };
}

/** The demo model's answer to `POST /api/embed`. */
export function embedOllama(body: Record<string, unknown>): DemoAnswer {
  const { input } = body;
  const texts = (Array.isArray(input) ? input : [input]).map(String);
  return jsonAnswer({
    model: body['model'] ?? body['name'],
    embeddings: texts.map((text) => embedText(text)),
    total_duration: WORD_NS,
    load_duration: 0,
    prompt_eval_count: countInput(texts.map((text) => toTurn('user', text))),
  });
}

/** The demo model's answer to the older `POST /api/embeddings`. */
export function embedOllamaOnce(body: Record<string, unknown>): DemoAnswer {
  return jsonAnswer({ embedding: embedText(textOf(body['prompt'])) });
}

function toTurns(body: Record<string, unknown>, door: Door): Turn[] {
  if (door === 'chat') {
    const messages = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
    return recentTurns(messages.map(({ role, content }) => toTurn(role, content)));
  }
  const { system, prompt } = body;
  if (typeof prompt !== 'string' || prompt === '') return [];
  const turns = [toTurn('user', prompt)];
  return typeof system === 'string' && system !== '' ? [toTurn('system', system), ...turns] : turns;
}

function toConversation(body: Record<string, unknown>, door: Door): Conversation {
  const options = isRecord(body['options']) ? body['options'] : {};
  const { num_predict: limit, stop } = options;
  const stops = Array.isArray(stop) ? stop : [stop];
  const { format } = body;
  return {
    turns: toTurns(body, door),
    outputTokensMax: typeof limit === 'number' && limit >= 0 ? limit : null,
    stops: stops.filter((each) => typeof each === 'string'),
    json: isRecord(format) ? format : format === 'json' ? true : null,
  };
}
