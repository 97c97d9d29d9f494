export const PNG = 'iVBORw0KGgo=';
export const parameters = { type: 'object', properties: { city: { type: 'string' } } };

/** One conversation with everything in it, as each dialect's clients write it. */
export const conversations = {
  'anthropic:messages': {
    model: 'm',
    max_tokens: 50,
    stream: true,
    temperature: 0.5,
    stop_sequences: ['END'],
    system: [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2' },
      { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
    ],
    tools: [{ name: 'weather', description: 'Looks out', input_schema: parameters }],
    tool_choice: { type: 'auto' },
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Here?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm', signature: 'sig' },
          { type: 'text', text: 'Let me see.' },
          { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Paris' } },
          { type: 'tool_use', id: 'c2', name: 'weather', input: { city: 'Rome' } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'rain' },
          { type: 'tool_result', tool_use_id: 'c2', content: [{ type: 'text', text: 'sun' }] },
          { type: 'text', text: 'So?' },
        ],
      },
    ],
  },
  'openai:chat': {
    model: 'm',
    max_completion_tokens: 50,
    stream: true,
    temperature: 0.5,
    stop: 'END',
    tools: [
      { type: 'function', function: { name: 'weather', description: 'Looks out', parameters } },
    ],
    tool_choice: 'auto',
    messages: [
      { role: 'developer', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Here?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
        ],
      },
      {
        role: 'assistant',
        content: 'Let me see.',
        reasoning_details: [
          { type: 'reasoning.text', text: 'hm', signature: 'coinop~anthropic~s~sig' },
        ],
        tool_calls: [
          {
            id: 'c1',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Paris"}' },
          },
          {
            id: 'c2',
            type: 'function',
            function: { name: 'weather', arguments: '{"city":"Rome"}' },
          },
        ],
      },
      { role: 'tool', tool_call_id: 'c1', content: 'rain' },
      { role: 'tool', tool_call_id: 'c2', content: [{ type: 'text', text: 'sun' }] },
      { role: 'user', content: 'So?' },
    ],
  },
  'ollama:chat': {
    model: 'm',
    options: { num_predict: 50, temperature: 0.5, stop: ['END'] },
    tools: [
      { type: 'function', function: { name: 'weather', description: 'Looks out', parameters } },
    ],
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Here?', images: [PNG] },
      {
        role: 'assistant',
        content: 'Let me see.',
        tool_calls: [
          { function: { name: 'weather', arguments: { city: 'Paris' } } },
          { function: { name: 'weather', arguments: { city: 'Rome' } } },
        ],
      },
      { role: 'tool', content: 'rain' },
      { role: 'tool', content: 'sun' },
      { role: 'user', content: 'So?' },
    ],
  },
} as const;
