import { reported, text, word, type Asked, type Speech } from './speech';
import type { Scenario } from './scenario';

const TOOL_INPUT = '{"city":"Paris","unit":"C"}';

export function speakAnthropic(asked: Asked): Speech {
  const { scenario, number } = asked;
  const id = `msg_${String(number).padStart(6, '0')}`;
  const stopReason = scenario.tool ? 'tool_use' : 'end_turn';
  const event = (data: Record<string, unknown>) => sse(data, scenario.odd);
  const block = scenario.tool
    ? { type: 'tool_use', id: `toolu_${number}`, name: 'get_weather', input: {} }
    : { type: 'text', text: '' };
  const message = { id, type: 'message', role: 'assistant', model: asked.model };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    headers: [
      `request-id: req_upstream_${number}`,
      'anthropic-organization-id: org-upstream',
      'anthropic-processing-note: kept',
      'set-cookie: upstream=tracks; Path=/',
      'x-unknown-upstream: kept',
    ],
    opening:
      event({
        type: 'message_start',
        message: {
          ...message,
          content: [],
          stop_reason: null,
          stop_sequence: null,
          usage: inputUsage(scenario, 1),
        },
      }) +
      event({ type: 'content_block_start', index: 0, content_block: block }) +
      (scenario.odd ? ': a comment\n\nevent: ping\ndata: {"type": "ping"}\n\n' : ''),
    token: (index) =>
      event({
        type: 'content_block_delta',
        index: 0,
        delta: scenario.tool
          ? { type: 'input_json_delta', partial_json: toolPiece(scenario, index) }
          : { type: 'text_delta', text: word(scenario, index) },
      }),
    closing:
      event({ type: 'content_block_stop', index: 0 }) +
      event({
        type: 'message_delta',
        delta: { stop_reason: stopReason, stop_sequence: null },
        usage: { output_tokens: reported(scenario, scenario.out) },
      }) +
      event({ type: 'message_stop' }),
    error: event({
      type: 'error',
      error: { type: 'overloaded_error', message: 'scripted error in the middle' },
    }),
    whole: {
      ...message,
      content: [
        scenario.tool
          ? { ...block, input: JSON.parse(TOOL_INPUT) as unknown }
          : { type: 'text', text: text(scenario) },
      ],
      stop_reason: stopReason,
      stop_sequence: null,
      usage: inputUsage(scenario, scenario.out),
      unknown_field: { kept: true },
    },
  };
}

function toolPiece({ n }: Scenario, index: number): string {
  const size = Math.ceil(TOOL_INPUT.length / n);
  return TOOL_INPUT.slice(index * size, (index + 1) * size);
}

function inputUsage(scenario: Scenario, output: number): unknown {
  if (scenario.fault === 'no-usage') return undefined;
  return {
    input_tokens: reported(scenario, scenario.in),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: reported(scenario, output),
    service_tier: 'standard',
  };
}

/** Odd framing is legal: CR LF line ends, no space after the colon, fields nobody knows. */
function sse(data: Record<string, unknown>, odd: boolean): string {
  const type = String(data.type);
  if (!odd) return `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
  const spaced = JSON.stringify({ ...data, 'x-unknown': { ünï: [1, 2.5e3] } }, null, 1);
  return `id: 7\r\nevent:${type}\r\n${spaced
    .split('\n')
    .map((line) => `data:${line}`)
    .join('\r\n')}\r\n\r\n`;
}
