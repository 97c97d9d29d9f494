/**
 * Vendors and servers that speak OpenAI's dialect. This table is all there is to add for another one:
 * its settings (`<NAME>_API_KEY`, `<NAME>_UPSTREAM_URL`), the provider of that name, and its kind for
 * providers that admins add are derived from it. It stands here because settings are declared here.
 */
export interface CompatibleVendor {
  /** Lower case; the part before the slash in `provider/model`, and in upper case the prefix of its settings. */
  name: string;
  label: string;
  /** As the vendor's SDK wants it, with `/v1`; null for a server that people run themselves. */
  baseUrl: string | null;
  /** Sent with every request, beside `Authorization: Bearer`. */
  headers?: Readonly<Record<string, string>>;
  /** The field this vendor reads a limit of output tokens from; `max_completion_tokens` when left out. */
  outputField?: 'max_tokens';
  /** True where nobody is paid per token. */
  isSelfHosted?: true;
}

/** In order of preference: the first one configured serves plain model names in OpenAI's dialect. */
export const COMPATIBLE_VENDORS = [
  { name: 'openai', label: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
  { name: 'groq', label: 'Groq', baseUrl: 'https://api.groq.com/openai/v1' },
  {
    name: 'together',
    label: 'Together AI',
    baseUrl: 'https://api.together.xyz/v1',
    outputField: 'max_tokens',
  },
  {
    name: 'fireworks',
    label: 'Fireworks AI',
    baseUrl: 'https://api.fireworks.ai/inference/v1',
    outputField: 'max_tokens',
  },
  {
    name: 'deepinfra',
    label: 'DeepInfra',
    baseUrl: 'https://api.deepinfra.com/v1/openai',
    outputField: 'max_tokens',
  },
  {
    name: 'huggingface',
    label: 'Hugging Face',
    baseUrl: 'https://router.huggingface.co/v1',
    outputField: 'max_tokens',
  },
  {
    name: 'openrouter',
    label: 'OpenRouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    headers: { 'x-title': 'Coinop' },
    outputField: 'max_tokens',
  },
  {
    name: 'vllm',
    label: 'vLLM',
    baseUrl: null,
    outputField: 'max_tokens',
    isSelfHosted: true,
  },
] as const satisfies readonly CompatibleVendor[];

export type CompatibleVendorName = (typeof COMPATIBLE_VENDORS)[number]['name'];
type EnvPrefix = Uppercase<CompatibleVendorName>;
export type VendorKeyName = `${EnvPrefix}_API_KEY`;
export type VendorUrlName = `${EnvPrefix}_UPSTREAM_URL`;

export function vendorKeyName(name: CompatibleVendorName): VendorKeyName {
  return `${name.toUpperCase() as EnvPrefix}_API_KEY`;
}

export function vendorUrlName(name: CompatibleVendorName): VendorUrlName {
  return `${name.toUpperCase() as EnvPrefix}_UPSTREAM_URL`;
}
