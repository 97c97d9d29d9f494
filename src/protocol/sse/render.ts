/** An event as Anthropic and OpenAI's Responses send it: named after the type in its data. */
export function renderNamedEvent(data: { type: string; [member: string]: unknown }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** An event as OpenAI's chat sends it: data alone. */
export function renderDataEvent(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
