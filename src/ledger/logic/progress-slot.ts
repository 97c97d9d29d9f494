/** Bytes: 0-15 intent id, 16 version, 17-31 provider (ASCII), 32-39 input tokens, 40-47 output tokens, rest zero. */
export const SLOT_BYTES = 64;

const VERSION = 1;
const PROVIDER_AT = 17;
const PROVIDER_BYTES = 15;
const INPUT_AT = 32;
const OUTPUT_AT = 40;

/** How far a call had come that was sent; a call without a slot was never sent. */
export interface Progress {
  intentId: string;
  provider: string;
  inputTokens: number;
  outputTokens: number;
}

/** Writes a whole slot with counts of zero. */
export function encodeSlot(
  bytes: Buffer,
  at: number,
  call: { intentId: string; provider: string },
): void {
  bytes.fill(0, at, at + SLOT_BYTES);
  bytes.write(call.intentId.replaceAll('-', ''), at, 16, 'hex');
  bytes[at + 16] = VERSION;
  bytes.write(call.provider, at + PROVIDER_AT, PROVIDER_BYTES, 'latin1');
}

export function writeCounts(
  bytes: Buffer,
  at: number,
  inputTokens: number,
  outputTokens: number,
): void {
  bytes.writeDoubleLE(inputTokens, at + INPUT_AT);
  bytes.writeDoubleLE(outputTokens, at + OUTPUT_AT);
}

/** Null when the slot was never written. */
export function decodeSlot(bytes: Buffer, at: number): Progress | null {
  if (bytes[at + 16] !== VERSION) return null;
  const id = bytes.toString('hex', at, at + 16);
  return {
    intentId: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
    provider: bytes.toString('latin1', at + PROVIDER_AT, INPUT_AT + at).replaceAll('\0', ''),
    inputTokens: count(bytes.readDoubleLE(at + INPUT_AT)),
    outputTokens: count(bytes.readDoubleLE(at + OUTPUT_AT)),
  };
}

/** A power cut may leave anything: what is no count counts as none. */
function count(value: number): number {
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
