import { reported, text, word, type Asked, type Speech } from './speech';

export function speakOpenai(asked: Asked): Speech {
  const { scenario, model, number, body } = asked;
  const base = { id: `chatcmpl-${number}`, created: 1_795_000_000, model };
  const chunk = (delta: unknown, finish: string | null) =>
    data({
      ...base,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
  const usage =
    scenario.fault === 'no-usage'
      ? undefined
      : {
          prompt_tokens: reported(scenario, scenario.in),
          completion_tokens: reported(scenario, scenario.out),
          total_tokens: reported(scenario, scenario.in + scenario.out),
        };
  const isUsageWanted = body.stream_options?.include_usage === true && usage !== undefined;
  return {
    contentType: 'text/event-stream',
    headers: [`x-request-id: req_upstream_${number}`, 'x-unknown-upstream: kept'],
    opening: chunk({ role: 'assistant', content: '' }, null),
    token: (index) => chunk({ content: word(scenario, index) }, null),
    closing:
      chunk({}, 'stop') +
      (isUsageWanted
        ? data({ ...base, object: 'chat.completion.chunk', choices: [], usage })
        : '') +
      'data: [DONE]\n\n',
    error: data({ error: { message: 'scripted error in the middle', type: 'server_error' } }),
    whole: {
      ...base,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: text(scenario), refusal: null },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage,
    },
  };
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
