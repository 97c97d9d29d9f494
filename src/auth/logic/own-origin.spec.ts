import { cookieFault, type OriginFacts } from './own-origin';

const own = 'http://localhost:3000';
const page: OriginFacts = {
  method: 'POST',
  host: 'localhost:3000',
  origin: own,
  secFetchSite: 'same-origin',
  contentType: 'application/json',
  hasCsrfHeader: false,
  publicOrigin: null,
};

const accepted: [string, Partial<OriginFacts>][] = [
  ['a page of ours posting JSON', {}],
  ['JSON with a charset', { contentType: 'application/json; charset=utf-8' }],
  ['a GraphQL media type', { contentType: 'application/graphql+json' }],
  ['an upload with the header', { contentType: 'multipart/form-data', hasCsrfHeader: true }],
  ['a DELETE without a body', { method: 'DELETE', contentType: undefined }],
  ['our page over a TLS proxy', { origin: 'https://localhost:3000' }],
  ['a browser without Sec-Fetch', { secFetchSite: undefined }],
  ['a typed address', { method: 'GET', origin: undefined, secFetchSite: 'none' }],
  ['a GET of our page', { method: 'GET', origin: undefined }],
  ['a GET with our origin', { method: 'GET' }],
  ['the public URL', { origin: 'https://arcade.test', publicOrigin: 'https://arcade.test' }],
];

const refused: [string, Partial<OriginFacts>][] = [
  ['another site', { origin: 'http://evil.test' }],
  ['a game next door', { origin: 'http://g-abc.localhost:3000' }],
  ['another port', { origin: 'http://localhost:4000' }],
  ['our name as a part of theirs', { origin: 'http://localhost:3000.evil.test' }],
  ['a sandboxed frame', { origin: 'null' }],
  ['a sandboxed frame reading', { method: 'GET', origin: 'null' }],
  ['a sandboxed frame when Host says null', { origin: 'null', host: 'null' }],
  ['no origin at all', { origin: undefined }],
  ['an empty origin', { origin: '' }],
  ['a form of ours', { contentType: 'application/x-www-form-urlencoded' }],
  ['plain text', { contentType: 'text/plain' }],
  ['text that pretends', { contentType: 'text/plain; x=application/json' }],
  ['an upload without the header', { contentType: 'multipart/form-data' }],
  ['no body and no header', { contentType: undefined }],
  ['a GET from another site', { method: 'GET', origin: undefined, secFetchSite: 'cross-site' }],
  ['a GET from a sibling host', { method: 'GET', origin: undefined, secFetchSite: 'same-site' }],
  ['the listening host when there is a public URL', { publicOrigin: 'https://arcade.test' }],
  ['no host', { host: undefined }],
  ['a host that is not one', { host: 'a b', origin: 'http://a b' }],
];

describe('cookieFault', () => {
  it.each(accepted)('lets the cookie count for %s', (_, facts) => {
    expect(cookieFault({ ...page, ...facts })).toBeNull();
  });

  it.each(refused)('ignores the cookie for %s', (_, facts) => {
    expect(cookieFault({ ...page, ...facts })).toEqual(expect.any(String));
  });
});
