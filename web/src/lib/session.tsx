import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { type ApiError, toApiError } from './api-error';
import { listenForSignOut, rest } from './rest';

export interface SessionUser {
  id: string;
  username: string;
  is_admin: boolean;
}

interface Session {
  /** undefined while the first look is under way, null when nobody is signed in. */
  user: SessionUser | null | undefined;
  /** Why the first look failed for another reason than nobody being in. */
  error: ApiError | undefined;
  signIn: (username: string, password: string) => Promise<void>;
  signOut: () => Promise<void>;
  retry: () => void;
}

/**
 * Set while somebody is signed in here. The session itself is in a cookie that scripts cannot see;
 * without this, every visitor's first request would be a refused one.
 */
const HINT = 'coinop.signed-in';

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside SessionProvider');
  return session;
}

/** The signed-in user, on pages that only they can reach. */
export function useUser(): SessionUser {
  const { user } = useSession();
  if (user === null || user === undefined) throw new Error('useUser outside a signed-in page');
  return user;
}

export function SessionProvider({ children }: { children: ReactNode }) {
  const [user, setUser] = useState<SessionUser | null | undefined>(undefined);
  const [error, setError] = useState<ApiError>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    listenForSignOut(() => setUser(null));
    if (localStorage.getItem(HINT) === null) {
      setUser(null);
      return;
    }
    rest<{ user: SessionUser }>('/auth/me', { isSignInAttempt: true })
      .then((me) => setUser(me.user))
      .catch((thrown: unknown) => {
        const failure = toApiError(thrown);
        if (failure.isSignedOut) setUser(null);
        else setError(failure);
      });
  }, [round]);

  useEffect(() => {
    if (user === null) localStorage.removeItem(HINT);
    else if (user !== undefined) localStorage.setItem(HINT, '1');
  }, [user]);

  const signIn = useCallback(async (username: string, password: string) => {
    const body = { username, password };
    const answer = await rest<{ user: SessionUser }>('/auth/login', {
      method: 'POST',
      body,
      isSignInAttempt: true,
    });
    setUser(answer.user);
  }, []);

  const signOut = useCallback(async () => {
    // Whatever the server says, this browser is done: a dead session needs no log-out.
    await rest('/auth/logout', { method: 'POST', body: {} }).catch(() => undefined);
    setUser(null);
  }, []);

  const retry = useCallback(() => {
    setError(undefined);
    setRound((now) => now + 1);
  }, []);

  const session = useMemo(
    () => ({ user, error, signIn, signOut, retry }),
    [user, error, signIn, signOut, retry],
  );
  return <SessionContext value={session}>{children}</SessionContext>;
}
