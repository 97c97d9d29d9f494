import { injectBoot } from './inject-boot';

const BOOT = '<script src="/__arcade/boot.js"></script>';
const inject = (html: string) => injectBoot(Buffer.from(html), '[BOOT]').toString();

describe('injectBoot', () => {
  it.each([
    [
      'a usual document',
      '<!doctype html><html><head><title>x</title>',
      '<!doctype html><html><head>[BOOT]<title>x</title>',
    ],
    [
      'attributes on the head',
      '<html lang="en"><HEAD data-x="a>b"><meta>',
      '<html lang="en"><HEAD data-x="a>b">[BOOT]<meta>',
    ],
    [
      'a head in a comment',
      '<!-- <head> --><head><base href="/x">',
      '<!-- <head> --><head>[BOOT]<base href="/x">',
    ],
    ['no head', '<!DOCTYPE html>\n<title>x</title>', '<!DOCTYPE html>[BOOT]\n<title>x</title>'],
    ['html but no head', '<html>\n<body><p>', '<html>[BOOT]\n<body><p>'],
    ['only a script', '<script>1</script>', '[BOOT]<script>1</script>'],
    ['only text', 'hello <head>', '[BOOT]hello <head>'],
    ['an entity first', '&amp;<head>', '[BOOT]&amp;<head>'],
    ['a script before the head', '<script>1</script><head>', '[BOOT]<script>1</script><head>'],
    ['an end tag first', '</p><head>', '[BOOT]</p><head>'],
    ['nothing', '', '[BOOT]'],
    ['an unfinished tag', '<html', '[BOOT]<html'],
    ['an unfinished comment', '<!-- <head>', '[BOOT]<!-- <head>'],
    ['a comment closed at once', '<!--><script>1</script>-->', '<!-->[BOOT]<script>1</script>-->'],
    ['a bogus comment', '<?php echo 1 ?><head>', '<?php echo 1 ?><head>[BOOT]'],
    [
      'a policy of its own',
      '<head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
      '<head>[BOOT]<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
    ],
    ['a header element', '<header><head>', '[BOOT]<header><head>'],
    ['SVG around a head', '<svg><head>', '[BOOT]<svg><head>'],
  ])('comes first in a document with %s', (_case, html, expected) => {
    expect(inject(html)).toBe(expected);
  });

  it('keeps a byte order mark first and every other byte as it was', () => {
    const html = Buffer.concat([
      Buffer.from('\uFEFF<head>'),
      Buffer.from([0xff, 0x00, 0xc3, 0xa4]),
    ]);
    const out = injectBoot(html, BOOT);
    const at = Buffer.byteLength('\uFEFF<head>');
    expect(out.subarray(0, at)).toEqual(html.subarray(0, at));
    expect(out.subarray(at, at + BOOT.length).toString()).toBe(BOOT);
    expect(out.subarray(at + BOOT.length)).toEqual(html.subarray(at));
  });

  it('counts bytes, not characters, before the head', () => {
    expect(inject('<!-- ✨ä --><head>x')).toBe('<!-- ✨ä --><head>[BOOT]x');
  });
});
