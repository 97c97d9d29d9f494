import { tidyDocument } from './tidy-document';

const operation = (operationId: string) => ({ operationId, responses: {} });

describe('tidyDocument', () => {
  it('keeps each operation at its first address and names the others', () => {
    const { paths } = tidyDocument({
      openapi: '3.0.0',
      info: { title: 'x', version: '1' },
      paths: {
        '/v1/messages': { post: operation('AnthropicController_messages[0]') },
        '/messages': { post: operation('AnthropicController_messages[1]') },
        '/api/keys': {
          get: operation('KeysController_list'),
          post: operation('KeysController_create'),
        },
        '/login': { get: operation('PagesController_page[0]') },
      },
    });
    expect(paths).toEqual({
      '/v1/messages': {
        post: {
          operationId: 'AnthropicController_messages[0]',
          responses: {},
          tags: ['Anthropic'],
          description: 'Also at /messages.',
        },
      },
      '/api/keys': {
        get: { operationId: 'KeysController_list', responses: {}, tags: ['Keys'] },
        post: { operationId: 'KeysController_create', responses: {}, tags: ['Keys'] },
      },
    });
  });
});
