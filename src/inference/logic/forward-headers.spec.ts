import { toClientHeaders, toUpstreamHeaders } from './forward-headers';

describe('toUpstreamHeaders', () => {
  it('carries the dialect headers and leaves credentials and network headers behind', () => {
    const sent = toUpstreamHeaders({
      'content-type': 'application/json',
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'a,b',
      authorization: 'Bearer sk-coinop-x',
      'x-api-key': 'sk-coinop-x',
      cookie: 'session=1',
      host: 'localhost',
      'x-forwarded-for': '10.0.0.1',
      'accept-encoding': 'gzip',
      'content-length': '12',
    });
    expect(sent).toEqual({
      'content-type': 'application/json',
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'a,b',
      'accept-encoding': 'identity',
    });
  });
});

describe('toClientHeaders', () => {
  it("passes the answer's own headers and withholds the account's and the hop's", () => {
    const given = toClientHeaders({
      'content-type': 'text/event-stream',
      'content-length': '3',
      'anthropic-version': '1',
      'anthropic-organization-id': 'org',
      'anthropic-ratelimit-tokens-remaining': '5',
      'set-cookie': ['a=1'],
      server: 'x',
      'clear-site-data': '"*"',
      location: 'https://elsewhere.example',
      'x-coinop-provider': 'another',
      connection: 'keep-alive',
      'x-new-thing': 'kept',
    });
    expect(given).toEqual({
      'content-type': 'text/event-stream',
      'anthropic-version': '1',
      'x-new-thing': 'kept',
    });
  });
});
