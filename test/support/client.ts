/** Small helpers around fetch. Each asserts nothing: tests look at what came back. */
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  text: string;
  /** The body parsed, or undefined when it is not JSON. */
  body: T;
}

export interface Call {
  method?: string;
  /** Sent as JSON; a string goes as it stands. */
  body?: unknown;
  headers?: Record<string, string>;
  /** Sent as a bearer. */
  token?: string;
}

export async function json<T = any>(url: string, call: Call = {}): Promise<Answer<T>> {
  const { body, token } = call;
  const response = await fetch(url, {
    method: call.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...call.headers,
    },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

function parsed(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Like json, but throws unless the answer is a 2xx: for set-up, where a refusal is a broken test. */
export async function given<T = any>(url: string, call: Call = {}): Promise<T> {
  const answer = await json<T>(url, call);
  if (answer.status >= 300) {
    throw new Error(`${call.method ?? ''} ${url}: ${answer.status} ${answer.text}`);
  }
  return answer.body;
}

export interface Login {
  access_token: string;
  refresh_token: string;
  user: { id: string; username: string; is_admin: boolean };
}

export async function login(
  url: string,
  who: { username: string; password: string },
): Promise<Login> {
  return given(`${url}/auth/login`, {
    body: { username: who.username, password: who.password },
  });
}

export interface Person {
  id: string;
  username: string;
  password: string;
  /** A JWT, good for 15 minutes. */
  token: string;
}

let people = 0;

/** A new user, made by the admin and logged in. */
export async function createUser(
  url: string,
  adminToken: string,
  wish: {
    username?: string;
    password?: string;
    tokenLimit?: number | null;
    isAdmin?: boolean;
  } = {},
): Promise<Person> {
  people += 1;
  const username = wish.username ?? `player${people}`;
  const password = wish.password ?? `pw-canary-${username}-9x`;
  const account = { username, password, token_limit: wish.tokenLimit ?? null };
  if (wish.isAdmin === true) {
    const body = { ...account, is_admin: true };
    await given(`${url}/admin/api/users`, { token: adminToken, body });
  } else await given(`${url}/auth/register`, { token: adminToken, body: account });
  const session = await login(url, { username, password });
  return { id: session.user.id, username, password, token: session.access_token };
}

export interface ApiKey {
  id: string;
  secret: string;
  prefix: string;
}

export async function createKey(
  url: string,
  token: string,
  wish: Record<string, unknown> = {},
): Promise<ApiKey> {
  return given(`${url}/api/keys`, { token, body: { name: 'test key', ...wish } });
}

export interface GraphqlAnswer<T = any> {
  data: T;
  errors?: { message: string; extensions: { code: string; requestId: string } }[];
}

export async function graphql<T = any>(
  url: string,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphqlAnswer<T>> {
  const answer = await json<GraphqlAnswer<T>>(`${url}/graphql`, {
    token,
    body: { query, variables },
  });
  return answer.body;
}
