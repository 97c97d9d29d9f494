import { isRecord } from '../relay/token-count';
import { textOf, toTurn, recentTurns, type Conversation, type Turn } from './conversation';
import { EVENT_STREAM, jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { countInput, demoReply, type DemoFinish } from './demo-reply';

const STOP_REASONS: Readonly<Record<DemoFinish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'stop-sequence': 'stop_sequence',
};

/** The demo model's answer to `POST /v1/messages`. */
export function answerAnthropic(body: Record<string, unknown>, call: DemoCall): DemoAnswer {
  const { words, finish, stop, inputTokens } = demoReply(toConversation(body));
  const message = {
    id: `msg_${call.id}`,
    type: 'message',
    role: 'assistant',
    model: body['model'],
    content: [] as object[],
    stop_reason: null as string | null,
    stop_sequence: null as string | null,
    usage: usageOf(inputTokens, 0),
  };
  const end = { stop_reason: STOP_REASONS[finish], stop_sequence: stop };
  if (body['stream'] !== true) {
    return jsonAnswer({
      ...message,
      ...end,
      content: [{ type: 'text', text: words.join('') }],
      usage: usageOf(inputTokens, words.length),
    });
  }
  const block = { type: 'text', text: '' };
  return {
    status: 200,
    contentType: EVENT_STREAM,
    chunks: [
      event({ type: 'message_start', message }),
      event({ type: 'content_block_start', index: 0, content_block: block }),
      ...words.map((text) =>
        event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
      ),
      event({ type: 'content_block_stop', index: 0 }),
      event({ type: 'message_delta', delta: end, usage: { output_tokens: words.length } }),
      event({ type: 'message_stop' }),
    ],
  };
}

/** The demo model's answer to `POST /v1/messages/count_tokens`. */
export function countAnthropic(body: Record<string, unknown>): DemoAnswer {
  return jsonAnswer({ input_tokens: countInput(toTurns(body)) });
}

function event(data: { type: string; [member: string]: unknown }): Buffer {
  return Buffer.from(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
}

function usageOf(input: number, output: number): object {
  return {
    input_tokens: input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
  };
}

function toTurns(body: Record<string, unknown>): Turn[] {
  const system = textOf(body['system']);
  const messages = Array.isArray(body['messages']) ? body['messages'].filter(isRecord) : [];
  const turns = messages.map(({ role, content }) => toTurn(role, content));
  return recentTurns(system === '' ? turns : [toTurn('system', system), ...turns]);
}

function toConversation(body: Record<string, unknown>): Conversation {
  const { max_tokens: limit, stop_sequences: stops } = body;
  const config = isRecord(body['output_config']) ? body['output_config'] : {};
  const format = config['format'] ?? body['output_format'];
  const schema = isRecord(format) && isRecord(format['schema']) ? format['schema'] : null;
  return {
    turns: toTurns(body),
    outputTokensMax: typeof limit === 'number' ? limit : null,
    stops: Array.isArray(stops) ? stops.filter((stop) => typeof stop === 'string') : [],
    json: schema,
  };
}
