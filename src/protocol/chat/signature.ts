import type { Signature } from './chat-request';

const MARK = 'coinop';
const SEPARATOR = '~';

/**
 * A signature on its way through a client of another dialect. The client stores one opaque string and sends it back
 * later; whose it is must be readable from it, because another provider would refuse it.
 */
export function packSignature({ provider, value, isRedacted }: Signature): string {
  return [MARK, provider, isRedacted ? 'r' : 's', value].join(SEPARATOR);
}

/** The signature in a string that came back, or one by `nativeProvider` when we did not pack it. Null for none. */
export function unpackSignature(text: string, nativeProvider: string | null): Signature | null {
  if (text === '') return null;
  const [mark, provider, kind, ...rest] = text.split(SEPARATOR);
  if (mark === MARK && provider !== undefined && rest.length > 0) {
    return { provider, value: rest.join(SEPARATOR), isRedacted: kind === 'r' };
  }
  return nativeProvider === null
    ? null
    : { provider: nativeProvider, value: text, isRedacted: false };
}
