/** The nonce that this answer's policy allows styles to carry. Browsers hide it from CSS and HTML. */
export const cspNonce =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// The scroll lock under Mantine's dialogs reads its nonce from this name, and from nowhere else.
Object.assign(globalThis, { __webpack_nonce__: cspNonce });
