import { wantsHtml } from './wants-html';

describe('wantsHtml', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', true],
    ['application/json, text/html;q=0.5', true],
    ['TEXT/HTML', true],
    ['*/*', false],
    ['application/json', false],
    ['text/html;q=0', false],
    ['', false],
    [undefined, false],
  ])('reads %p as %p', (accept, expected) => {
    expect(wantsHtml(accept)).toBe(expected);
  });
});
