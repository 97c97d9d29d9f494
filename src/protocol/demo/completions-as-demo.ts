import { recordOf, stringsOf, type Json } from '../chat/read-fields';
import { textOf } from '../chat/text-of';
import { renderDataEvent } from '../sse/render';
import { toOpenAiUsage } from '../openai-chat/usage';
import { hear } from './conversation';
import { EVENT_STREAM, jsonAnswer, type DemoAnswer, type DemoCall } from './demo-call';
import { demoReply } from './demo-reply';

/** The demo model's answer to OpenAI's old `POST /completions`, which has no neutral form. */
export function answerCompletionsAsDemo(body: Json, call: DemoCall): DemoAnswer {
  const limit = body['max_tokens'];
  const { words, finish, inputTokens } = demoReply({
    turns: [hear('user', textOf(body['prompt']))],
    // The endpoint's own default.
    outputTokensMax: typeof limit === 'number' ? limit : 16,
    stops: stringsOf(body['stop']),
    json: null,
  });
  const head = {
    id: `cmpl-${call.id}`,
    object: 'text_completion',
    created: Math.floor(call.createdAtMs / 1000),
    model: body['model'],
  };
  const usage = toOpenAiUsage({
    input: inputTokens,
    cacheRead: 0,
    cacheWrite: 0,
    output: words.length,
    reasoning: 0,
  });
  const choices = (text: string, finish_reason: string | null) => [
    { index: 0, text, logprobs: null, finish_reason },
  ];
  const reason = finish === 'length' ? 'length' : 'stop';
  if (body['stream'] !== true) {
    return jsonAnswer({ ...head, choices: choices(words.join(''), reason), usage });
  }
  const wantsUsage = recordOf(body['stream_options'])['include_usage'] === true;
  const events = [
    ...words.map((word) => renderDataEvent({ ...head, choices: choices(word, null) })),
    renderDataEvent({ ...head, choices: choices('', reason) }),
    ...(wantsUsage ? [renderDataEvent({ ...head, choices: [], usage })] : []),
    'data: [DONE]\n\n',
  ];
  return {
    status: 200,
    contentType: EVENT_STREAM,
    chunks: events.map((event) => Buffer.from(event)),
  };
}
