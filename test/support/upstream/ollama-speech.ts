import { reported, text, word, type Asked, type Speech } from './speech';

/** `chat` puts text into a message, `generate` into `response`. */
export function speakOllama(asked: Asked, door: 'chat' | 'generate'): Speech {
  const { scenario, model } = asked;
  const base = { model, created_at: '2026-11-21T09:00:00.123456789Z' };
  const said = (content: string) =>
    door === 'generate' ? { response: content } : { message: { role: 'assistant', content } };
  const called = {
    message: {
      role: 'assistant',
      content: '',
      tool_calls: [{ function: { name: 'get_weather', arguments: { city: 'Paris' } } }],
    },
  };
  const end = {
    done: true,
    done_reason: 'stop',
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_count: reported(scenario, scenario.in),
    prompt_eval_duration: 1_000_000,
    eval_count: reported(scenario, scenario.out),
    eval_duration: 3_000_000,
  };
  const line = (value: unknown) =>
    `${scenario.odd ? JSON.stringify(value).replaceAll('":', '" : ') : JSON.stringify(value)}\n`;
  return {
    contentType: 'application/x-ndjson',
    headers: ['x-unknown-upstream: kept'],
    opening: '',
    token: (index) =>
      line({
        ...base,
        ...(scenario.tool && index === 0 ? called : said(word(scenario, index))),
        done: false,
      }),
    closing: line({
      ...base,
      ...said(''),
      ...end,
      ...(door === 'generate' ? { context: [1] } : {}),
    }),
    error: line({ error: 'scripted error in the middle' }),
    whole: {
      ...base,
      ...(scenario.tool ? called : said(text(scenario))),
      ...end,
      unknown_field: 1,
    },
  };
}
